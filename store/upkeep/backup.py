"""Can everything be brought back? A copy of one home in one file, its return, and the rehearsal of it."""

import zipfile
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path

from domain.program.errors import DashboardError, HomeDamagedError, UnknownNameError
from domain.program.places import OWN
from store.current.pointer import build_file, current
from store.current.warehouse import kept_builds
from store.disk.durable import replace, undisturbed
from store.disk.home import VERSIONS, Home, require_folder
from store.disk.marker import MARKER
from store.disk.scratch import scratch_folder
from store.upkeep.verify import Verdict, snapshots, verify
from store.written.application import now, sqlite_file
from store.written.database_copy import DATABASE, copy_of_database, put_into_server

_OURS = (DATABASE, MARKER, "current.json", "builds", "snapshots", "staging", OWN, VERSIONS)


def back_up(home: Home, target: Path) -> Path:
    """
    Write everything of *home* that cannot be made anew, its current build and those that were frozen into the zip *target*.

    Nothing is published meanwhile, so the parts fit together; people may go on reading and typing. A home that may
    only be read is copied too.

    Raises:
        UnknownNameError: There is nothing to back up.
        HomeDamagedError: The home is not whole: a copy of it would pass for one that is.
    """
    require_folder(home)
    target.parent.mkdir(parents=True, exist_ok=True)
    with scratch_folder(target.parent) as folder:
        made = folder / target.name
        with undisturbed(home.lock), zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            _require_whole(home)
            for name, path in _parts(home, copy_of_database(home, folder)):
                archive.write(path, name)
        replace(made, target)
    return target


def _require_whole(home: Home) -> None:
    problems = verify(home).problems
    if problems:
        raise HomeDamagedError(
            "home_damaged",
            "Chưa sao lưu vì dữ liệu chưa qua được kiểm tra",
            remedy=" ".join((*problems, "Xem cách chữa: python -m store doctor.")),
        )


def named_copy(home: Home, folder: Path) -> Path:
    """The file of a backup made now into *folder*."""
    return folder / f"{home.path.name}-{now():%Y%m%d-%H%M%S}.zip"


def _parts(home: Home, database: Path | None) -> Iterator[tuple[str, Path]]:
    if database is not None:
        yield DATABASE, database
    if (home.path / MARKER).exists():
        yield MARKER, home.path / MARKER
    pointed = current(home)
    if pointed is not None:
        yield home.pointer.name, home.pointer
    held = {*kept_builds(home)} | ({pointed.build_id} if pointed else set())
    for build_id in sorted(held):
        yield f"builds/{build_id}.duckdb", build_file(home, build_id)
    own = [path for folder in (home.own_data, home.own_versions) for path in sorted(folder.rglob("*"))]
    for path in (
        *snapshots(home),
        *sorted((home.path / "staging").glob("?" * 64)),
        *filter(Path.is_file, own),
    ):
        yield path.relative_to(home.path).as_posix(), path


def restore(archive: Path, home: Home, *, sets_aside: bool = False) -> Verdict:
    """
    Unpack a backup into *home* and verify it; a program that runs on it sees it at once.

    Args:
        sets_aside: Move what is in *home* now to a folder beside it; without it *home* must be empty.

    Raises:
        UnknownNameError: There is no such backup.
        DashboardError: *home* already holds something, or the file is no backup of ours.
    """
    if not archive.is_file():
        raise UnknownNameError("Không có tệp sao lưu này", where=str(archive))
    is_empty = not home.path.exists() or not any(home.path.iterdir())
    if not is_empty and not sets_aside:
        raise DashboardError(
            "Thư mục nhận không trống",
            where=str(home.path),
            remedy="Chọn một thư mục mới, hoặc thêm --set-aside để dời dữ liệu hiện có sang bên cạnh.",
        )
    home.path.parent.mkdir(parents=True, exist_ok=True)
    with scratch_folder(home.path.parent) as folder:
        unpacked = folder / "home"
        _unpack(archive, unpacked)
        if not is_empty:
            home.path.rename(_place_aside(home.path))
        elif home.path.exists():
            home.path.rmdir()
        unpacked.rename(home.path)
    if sqlite_file(home.application_url) is None and (home.path / DATABASE).exists():
        put_into_server(home.path / DATABASE, home)
    return verify(home)


def _place_aside(path: Path) -> Path:
    """Where the folder *path* is moved to: beside itself, under its name and the moment, and never onto an earlier one."""
    first = f"{path.name}.cu-{now():%Y%m%d-%H%M%S}"
    names = chain([first], (f"{first}-{number}" for number in count(2)))
    return next(place for name in names if not (place := path.with_name(name)).exists())


def _unpack(archive: Path, folder: Path) -> None:
    try:
        with zipfile.ZipFile(archive) as packed:
            if packed.testzip() is not None or not all(map(_is_ours, packed.namelist())):
                raise zipfile.BadZipFile
            folder.mkdir()
            packed.extractall(folder)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError) as problem:
        raise HomeDamagedError(
            "backup_damaged",
            "Tệp sao lưu bị hỏng hoặc không phải của hệ thống này",
            where=archive.name,
            remedy="Dùng bản sao lưu khác.",
        ) from problem


def _is_ours(name: str) -> bool:
    parts = name.split("/")
    return ".." not in parts and parts[0] in _OURS


def rehearse(archive: Path, *, with_rebuild: bool = True) -> Verdict:
    """
    Restore a backup into a scratch home and verify it there; the home in use is left alone.

    With *with_rebuild* its rows, its build id and its scores are compared with those of a rebuild from nothing.
    """
    with scratch_folder() as folder:
        home = Home(folder / "home", own_database=True)
        verdict = restore(archive, home)
        return (
            verify(home, with_rebuild=with_rebuild, with_scores=with_rebuild)
            if not verdict.problems
            else verdict
        )

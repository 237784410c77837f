"""Can everything be brought back? A copy of one home in one file, its return, and proof that it is whole."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from domain.errors import DashboardError, SystemFailureError, UnknownNameError
from domain.places import ROOT
from domain.scope import NOTHING
from store.application import is_there
from store.durable import replace, temporary_beside
from store.home import DATABASE_VARIABLE, HOME_VARIABLE, Home
from store.import_log import logged_imports
from store.parsed import column_types
from store.pointer import build_file, current
from store.snapshots import sha256_of, snapshot_path
from store.warehouse import Build, open_build, writer_lock

_DATABASE = "application.sqlite"


@dataclass(frozen=True, slots=True)
class Verdict:
    """
    What a verification found.

    Attributes:
        problems: One Vietnamese sentence each; empty when everything is whole.
    """

    build_id: str | None
    snapshots: int
    problems: list[str] = field(default_factory=list)


def back_up(home: Home, target: Path) -> Path:
    """
    Write received bytes, application database, pointer and current build of *home* into the zip *target*.

    Nothing is published meanwhile, so the parts fit together; people may go on reading and typing.

    Raises:
        UnknownNameError: There is nothing to back up.
        SystemFailureError: The application database is not SQLite; its own tools back that one up.
    """
    if not home.path.is_dir():
        raise UnknownNameError("Không có thư mục dữ liệu này", where=str(home.path))
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = temporary_beside(target)
    with writer_lock(home), tempfile.TemporaryDirectory() as folder:
        database = _copy_of_database(home, Path(folder))
        with zipfile.ZipFile(temporary, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, path in _parts(home, database):
                archive.write(path, name)
    replace(temporary, target)
    return target


def _parts(home: Home, database: Path | None) -> Iterator[tuple[str, Path]]:
    if database is not None:
        yield _DATABASE, database
    now = current(home)
    if now is not None:
        yield home.pointer.name, home.pointer
        yield f"builds/{now.build_id}.duckdb", build_file(home, now.build_id)
    for path in _snapshots(home):
        yield path.relative_to(home.path).as_posix(), path


def _snapshots(home: Home) -> list[Path]:
    return sorted(path for path in home.snapshots.glob("??/*") if len(path.name) == 64)


def _copy_of_database(home: Home, folder: Path) -> Path | None:
    """A consistent copy, made by SQLite itself while others may be writing."""
    url = home.application_url
    if not url.startswith("sqlite:///"):
        raise SystemFailureError(
            "Cơ sở dữ liệu ứng dụng không phải SQLite", remedy="Sao lưu bằng công cụ của máy chủ dữ liệu đó."
        )
    if not is_there(home):
        return None
    copy = folder / _DATABASE
    with (
        closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
    return copy


def restore(archive: Path, home: Home) -> Verdict:
    """
    Unpack a backup into *home*, which must be empty, and verify it.

    Raises:
        UnknownNameError: There is no such backup.
        DashboardError: *home* already holds something, or the file is no backup of ours.
    """
    if not archive.is_file():
        raise UnknownNameError("Không có tệp sao lưu này", where=str(archive))
    if home.path.exists() and any(home.path.iterdir()):
        raise DashboardError(
            "Thư mục nhận không trống", where=str(home.path), remedy="Chọn một thư mục mới để không ghi đè."
        )
    try:
        with zipfile.ZipFile(archive) as packed:
            if packed.testzip() is not None or not all(_is_ours(name) for name in packed.namelist()):
                raise zipfile.BadZipFile
            home.path.mkdir(parents=True, exist_ok=True)
            packed.extractall(home.path)
    except zipfile.BadZipFile as problem:
        raise DashboardError(
            "Tệp sao lưu bị hỏng hoặc không phải của hệ thống này",
            where=archive.name,
            remedy="Dùng bản sao lưu khác.",
        ) from problem
    return verify(home)


def _is_ours(name: str) -> bool:
    parts = name.split("/")
    return ".." not in parts and parts[0] in (_DATABASE, "current.json", "builds", "snapshots")


def verify(home: Home, *, with_rebuild: bool = False) -> Verdict:
    """
    Check that the received bytes are those that were received, that every import has its own, and that the build opens.

    With *with_rebuild* everything is also made anew in a temporary folder and compared row by row.
    """
    problems = [
        f"Tệp gốc {path.name[:12]}… không còn nguyên vẹn."
        for path in _snapshots(home)
        if sha256_of(path.read_bytes()) != path.name
    ]
    problems += [
        f"Thiếu tệp gốc của lần nạp {one.import_id} ({one.file_name})."
        for one in logged_imports(home).values()
        if not snapshot_path(home, one.sha256).exists()
    ]
    now = current(home)
    if now is not None:
        problems += _problems_of_build(build_file(home, now.build_id), now.build_id)
        if with_rebuild and not problems:
            problems += _problems_of_rebuild(home, now.build_id)
    return Verdict(now and now.build_id, len(_snapshots(home)), problems)


def _problems_of_build(path: Path, build_id: str) -> list[str]:
    try:
        rows = open_build(Build(build_id, path, {}), NOTHING).records("select build_id from core.build")
    except duckdb.Error as problem:
        return [f"Không mở được kho số liệu hiện hành: {problem}"]
    return [] if rows == [{"build_id": build_id}] else ["Kho số liệu hiện hành không mang đúng mã của nó."]


def _problems_of_rebuild(home: Home, build_id: str) -> list[str]:
    with tempfile.TemporaryDirectory() as folder:
        copy = Home(Path(folder) / "home")
        copy.path.mkdir()
        shutil.copyfile(home.pointer, copy.pointer)
        database = _copy_of_database(home, Path(folder))
        if database is not None:
            shutil.move(database, copy.path / _DATABASE)
        for path in _snapshots(home):
            target = copy.path / path.relative_to(home.path)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        # The loaders stand above the store, so they are run, not imported.
        environment = {k: v for k, v in os.environ.items() if k not in (HOME_VARIABLE, DATABASE_VARIABLE)}
        done = subprocess.run(
            [sys.executable, "-m", "data_loaders", "rebuild", "--home", str(copy.path), "--json"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            check=False,
        )
        if done.returncode:
            return [f"Không dựng lại được: {done.stderr.decode('utf-8', 'replace').strip()}"]
        made = current(copy)
        if made is None or made.build_id != build_id:
            return ["Kho dựng lại mang mã khác: danh mục, quy tắc hoặc khai báo nguồn đã đổi từ lần công bố."]
        return different_tables(build_file(home, build_id), build_file(copy, build_id))


def different_tables(one: Path, other: Path) -> list[str]:
    """A sentence per core table whose rows differ between two builds."""
    with tempfile.TemporaryDirectory() as folder, closing(duckdb.connect(":memory:")) as connection:
        for name, path in (("one", one), ("other", other)):
            # A copy, because this process may be reading the build itself.
            copy = Path(folder) / f"{name}.duckdb"
            shutil.copyfile(path, copy)
            connection.execute(f"attach {_quoted(copy)} as {name} (read_only)")
        different = []
        for table in column_types():
            row = connection.execute(
                f"select count(*) from ((select * from one.core.{table} except all select * from other.core.{table})"
                f" union all (select * from other.core.{table} except all select * from one.core.{table}))"
            ).fetchone()
            if row and row[0]:
                different.append(f"Bảng {table} khác {row[0]} dòng so với kho dựng lại.")
        return different


def _quoted(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"

"""Is a home whole: do marker, database, pointer, build and received files agree, and is each readable to its end?"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import sqlalchemy as sa

from domain.program.errors import DashboardError
from domain.program.places import ROOT
from domain.wording.text import upper_first
from store.builds.parsed import column_types
from store.current.in_force import disagreeing
from store.current.pointer import build_file, current
from store.current.warehouse import fault_of, kept_builds, require_unlocked
from store.disk.home import DATABASE_VARIABLE, HOME_VARIABLE, Home
from store.disk.marker import MARKER, read_marker
from store.disk.scratch import scratch_folder
from store.disk.snapshots import sha256_of, snapshot_path
from store.disk.trouble import code_of_cause, told
from store.written.application import is_there, metadata, reading, staged_file
from store.written.audit import audit_faults
from store.written.database_copy import DATABASE, copy_of_database
from store.written.import_log import logged_imports
from store.written.instance import standing_of
from store.written.records import listed

_SCORES = {"department_score": "điểm từng đơn vị", "index": "chỉ số dự kiến", "scores": "điểm theo tiêu chí"}


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


def verify(home: Home, *, with_rebuild: bool = False, with_scores: bool = False) -> Verdict:
    """
    Check every part of *home* and compare the parts with each other: marker, database, log, pointer, builds, files.

    With *with_rebuild* everything is also made anew in a temporary folder and compared row by row, *with_scores*
    the scores and the index that come out of it too.
    """
    looks = (
        _of_database,
        _of_marker,
        _of_snapshots,
        _of_imports,
        _of_waiting_files,
        _of_pointer,
        _of_kept_builds,
        _of_audit,
    )
    problems = _problems(looks, home)
    build_id = _build_id(home)
    if with_rebuild and build_id is not None and not problems:
        problems += _problems_of_rebuild(home, build_id, with_scores=with_scores)
    return Verdict(build_id, len(snapshots(home)), problems)


def _of_audit(home: Home) -> Iterator[str]:
    """The chain of who did what."""
    yield from audit_faults(home)


def _problems(looks: Sequence[Callable[[Home], Iterator[str]]], home: Home) -> list[str]:
    """What all *looks* found, each thing once; a database that nobody can ask is waited for once."""
    found: dict[str, None] = {}
    for look in looks:
        try:
            with told():
                found |= dict.fromkeys(look(home))
        except DashboardError as problem:
            found[str(problem)] = None
            if code_of_cause(problem) in ("database_busy", "database_unreachable"):
                break
    return list(found)


def _build_id(home: Home) -> str | None:
    try:
        now = current(home)
    except DashboardError:
        return None
    return now and now.build_id


def snapshots(home: Home) -> list[Path]:
    """The received files that are kept."""
    return sorted(path for path in home.snapshots.glob("??/*") if len(path.name) == 64)


def _of_marker(home: Home) -> Iterator[str]:
    marker = read_marker(home.path)
    if marker is not None and marker.kind == "damaged":
        yield f"Tệp dấu của thư mục ({MARKER}) bị hỏng."
    standing = standing_of(home)
    if standing.kind == "closed":
        yield standing.why


def _of_snapshots(home: Home) -> Iterator[str]:
    for path in snapshots(home):
        if sha256_of(path.read_bytes()) != path.name:
            yield f"Tệp gốc {path.name[:12]}… không còn nguyên vẹn."


def _of_database(home: Home) -> Iterator[str]:
    if not is_there(home):
        return
    with reading(home) as connection:
        if connection.dialect.name == "sqlite":
            said = [str(row[0]) for row in connection.execute(sa.text("pragma integrity_check"))]
            if said != ["ok"]:
                yield f"Cơ sở dữ liệu ứng dụng bị hỏng: {said[0]}"
        for table in metadata.sorted_tables:
            for _row in connection.execute(sa.select(table)):
                pass


def _of_imports(home: Home) -> Iterator[str]:
    for one in logged_imports(home).values():
        if not snapshot_path(home, one.sha256).exists():
            yield f"Thiếu tệp gốc của lần nạp {one.import_id} ({one.file_name})."


def _of_waiting_files(home: Home) -> Iterator[str]:
    for row in listed(home, staged_file):
        path = home.path / "staging" / row["sha256"]
        if not path.exists() or sha256_of(path.read_bytes()) != row["sha256"]:
            yield f"Tệp đang chờ công bố {row['file_name']} bị mất hoặc hỏng."


def _of_pointer(home: Home) -> Iterator[str]:
    now = current(home)
    if now is None:
        return
    if is_there(home):
        for import_id in sorted(disagreeing(home, now.imports)):
            yield f"Nhật ký nạp và bản số liệu đang dùng nói khác nhau về lần nạp {import_id}."
    require_unlocked(build_file(home, now.build_id))
    fault = fault_of(build_file(home, now.build_id), now.build_id, now.imports)
    if fault:
        yield f"Kho số liệu đang dùng không nguyên vẹn: {fault}"


def _of_kept_builds(home: Home) -> Iterator[str]:
    for build_id in sorted(kept_builds(home)):
        fault = fault_of(build_file(home, build_id), build_id)
        if fault:
            yield f"Bản số liệu đã chốt {build_id} không nguyên vẹn: {fault}"


def _problems_of_rebuild(home: Home, build_id: str, *, with_scores: bool) -> list[str]:
    with scratch_folder() as folder:
        copy = Home(folder / "home")
        copy.path.mkdir()
        shutil.copyfile(home.pointer, copy.pointer)
        database = copy_of_database(home, folder)
        if database is not None:
            shutil.move(database, copy.path / DATABASE)
        for path in snapshots(home):
            target = copy.path / path.relative_to(home.path)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        if home.own_data.is_dir():
            shutil.copytree(home.own_data, copy.own_data)
        done = _asked("data_loaders", "rebuild", home=copy)
        if done.returncode:
            return [f"Không dựng lại được: {done.stderr.strip()}"]
        made = current(copy)
        if made is None or made.build_id != build_id:
            return ["Kho dựng lại mang mã khác: danh mục, quy tắc hoặc khai báo nguồn đã đổi từ lần công bố."]
        rows = different_tables(build_file(home, build_id), build_file(copy, build_id))
        return [*rows, *(different_scores(home, copy) if with_scores else ())]


def _asked(*command: str, home: Home) -> subprocess.CompletedProcess[str]:
    """What a command of a house above the store says of *home*: it is run, not imported."""
    environment = {k: v for k, v in os.environ.items() if k not in (HOME_VARIABLE, DATABASE_VARIABLE)}
    return subprocess.run(
        [sys.executable, "-X", "utf8", "-m", *command, "--home", str(home.path), "--json"],
        cwd=ROOT, env=environment, capture_output=True, check=False, encoding="utf-8", errors="replace",
    )  # fmt: skip


def different_scores(one: Home, other: Home) -> list[str]:
    """A sentence per table of scores that is not the same in two homes, or cannot be had."""
    different = []
    for metric, named in _SCORES.items():
        said = [_asked("metrics", metric, home=home) for home in (one, other)]
        failed = next((answer.stderr.strip() for answer in said if answer.returncode), None)
        if failed is not None:
            different.append(f"Không tính được {named}: {failed}")
        elif said[0].stdout != said[1].stdout:
            different.append(f"{upper_first(named)} khác so với kho dựng lại.")
    return different


def different_tables(one: Path, other: Path) -> list[str]:
    """A sentence per core table whose rows differ between two builds."""
    with scratch_folder() as folder, closing(duckdb.connect(":memory:")) as connection:
        for name, path in (("one", one), ("other", other)):
            # A copy, because this process may be reading the build itself.
            copy = folder / f"{name}.duckdb"
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

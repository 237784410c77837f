"""Which build is read, and how the next one takes its place."""

import hashlib
import os
import shutil
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import duckdb

from domain.agency.scope import Scope
from domain.program.errors import HomeDamagedError
from domain.program.places import effective_files
from store.builds.build_check import fault_in
from store.builds.build_process import REHEARSE_VARIABLE, make
from store.builds.building import AppliedCorrection, BuildJob, Change, create
from store.builds.parsed import ParsedImport
from store.builds.reader import Reader, is_of_another_schema
from store.builds.schema_text import schema_key
from store.current.in_force import note_what_happened
from store.current.pointer import Current, build_file, current, point_to
from store.current.publications import recover
from store.current.years import builds_of_years
from store.disk.durable import TEMPORARY, exclusive, may_lock_whole, replace, sync_file, temporary_beside
from store.disk.home import Home
from store.disk.trouble import told
from store.written.application import freeze, issued_report
from store.written.own_data import finish_saving
from store.written.records import listed

BUILDS_KEPT = 60
# What the reading of a file depends on; heads and calendars for instance do not change a row.
_READ_BY = (
    "sources/", "codes/departments.csv", "codes/department_groups.csv", "codes/status_words.csv", "codes/issues.csv",
    "office.toml", "reference/own_agency.csv",
)  # fmt: skip
_READERS_KEPT = 4
_STRAYS = tuple(f"{folder}{TEMPORARY}*" for folder in ("", "staging/", "snapshots/", "snapshots/*/"))
_HALF_WRITTEN_SECONDS = 3600.0
_HELD = "select import_id from core.import_file"

_open_builds: OrderedDict[str, tuple[tuple[int, int] | None, duckdb.DuckDBPyConnection]] = OrderedDict()
_opening = threading.Lock()


@dataclass(frozen=True, slots=True)
class ActiveImport:
    """
    One import that the next build shall hold.

    Attributes:
        parse_key: Hash of everything its parsing depends on now.
        tables: Kind, sheet and as-of day of each of its tables.
    """

    import_id: str
    sha256: str
    parse_key: str
    tables: tuple[tuple[str, str, date], ...]


@dataclass(frozen=True, slots=True)
class Build:
    """
    A finished build file.

    Attributes:
        caught: Corrections that the sources have caught up with, with the day.
        beside: What was current when a candidate was made; None for a build that is no candidate.
    """

    build_id: str
    path: Path
    caught: dict[str, date]
    beside: Current | None = None


@contextmanager
def writer_lock(home: Home) -> Iterator[None]:
    """Hold the right to publish in *home*, among all threads and processes; what a killed holder began is taken back."""
    with exclusive(home.lock):
        recover(home)
        note_what_happened(home)
        finish_saving(home)
        yield


def make_current(
    home: Home,
    *,
    active: Sequence[ActiveImport],
    parse: Callable[[ActiveImport], ParsedImport],
    corrections: Sequence[AppliedCorrection] = (),
    from_nothing: bool = False,
) -> Build:
    """
    Make the build of exactly *active*, in that order of loading, and make it current.

    Call it inside `writer_lock`. The build starts as a copy of the current one where that
    saves work; *parse* is asked only for imports that the copy does not hold. Until the
    very last step, the moved pointer, the earlier build stays current, whatever happens.
    """
    clear_leftovers(home, spared=build_id_of(active, corrections))
    build = prepare(
        home, home.builds, active=active, parse=parse, corrections=corrections, from_nothing=from_nothing
    )
    point_to(home, Current(build.build_id, tuple(one.import_id for one in active)))
    prune(home, named=kept_builds(home))
    return build


def kept_builds(home: Home) -> frozenset[str]:
    """Builds that a freeze, an issued report or a closed year names: they are kept as long as it is."""
    named = {row["build_id"] for table in (freeze, issued_report) for row in listed(home, table)}
    return frozenset({*named, *builds_of_years(home)} - {None})


def prepare(
    home: Home,
    folder: Path,
    *,
    active: Sequence[ActiveImport],
    parse: Callable[[ActiveImport], ParsedImport],
    corrections: Sequence[AppliedCorrection] = (),
    from_nothing: bool = False,
) -> Build:
    """Make the build of *active* as a file in *folder* and leave the pointer where it is."""
    build_id = build_id_of(active, corrections)
    target = folder / f"{build_id}.duckdb"
    ready = None if from_nothing else _existing(home, target, build_id)
    if ready is not None:
        return Build(build_id, ready, _caught(ready, build_id, corrections))
    folder.mkdir(parents=True, exist_ok=True)
    temporary = temporary_beside(target)
    try:
        held = {} if from_nothing else _base(home, temporary)
        caught = _make(temporary, build_id, active=active, parse=parse, corrections=corrections, held=held)
        replace(temporary, target)
    finally:
        _delete(temporary)
        _delete(temporary.with_name(f"{temporary.name}.wal"))
    return Build(build_id, target, caught)


def _existing(home: Home, target: Path, build_id: str) -> Path | None:
    """A finished file of that id: files get their name only when they are complete."""
    for path in (target, build_file(home, build_id)):
        if path.exists() and not fault_of(path, build_id):
            os.utime(path)
            return path
    candidate = home.candidates / target.name
    if not candidate.exists() or fault_of(candidate, build_id):
        return None
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = temporary_beside(target)
    shutil.copyfile(candidate, temporary)
    sync_file(temporary)
    replace(temporary, target)
    return target


def _base(home: Home, temporary: Path) -> dict[str, str]:
    """Copy the current build to *temporary*; return its imports with their parse keys."""
    path = _current_file(home)
    if path is None or not path.exists():
        return {}
    try:
        if is_of_older_schema(path):
            return {}
        cursor = _connection(path).cursor()
        held = dict(cursor.execute("select import_id, parse_key from core.import_file").fetchall())
    except (duckdb.Error, HomeDamagedError):
        return {}  # damaged, or of an older schema: made anew from the snapshots
    shutil.copyfile(path, temporary)
    return held


def _current_file(home: Home) -> Path | None:
    try:
        now = current(home)
    except HomeDamagedError:
        return None
    return build_file(home, now.build_id) if now else None


def _make(
    temporary: Path,
    build_id: str,
    *,
    active: Sequence[ActiveImport],
    parse: Callable[[ActiveImport], ParsedImport],
    corrections: Sequence[AppliedCorrection],
    held: dict[str, str],
) -> dict[str, date]:
    wanted = {one.import_id: one.parse_key for one in active}
    kept = {import_id for import_id, key in held.items() if wanted.get(import_id) == key}
    change = Change(
        removed=[import_id for import_id in held if import_id not in kept],
        added=_parsed([one for one in active if one.import_id not in kept], parse),
        order=[one.import_id for one in active],
    )
    return make(
        BuildJob(
            temporary, build_id, schema_key(), tuple(corrections), change, temporary.exists(),
            os.environ.get(REHEARSE_VARIABLE, ""),
        )
    )  # fmt: skip


def _parsed(
    wanted: Sequence[ActiveImport], parse: Callable[[ActiveImport], ParsedImport]
) -> list[ParsedImport]:
    """Every wanted import, read side by side: each is parsed in a process of its own."""
    with ThreadPoolExecutor(max(1, min(4, os.cpu_count() or 1))) as pool:
        # Threads know nothing of whose data count: each takes that along, copied here and not in the thread.
        started = [pool.submit(copy_context().run, parse, one) for one in wanted]
        return [one.result() for one in started]


def _caught(path: Path, build_id: str, corrections: Sequence[AppliedCorrection]) -> dict[str, date]:
    return make(BuildJob(path, build_id, schema_key(), tuple(corrections))) if corrections else {}


def build_id_of(active: Sequence[ActiveImport], corrections: Sequence[AppliedCorrection]) -> str:
    """
    Hash of everything that goes into the build of *active*; not of times, people or file names.

    The order of loading counts only among files of one kind and day, as it does for the rows.
    """
    digest = hashlib.sha256(f"{schema_key()} {data_key()}".encode())
    tables = [
        (kind, as_of.isoformat(), place, one.import_id, sheet, one.parse_key)
        for place, one in enumerate(active)
        for kind, sheet, as_of in one.tables
    ]
    for kind, as_of, _place, import_id, sheet, parse_key in sorted(tables, key=lambda t: t[:3]):
        digest.update(repr((kind, as_of, import_id, sheet, parse_key)).encode())
    for c in sorted(corrections, key=lambda c: (c.kind, c.business_key, c.column_name, c.correction_id)):
        digest.update(
            repr(
                (c.kind, c.business_key, c.column_name, c.value_found, c.value, c.as_of.isoformat())
            ).encode()
        )
    return digest.hexdigest()[:16]


def is_of_older_schema(path: Path) -> bool:
    """Tell whether the build in *path* was made by another schema than the program's own."""
    return is_of_another_schema(_connection(path).cursor())


def parse_inputs_key() -> str:
    """Hash of the declarations, codes and names that every parsing depends on."""
    return data_key(*_READ_BY)


def data_key(*parts: str) -> str:
    """Hash of the data that count for the home in effect; with *parts* of files alone whose name begins so."""
    digest = hashlib.sha256()
    for name, path in effective_files():
        if not parts or name.startswith(parts):
            digest.update(name.encode())
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]


def open_reader(home: Home, scope: Scope) -> Reader:
    """A reader of the current build of *home*; an empty home gives one over empty tables."""
    return open_current(home, current(home), scope)


def open_current(home: Home, now: Current | None, scope: Scope) -> Reader:
    """A reader of the build that was current when *now* was read, whatever has been published since."""
    if now is None:
        return Reader(_empty(), scope, None, home)
    return Reader(_connection(build_file(home, now.build_id)), scope, now.build_id, home)


def open_build(build: Build, scope: Scope, home: Home | None = None) -> Reader:
    """A reader of a build of *home* that is not (yet, or any more) current, such as a preview."""
    return Reader(_connection(build.path), scope, build.build_id, home)


def fault_of(path: Path, build_id: str, imports: Sequence[str] | None = None) -> str:
    """What is wrong with the finished build in *path*, looked through from end to end; empty when it is whole."""
    try:
        cursor = _connection(path).cursor()
        if cursor.execute("select build_id from core.build").fetchall() != [(build_id,)]:
            return "another build under this name"
        held = [name for (name,) in cursor.execute(_HELD).fetchall()]
        return fault_in(cursor, held if imports is None else imports)
    except (duckdb.Error, HomeDamagedError) as problem:
        return str(problem)


def require_unlocked(path: Path) -> None:
    """
    Refuse to judge a build while another program has it open for writing.

    Raises:
        HomeDamagedError: One has; what is in the file can change under the eyes of whoever reads it.
    """
    with suppress(duckdb.Error):
        try:
            _connection(path)
        except HomeDamagedError as problem:
            if problem.code == "build_locked":
                raise


def imports_held(path: Path) -> set[str]:
    """The imports that the build in *path* holds."""
    return {name for (name,) in _connection(path).cursor().execute(_HELD).fetchall()}


def _connection(path: Path) -> duckdb.DuckDBPyConnection:
    """
    The one connection of this process to *path*; readers take cursors of it.

    Raises:
        HomeDamagedError: The file is missing or no build.
    """
    with _opening:
        seen = _identity(path)
        was, known = _open_builds.pop(str(path), (None, None))
        if known is None or was != seen:
            known = None  # let go of first: DuckDB would give the same open file again
            with told():
                known = _open(path)
            if not _settle(known):
                return known  # somebody still reads what stood here before, and DuckDB gave us that: not to be kept
        _open_builds[str(path)] = (seen, known)
        while len(_open_builds) > _READERS_KEPT:
            # Dropped, not closed: a cursor that is still reading keeps the file open for itself.
            _open_builds.popitem(last=False)
        return known


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells a file from another that took its name."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_ino, stat.st_size


def _open(path: Path) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(
        str(path),
        read_only=True,
        config={
            "enable_external_access": "false",
            "autoinstall_known_extensions": "false",
            "autoload_known_extensions": "false",
        },
    )


@cache
def _empty() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:", config={"enable_external_access": "false"})
    create(connection)
    _settle(connection)
    return connection


def _settle(connection: duckdb.DuckDBPyConnection) -> bool:
    """Set what every reader relies on; False where that was done before: the file was open already."""
    if connection.execute("select current_setting('lock_configuration')").fetchall() == [(True,)]:
        return False
    connection.execute("set global TimeZone = 'Asia/Ho_Chi_Minh'")
    connection.execute("set lock_configuration = true")
    return True


def prune(home: Home, *, kept: int = BUILDS_KEPT, named: frozenset[str] = frozenset()) -> None:
    """Delete the oldest builds beyond *kept*, never the current one and none of *named*."""
    now = current(home)
    keep = {now.build_id if now else "", *named}
    newest_first = sorted(home.builds.glob("*.duckdb"), key=lambda path: path.stat().st_mtime, reverse=True)
    for path in newest_first[kept:]:
        if path.stem not in keep:
            _delete(path)


def clear_leftovers(home: Home, *, spared: str = "") -> None:
    """
    Delete what writers and previews that died left behind. Call it inside `writer_lock`.

    Args:
        spared: Build whose candidate stays, because it is about to be published.
    """
    for path in leftovers(home):
        if path.stem != spared:
            _delete(path)


def leftovers(home: Home) -> list[Path]:
    """Half-written files of every writer that died, and finished candidates that no process has open."""
    half = [path for folder in (home.builds, home.candidates) for path in folder.glob(f"{TEMPORARY}*")]
    strays = [path for pattern in _STRAYS for path in home.path.glob(pattern) if _is_old(path)]
    return [
        *half,
        *strays,
        *(path for path in home.candidates.glob("*.duckdb") if not _is_in_use(path)),
    ]


def _is_old(path: Path) -> bool:
    """Whether a half-written file is one that somebody died over: to write one takes moments, and needs no writer's lock."""
    with suppress(OSError):
        return time.time() - path.stat().st_mtime > _HALF_WRITTEN_SECONDS
    return False


def tidy(home: Home) -> None:
    """Clear what the processes of before left, where there is anything and this one may write."""
    if leftovers(home) and os.access(home.path, os.W_OK):
        with writer_lock(home):
            clear_leftovers(home)


def _is_in_use(path: Path) -> bool:
    """Whether this process or another one reads *path*: DuckDB holds a shared lock on every open file."""
    with _opening:
        if str(path) in _open_builds:
            return True
    try:
        with path.open("rb+") as file:
            return not may_lock_whole(file.fileno())
    except OSError:
        return True


def hold(build: Build) -> None:
    """Keep the file of *build* open, so that nobody takes it for one that a dead process left."""
    _connection(build.path)


def discard(home: Home, build: Build) -> None:
    """Delete a candidate build that will not be published; a published one is left alone."""
    if build.path.parent != home.candidates:
        return
    with _opening:
        _open_builds.pop(str(build.path), None)
    _delete(build.path)


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except PermissionError:
        return  # held open by a reader on Windows: the next pruning takes it

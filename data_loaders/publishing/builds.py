"""How do the imports that count become one build?"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from data_loaders.declared.outcome import Options
from data_loaders.extracts.child import extract_guarded
from data_loaders.intake.cell_fixes import corrected, relevant_fixes
from data_loaders.intake.known import active_imports
from data_loaders.intake.meaning import loaded_options, options_as_json, options_of_json, parse_key
from data_loaders.intake.reading import Reading
from data_loaders.intake.report import tables_read
from data_loaders.intake.to_store import to_parsed
from data_loaders.publishing.last_good import SNAPSHOT_LOST
from data_loaders.received.limits import load_limits
from domain.program.errors import HomeDamagedError, SystemFailureError, UnknownNameError
from store.builds.parsed import ParsedImport
from store.current import warehouse
from store.current.in_force import imports_in_force
from store.current.pointer import current
from store.current.warehouse import ActiveImport, Build
from store.disk.home import Home
from store.disk.snapshots import kept_content
from store.written import corrections as written
from store.written import import_log, settled
from store.written.import_log import LoggedImport, TableRead


def publish_build(
    home: Home,
    order: Sequence[str],
    logged: Mapping[str, LoggedImport],
    parsed: Mapping[str, ParsedImport] | None = None,
    *,
    from_nothing: bool = False,
) -> Build:
    """Publish the build of *order*. Call it inside the writer's lock."""
    ready = dict(parsed or {})
    while True:
        in_force = written.corrections_in_force(home)
        wanted = [_wanted(logged[import_id], in_force) for import_id in order]
        try:
            build = warehouse.make_current(
                home,
                active=wanted,
                parse=_parser(home, logged, in_force, ready),
                corrections=written.applied(in_force),
                from_nothing=from_nothing,
            )
        except _MeansSomethingElseError as found:
            # Codes or declarations changed since it was loaded: what it says now counts and is written down.
            write_reparse(home, found.logged, found.tables)
            logged = import_log.logged_imports(home)
            continue
        written.retire(home, build.caught)
        return build


class _MeansSomethingElseError(Exception):
    """A file read again gives other tables than when it was loaded."""

    def __init__(self, logged: LoggedImport, tables: tuple[TableRead, ...]) -> None:
        super().__init__(logged.import_id)
        self.logged, self.tables = logged, tables


def write_reparse(
    home: Home,
    one: LoggedImport,
    tables: tuple[TableRead, ...],
    options: Options | None = None,
    person: str = "",
    publication: int | None = None,
) -> None:
    """Write down what a loaded file says now that codes, declarations or settled words have changed."""
    import_log.write_event(
        home,
        "reparse",
        import_id=one.import_id,
        sha256=one.sha256,
        file_name=one.file_name,
        options=one.options if options is None else options_as_json(options),
        tables=tables,
        person=person or one.loaded_by,
        publication=publication,
    )


def _wanted(one: LoggedImport, in_force: Sequence[Mapping[str, Any]]) -> ActiveImport:
    fixes = relevant_fixes(one.sha256, one.tables, in_force)
    return ActiveImport(
        import_id=one.import_id,
        sha256=one.sha256,
        parse_key=parse_key(options_of_json(one.options), fixes),
        tables=tuple((t.kind, t.sheet, t.as_of) for t in one.tables if t.as_of),
    )


def _parser(
    home: Home,
    logged: Mapping[str, LoggedImport],
    in_force: Sequence[Mapping[str, Any]],
    ready: dict[str, ParsedImport],
) -> Callable[[ActiveImport], ParsedImport]:
    """What gives the store an import it does not hold: just read, or read again from its bytes."""

    def parse(one: ActiveImport) -> ParsedImport:
        known = ready.get(one.import_id)
        if known is None or known.parse_key != one.parse_key:
            known = _read_again(home, logged[one.import_id], in_force)
            ready[one.import_id] = known
        return known

    return parse


def _read_again(home: Home, one: LoggedImport, in_force: Sequence[Mapping[str, Any]]) -> ParsedImport:
    content, options = _bytes_of(home, one), loaded_options(one.options)
    extract = extract_guarded(content, file_name=one.file_name, options=options, limits=load_limits())
    raw = tables_read(extract)
    if extract.choice is not None:
        raise SystemFailureError(
            "Tệp đã nạp nay không đọc được như trước vì danh mục hoặc khai báo nguồn đã đổi",
            where=one.file_name,
            remedy="Gỡ lần nạp này rồi nạp lại tệp.",
        )
    if raw != one.tables:
        raise _MeansSomethingElseError(one, raw)
    found = corrected(content, one.file_name, options, extract, raw, in_force)
    return to_parsed(one.import_id, one.sha256, parse_key(options, found.fixes), found.extract, found.cells)


def _bytes_of(home: Home, one: LoggedImport) -> bytes:
    try:
        return kept_content(home, one.sha256)
    except (UnknownNameError, SystemFailureError) as problem:
        raise HomeDamagedError(
            SNAPSHOT_LOST, "Tệp gốc của một lần nạp bị mất hoặc hỏng", where=f"{one.import_id}, {one.file_name}",
            remedy="Khôi phục từ bản sao lưu.",
        ) from problem  # fmt: skip


def read_with_aliases(
    home: Home, aliases: Mapping[str, str], *, leaving: Collection[str] = ()
) -> list[tuple[LoggedImport, LoggedImport]]:
    """
    Active imports that say something else once *aliases* count too: as they are known, and as they would be.

    Those *leaving* the numbers are not asked.
    """
    every = {**settled.aliases(home), **aliases}
    read = []
    for import_id, one in active_imports(home).items():
        if import_id in leaving:
            continue
        is_stale = any(every.get(text) != code for text, code in one.options["aliases"].items())
        if is_stale or any(table.rejected_rows for table in one.tables):
            options = replace(loaded_options(one.options), aliases=every)
            extract = extract_guarded(
                _bytes_of(home, one), file_name=one.file_name, options=options, limits=load_limits()
            )
            if extract.used_aliases != one.options["aliases"]:
                said = options_as_json(replace(options, aliases=extract.used_aliases))
                read.append((one, replace(one, options=said, tables=tables_read(extract))))
    return read


def candidate(home: Home, readings: Sequence[Reading]) -> Build:
    """Make the build that publishing *readings* would give, beside the current one; the pointer stays."""
    waiting = [number for one in readings for number in one.received.fixes]
    aliases = {text: code for one in readings for text, code in one.received.options.aliases.items()}
    in_force = written.corrections_in_force(home, waiting=waiting)
    with warehouse.writer_lock(home):
        logged = import_log.logged_imports(home)
        if aliases:
            logged |= {after.import_id: after for _, after in read_with_aliases(home, aliases)}
        fresh = {one.parsed.import_id: one.parsed for one in readings if one.parsed is not None}
        added = [
            ActiveImport(
                one.parsed.import_id,
                one.parsed.sha256,
                one.parsed.parse_key,
                tuple((table.kind, table.sheet, table.as_of) for table in one.parsed.tables),
            )
            for one in readings
            if one.parsed is not None
        ]
        build = _candidate_of(home, logged, in_force, added, fresh)
        warehouse.hold(build)
        return replace(build, beside=current(home))


def _candidate_of(
    home: Home,
    logged: dict[str, LoggedImport],
    in_force: Sequence[Mapping[str, Any]],
    added: Sequence[ActiveImport],
    fresh: Mapping[str, ParsedImport],
) -> Build:
    """The candidate; a file that says something else by the codes in effect counts so, and nothing is written down."""
    while True:
        active = [_wanted(logged[import_id], in_force) for import_id in active_imports(home)]
        try:
            return warehouse.prepare(
                home,
                home.candidates,
                active=[*active, *added],
                parse=_parser(home, logged, in_force, dict(fresh)),
                corrections=written.applied(in_force),
            )
        except _MeansSomethingElseError as found:
            one = found.logged
            logged = {**logged, one.import_id: replace(one, tables=found.tables)}


def republish(home: Home, *, from_nothing: bool = False) -> str | None:
    """Publish the current imports again; None while nothing was ever published. Call it inside the writer's lock."""
    active = active_imports(home)
    if not active and imports_in_force(home) is None:
        return None
    logged = import_log.logged_imports(home)
    return publish_build(home, list(active), logged, from_nothing=from_nothing).build_id

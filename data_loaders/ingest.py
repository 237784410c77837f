"""How a received file becomes part of the numbers, and how it leaves them again."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from data_loaders.cell_fixes import relevant_fixes, with_fixes
from data_loaders.child import extract_guarded
from data_loaders.limits import load_limits
from data_loaders.outcome import Extract, ExtractedTable, Options
from data_loaders.refusals import refused
from data_loaders.report import (
    FileReport,
    choice_report,
    in_order,
    issue_report,
    issues_of,
    refusal_report,
    table_report,
)
from data_loaders.set_faults import set_faults
from data_loaders.to_store import to_parsed
from data_loaders.unmatched import unknown_dossiers
from data_loaders.unmatched_criteria import unknown_criteria
from domain.departments import all_codes
from domain.errors import RefusedFileError, StoppedError, SystemFailureError, UnknownNameError
from domain.formats import moment as moment_vi
from domain.issues import Issue
from domain.scope import Scope
from store import corrections as written
from store import import_log, settled, warehouse
from store.application import now, refusal_log
from store.failures import write_failure
from store.home import Home
from store.import_log import LoggedImport
from store.parsed import ParsedImport
from store.pointer import current
from store.records import add
from store.snapshots import keep, received, sha256_of
from store.warehouse import ActiveImport, Build, open_reader

_OFFICE = Scope(all_codes(), is_whole_office=True)

# Rows of these kinds name what another file has to hold.
_REFERRING = {"apologies", "indicator_scores", "indicator_set"}

# Each file is read in a process of its own; more at once than processors gains nothing.
_READERS = max(1, min(4, os.cpu_count() or 1))


@dataclass(frozen=True, slots=True)
class Received:
    """
    One file as it came in.

    Attributes:
        file: Path or name as given; its last part is the file name.
        options: What the sender settled; empty fields are found out.
    """

    file: str
    content: bytes
    options: Options = field(default_factory=Options)

    @property
    def file_name(self) -> str:
        """The name without its folders."""
        return self.file.replace("\\", "/").rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Prepared:
    """
    One file read but not published.

    Attributes:
        report: The verdict.
        extract: What the parser found; None where the file was refused or already known.
        options: Everything that was settled when it was read, remembered words included.
        raw_tables: The tables as reported, with the keys rejected before any correction.
        parsed: Ready for a build; None unless the file can be loaded.
    """

    received: Received
    report: FileReport
    extract: Extract | None = None
    options: Options = field(default_factory=Options)
    raw_tables: list[dict[str, Any]] = field(default_factory=list)
    parsed: ParsedImport | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What one publish did.

    Attributes:
        build_id: The build that is current now; None while nothing was ever published.
    """

    build_id: str | None
    files: tuple[FileReport, ...]


# ---------------------------------------------------------------- reading, storing nothing


def check(home: Home, files: Iterable[Received]) -> Outcome:
    """Read *files* and report, storing nothing."""
    prepared = prepare_all(home, files)
    now_current = current(home)
    return Outcome(now_current and now_current.build_id, tuple(one.report for one in prepared))


def prepare_all(
    home: Home,
    files: Iterable[Received],
    *,
    on_ready: Callable[[Prepared], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> list[Prepared]:
    """
    Read *files* side by side, in the order given; *on_ready* hears of each as it is done.

    Raises:
        StoppedError: *should_stop* said so; nothing was stored.
    """

    def read(one: Received) -> Prepared:
        prepared = prepare(home, one, should_stop=should_stop)
        if on_ready is not None:
            on_ready(prepared)
        return prepared

    with ThreadPoolExecutor(_READERS) as pool:
        prepared = list(pool.map(read, files))
    together = [one.extract for one in prepared if one.extract is not None]
    return [_with_unmatched(home, one, together) for one in prepared]


def _with_unmatched(home: Home, one: Prepared, together: Sequence[Extract]) -> Prepared:
    """Say which dossiers and criteria are in no list; it depends on the other files, so it is never stored."""
    if not one.report.is_in or not {table["kind"] for table in one.report.tables} & _REFERRING:
        return one
    known = one.report.import_id
    extract = one.extract or (extract_of(home, known) if known else None)
    if extract is None:
        return one
    remarks = (unknown_dossiers, unknown_criteria, set_faults)
    found = [issue_report(issue) for remark in remarks for issue in remark(home, extract, together)]
    return replace(one, report=replace(one.report, issues=[*one.report.issues, *found])) if found else one


def prepare(home: Home, one: Received, *, should_stop: Callable[[], bool] | None = None) -> Prepared:
    """Read one file; whatever is wrong with it is in the report and never raised."""
    digest = sha256_of(one.content)
    known = None if _is_explicit(one.options) else _active_of(home, digest)
    if known is not None:
        return Prepared(one, already_loaded(home, one.file, known))
    options = _remembered(home, one.options)
    try:
        extract = extract_guarded(
            one.content,
            file_name=one.file_name,
            options=options,
            limits=load_limits(),
            should_stop=should_stop,
        )
        return _prepared(home, one, digest, options, extract)
    except RefusedFileError as problem:
        return Prepared(one, _refused(one, digest, problem))
    except (StoppedError, SystemFailureError):
        raise
    except MemoryError:
        return Prepared(one, _refused(one, digest, refused("out_of_memory", load_limits())))
    except OSError as problem:  # the disk or the store, and not the file
        number = write_failure(home, f"reading {one.file_name} ({digest})")
        raise SystemFailureError(
            f"Máy chưa đọc được tệp vì lỗi hệ thống số {number}",
            where=one.file_name,
            remedy="Thử lại sau ít phút; vẫn lỗi thì báo số này cho quản trị.",
        ) from problem
    except Exception:
        number = write_failure(home, f"reading {one.file_name} ({digest})")
        return Prepared(
            one, _refused(one, digest, refused("corrupted", where=f"lỗi số {number} trong nhật ký"))
        )


def _prepared(home: Home, one: Received, digest: str, options: Options, extract: Extract) -> Prepared:
    if extract.choice is not None:
        return Prepared(one, _needs_choice(one, digest, extract), extract, options)
    if not extract.tables:
        raise refused("unrecognised_layout")
    # What the file does not hold must not tell two equal builds apart.
    options = replace(options, aliases=extract.used_aliases)
    raw_tables = [table_report(table) for table in extract.tables]
    import_id = import_id_of(digest, extract.tables)
    fixes = relevant_fixes(digest, raw_tables, written.corrections_in_force(home))
    final, fixed = with_fixes(one.content, one.file_name, digest, options, extract, fixes)
    parsed = to_parsed(import_id, digest, parse_key(options, fixes), final, fixed)
    known = _active(home).get(import_id)
    report = replace(
        _report(one, digest, final),
        import_id=import_id,
        status="already_loaded" if known else "loadable",
        note=_loaded_before(known) if known else "",
    )
    return Prepared(one, report, final, options, raw_tables, parsed)


def _is_explicit(options: Options) -> bool:
    return any((options.kind, options.as_of, options.sheet, options.headings, options.date_orders))


def _remembered(home: Home, options: Options) -> Options:
    """*options* with the headings and spellings that were settled earlier; the new ones win."""
    return replace(
        options,
        headings={**settled.headings(home, options.kind), **options.headings},
        aliases={**settled.aliases(home), **options.aliases},
    )


def _report(one: Received, digest: str, extract: Extract) -> FileReport:
    return FileReport(
        file=one.file,
        status="refused",
        sha256=digest,
        tables=[table_report(table) for table in extract.tables],
        sheets_skipped=[{"sheet": sheet, "why": why} for sheet, why in extract.sheets_skipped],
        issues=[issue_report(issue) for issue in issues_of(extract)],
    )


def _needs_choice(one: Received, digest: str, extract: Extract) -> FileReport:
    assert extract.choice is not None
    return replace(_report(one, digest, extract), status="needs_choice", choice=choice_report(extract.choice))


def _refused(one: Received, digest: str, problem: RefusedFileError) -> FileReport:
    return FileReport(file=one.file, status="refused", sha256=digest, refusal=refusal_report(problem))


def already_loaded(home: Home, file: str, known: LoggedImport) -> FileReport:
    """The verdict on bytes that are active: when they were loaded, and what is still wrong in them."""
    return FileReport(
        file=file,
        status="already_loaded",
        sha256=known.sha256,
        import_id=known.import_id,
        tables=known.tables,
        sheets_skipped=_sheets_skipped_in_build(home, known),
        issues=_issues_in_build(home, known),
        note=_loaded_before(known),
    )


def _loaded_before(known: LoggedImport) -> str:
    return f"Tệp này đã nạp lúc {moment_vi(known.loaded_at)}; không có gì thay đổi."


def _issues_in_build(home: Home, known: LoggedImport) -> list[dict[str, Any]]:
    rows = open_reader(home, _OFFICE).records(
        "select * from scoped.import_issue where import_id = $import_id", import_id=known.import_id
    )
    issues = [
        Issue(
            code=row["code"],
            sheet=row["sheet"],
            row=row["source_row"],
            column=row["column_heading"],
            value=row["value"],
            letter=row["column_letter"],
            level=row["severity"],
        )
        for row in rows
    ]
    return [issue_report(issue) for issue in in_order(issues, [table["sheet"] for table in known.tables])]


def _sheets_skipped_in_build(home: Home, known: LoggedImport) -> list[dict[str, str]]:
    return open_reader(home, _OFFICE).records(
        "select sheet, why from scoped.skipped_sheet where import_id = $import_id order by place",
        import_id=known.import_id,
    )


def import_id_of(digest: str, tables: Sequence[ExtractedTable]) -> str:
    """First 12 hex digits of a hash of the bytes and of how they were understood."""
    meaning = [
        (
            table.kind,
            table.sheet,
            table.as_of and table.as_of.isoformat(),
            sorted((name, match.letter) for name, match in table.columns.items()),
        )
        for table in tables
    ]
    return hashlib.sha256(json.dumps([digest, meaning]).encode()).hexdigest()[:12]


# ---------------------------------------------------------------- what the parsing depended on


def parse_key(options: Options, fixes: Sequence[Mapping[str, Any]]) -> str:
    """
    Hash of everything that the rows of one import depend on besides its id.

    The id already says how the file was understood: kinds, sheets, days and columns.
    """
    cells = sorted(
        (
            one["kind"],
            one["business_key"] or "",
            one["sheet"] or "",
            one["source_row"] or 0,
            one["column_name"],
            one["value_text"] or "",
        )
        for one in fixes
    )
    said = options_as_json(options)
    inputs = [warehouse.parse_inputs_key(), said["aliases"], said["date_orders"], cells]
    return hashlib.sha256(json.dumps(inputs, sort_keys=True).encode()).hexdigest()[:16]


def options_as_json(options: Options) -> dict[str, Any]:
    """*options* as the log keeps them; cell fixes are derived from corrections every time."""
    return {
        "kind": options.kind,
        "as_of": options.as_of and options.as_of.isoformat(),
        "sheet": options.sheet,
        "headings": dict(options.headings),
        "aliases": dict(options.aliases),
        "date_orders": [
            [kind, column, order] for (kind, column), order in sorted(options.date_orders.items())
        ],
    }


def options_of_json(said: Mapping[str, Any]) -> Options:
    """The options that `options_as_json` wrote."""
    return Options(
        kind=said["kind"],
        as_of=date.fromisoformat(said["as_of"]) if said["as_of"] else None,
        sheet=said["sheet"],
        headings=said["headings"],
        aliases=said["aliases"],
        date_orders={(kind, column): order for kind, column, order in said["date_orders"]},
    )


def extract_of(home: Home, import_id: str) -> Extract:
    """What a loaded file says now, corrections included: the rows still rejected are in it."""
    one = import_log.logged_imports(home)[import_id]
    content, options = received(home, one.sha256), options_of_json(one.options)
    extract = extract_guarded(content, file_name=one.file_name, options=options, limits=load_limits())
    fixes = relevant_fixes(
        one.sha256, [table_report(table) for table in extract.tables], written.corrections_in_force(home)
    )
    return with_fixes(content, one.file_name, one.sha256, options, extract, fixes)[0]


# ---------------------------------------------------------------- publishing


def load(home: Home, files: Iterable[Received], *, person: str) -> Outcome:
    """Read *files* and publish those that can be, all in one new build; the others stop nobody."""
    received_now = list(files)
    for one in received_now:
        # Kept before anything reads them; what is larger than we receive is not received.
        if len(one.content) <= load_limits().received_bytes:
            keep(home, one.content)
    return publish(home, prepare_all(home, received_now), person=person)


def publish(home: Home, prepared: Sequence[Prepared], *, person: str) -> Outcome:
    """Publish what *prepared* holds, in the order given; what was loaded meanwhile is already loaded."""
    with warehouse.writer_lock(home):
        active = _active(home)
        fresh: dict[str, Prepared] = {}
        reports = []
        for one in prepared:
            if (
                one.parsed is not None
                and one.parsed.import_id not in active
                and one.parsed.import_id not in fresh
            ):
                fresh[one.parsed.import_id] = one
            reports.append(_verdict(one, active, fresh))
        if fresh:
            _publish_fresh(home, active, fresh, person)
    for one in reports:
        if one.status == "refused":
            _log_refusal(home, one, person)
    now_current = current(home)
    return Outcome(now_current and now_current.build_id, tuple(reports))


def _verdict(one: Prepared, active: Mapping[str, LoggedImport], fresh: Mapping[str, Prepared]) -> FileReport:
    if one.parsed is None:
        return one.report
    import_id = one.parsed.import_id
    if import_id in active:
        return replace(one.report, status="already_loaded", note=_loaded_before(active[import_id]))
    if fresh[import_id] is one:
        return replace(one.report, status="loaded")
    return replace(
        one.report, status="already_loaded", note="Tệp này trùng với một tệp khác trong cùng lần nạp."
    )


def _publish_fresh(
    home: Home, active: Mapping[str, LoggedImport], fresh: Mapping[str, Prepared], person: str
) -> None:
    moment = now()
    numbers = []
    for import_id, one in fresh.items():
        keep(home, one.received.content)
        numbers.append(
            import_log.write_event(
                home,
                "load",
                import_id=import_id,
                sha256=one.report.sha256 or "",
                file_name=one.received.file_name,
                options=options_as_json(one.options),
                tables=one.raw_tables,
                person=person,
                moment=moment,
            )
        )
    logged = import_log.logged_imports(home)
    parsed = {import_id: one.parsed for import_id, one in fresh.items() if one.parsed}
    build = _build(home, [*active, *fresh], logged, parsed)
    import_log.mark_published(home, numbers, build.build_id)


def candidate(home: Home, prepared: Sequence[Prepared]) -> Build:
    """Make the build that publishing *prepared* would give, beside the current one; the pointer stays."""
    in_force = written.corrections_in_force(home)
    with warehouse.writer_lock(home):
        logged = import_log.logged_imports(home)
        active = [_wanted(logged[import_id], in_force) for import_id in _active(home)]
        fresh = {one.parsed.import_id: one.parsed for one in prepared if one.parsed is not None}
        added = [
            ActiveImport(
                one.parsed.import_id,
                one.parsed.sha256,
                one.parsed.parse_key,
                tuple((table.kind, table.sheet, table.as_of) for table in one.parsed.tables),
            )
            for one in prepared
            if one.parsed is not None
        ]
        return warehouse.prepare(
            home,
            home.candidates,
            active=[*active, *added],
            parse=_parser(home, logged, in_force, dict(fresh)),
            corrections=written.applied(in_force),
        )


def _log_refusal(home: Home, report: FileReport, person: str) -> None:
    assert report.refusal is not None
    add(
        home,
        refusal_log,
        sha256=report.sha256 or "",
        file_name=report.file,
        code=report.refusal["code"],
        message=report.refusal["message"],
        received_at=now(),
        received_by=person,
    )


def _build(
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
            build = warehouse.publish(
                home,
                active=wanted,
                parse=_parser(home, logged, in_force, ready),
                corrections=written.applied(in_force),
                from_nothing=from_nothing,
            )
        except _MeansSomethingElseError as found:
            # Codes or declarations changed since it was loaded: what it says now counts and is written down.
            _write_reparse(home, found.logged, found.tables)
            logged = import_log.logged_imports(home)
            continue
        written.retire(home, build.caught)
        return build


class _MeansSomethingElseError(Exception):
    """A file read again gives other tables than when it was loaded."""

    def __init__(self, logged: LoggedImport, tables: list[dict[str, Any]]) -> None:
        super().__init__(logged.import_id)
        self.logged, self.tables = logged, tables


def _write_reparse(
    home: Home,
    one: LoggedImport,
    tables: list[dict[str, Any]],
    options: Options | None = None,
    person: str = "",
) -> None:
    import_log.write_event(
        home,
        "reparse",
        import_id=one.import_id,
        sha256=one.sha256,
        file_name=one.file_name,
        options=one.options if options is None else options_as_json(options),
        tables=tables,
        person=person or one.loaded_by,
    )


def _wanted(one: LoggedImport, in_force: Sequence[Mapping[str, Any]]) -> ActiveImport:
    fixes = relevant_fixes(one.sha256, one.tables, in_force)
    return ActiveImport(
        import_id=one.import_id,
        sha256=one.sha256,
        parse_key=parse_key(options_of_json(one.options), fixes),
        tables=tuple((t["kind"], t["sheet"], date.fromisoformat(t["as_of"])) for t in one.tables),
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
    content, options = received(home, one.sha256), options_of_json(one.options)
    extract = extract_guarded(content, file_name=one.file_name, options=options, limits=load_limits())
    raw = [table_report(table) for table in extract.tables]
    if extract.choice is not None:
        raise SystemFailureError(
            "Tệp đã nạp nay không đọc được như trước vì danh mục hoặc khai báo nguồn đã đổi",
            where=one.file_name,
            remedy="Gỡ lần nạp này rồi nạp lại tệp.",
        )
    if raw != one.tables:
        raise _MeansSomethingElseError(one, raw)
    fixes = relevant_fixes(one.sha256, raw, in_force)
    final, fixed = with_fixes(content, one.file_name, one.sha256, options, extract, fixes)
    return to_parsed(one.import_id, one.sha256, parse_key(options, fixes), final, fixed)


# ---------------------------------------------------------------- undo, redo, rebuild, list


def undo(home: Home, prefix: str, *, person: str) -> str | None:
    """
    Take the import whose id begins with *prefix* out of the numbers; return the build that is current then.

    Raises:
        UnknownNameError: No import, or more than one, begins so.
    """
    return _switch(home, prefix, person=person, to_active=False)


def redo(home: Home, prefix: str, *, person: str) -> str | None:
    """Put an undone import back in its old place; everything is as it was before the undo."""
    return _switch(home, prefix, person=person, to_active=True)


def _switch(home: Home, prefix: str, *, person: str, to_active: bool) -> str | None:
    with warehouse.writer_lock(home):
        logged = import_log.logged_imports(home)
        one = logged[_matching(logged, prefix)]
        now_current = current(home)
        chosen = set(now_current.imports if now_current else ())
        if (one.import_id in chosen) == to_active:
            return now_current and now_current.build_id
        chosen ^= {one.import_id}
        number = import_log.write_event(
            home,
            "redo" if to_active else "undo",
            import_id=one.import_id,
            sha256=one.sha256,
            file_name=one.file_name,
            options=one.options,
            tables=one.tables,
            person=person,
        )
        build = _build(home, [import_id for import_id in logged if import_id in chosen], logged)
        import_log.mark_published(home, [number], build.build_id)
        return build.build_id


def _matching(logged: Mapping[str, LoggedImport], prefix: str) -> str:
    matches = [import_id for import_id in logged if prefix and import_id.startswith(prefix)]
    if len(matches) != 1:
        what = "Không có lần nạp nào mang mã này" if not matches else "Nhiều lần nạp có mã bắt đầu như vậy"
        raise UnknownNameError(what, where=prefix, remedy="Xem mã bằng lệnh list.")
    return matches[0]


def rebuild(home: Home) -> str | None:
    """Make the current build anew from the stored bytes; equal inputs give the same id and rows."""
    with warehouse.writer_lock(home):
        return _republish(home, from_nothing=True)


def refresh(home: Home) -> str | None:
    """Publish again after corrections, codes, rules or the schema changed; cheap where nothing did."""
    with warehouse.writer_lock(home):
        return _republish(home)


def _republish(home: Home, *, from_nothing: bool = False) -> str | None:
    now_current = current(home)
    if now_current is None:
        return None
    logged = import_log.logged_imports(home)
    return _build(home, list(now_current.imports), logged, from_nothing=from_nothing).build_id


def settle_department(home: Home, text: str, department_code: str, *, person: str) -> str | None:
    """Settle what *text* means, and read again every active import that has rows it could not take."""
    settled.settle_alias(home, text, department_code, person=person)
    with warehouse.writer_lock(home):
        for one in _active(home).values():
            if any(table["rejected_rows"] for table in one.tables):
                _read_with_aliases(home, one, settled.aliases(home), person)
        return _republish(home)


def _read_with_aliases(home: Home, one: LoggedImport, aliases: Mapping[str, str], person: str) -> None:
    options = replace(options_of_json(one.options), aliases=aliases)
    extract = extract_guarded(
        received(home, one.sha256), file_name=one.file_name, options=options, limits=load_limits()
    )
    if extract.used_aliases != one.options["aliases"]:
        raw = [table_report(table) for table in extract.tables]
        _write_reparse(home, one, raw, replace(options, aliases=extract.used_aliases), person)


def imports(home: Home) -> list[dict[str, Any]]:
    """Every import ever loaded, newest last, with whether it is in the current build."""
    now_current = current(home)
    chosen = set(now_current.imports if now_current else ())
    return [
        {
            "import_id": one.import_id,
            "file": one.file_name,
            "sha256": one.sha256,
            "kinds": one.kinds,
            "as_of": max((table["as_of"] for table in one.tables), default=None),
            "loaded_at": one.loaded_at.isoformat(),
            "by": one.loaded_by,
            "state": "active" if one.import_id in chosen else "undone",
        }
        for one in import_log.logged_imports(home).values()
    ]


def _active(home: Home) -> dict[str, LoggedImport]:
    """Imports of the current build in order of loading."""
    now_current = current(home)
    if now_current is None:
        return {}
    logged = import_log.logged_imports(home)
    return {import_id: logged[import_id] for import_id in now_current.imports}


def _active_of(home: Home, digest: str) -> LoggedImport | None:
    return next((one for one in _active(home).values() if one.sha256 == digest), None)

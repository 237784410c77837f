"""How does a received file become part of the numbers, and how does it leave them again?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from data_loaders.declared.data_files import refuse_faulty_files
from data_loaders.intake.known import active_imports, loaded_before
from data_loaders.intake.meaning import loaded_options, options_as_json
from data_loaders.intake.reading import Prepared, Received, prepare_all
from data_loaders.intake.report import (
    FileReport,
    table_report,
)
from data_loaders.publishing.builds import publish_build, republish, write_reparse
from data_loaders.publishing.effect import held_back, wait_where_uncertain
from data_loaders.received.limits import load_limits
from data_loaders.sense.child import extract_guarded
from domain.errors import UnknownNameError
from store import import_log, settled, warehouse
from store.application import now, refusal_log
from store.home import Home
from store.import_log import LoggedImport
from store.in_force import imports_in_force
from store.pointer import current
from store.records import add
from store.snapshots import keep, received


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What one publish did.

    Attributes:
        build_id: The build that is current now; None while nothing was ever published.
    """

    build_id: str | None
    files: tuple[FileReport, ...]


def check(home: Home, files: Iterable[Received]) -> Outcome:
    """Read *files* and report, storing nothing."""
    prepared = prepare_all(home, files)
    now_current = current(home)
    return Outcome(now_current and now_current.build_id, tuple(one.report for one in prepared))


def load(
    home: Home,
    files: Iterable[Received],
    *,
    person: str,
    accept_effect: bool = False,
    only_certain: bool = False,
) -> Outcome:
    """
    Read *files* and publish those that can be, all in one new build; the others stop nobody.

    A file whose effect is out of the ordinary waits, unless *accept_effect*; with *only_certain* one
    that was read by resemblance waits too.
    """
    received_now = list(files)
    for one in received_now:
        # Kept before anything reads them; what is larger than we receive is not received.
        if len(one.content) <= load_limits().received_bytes:
            keep(home, one.content)
    ready = prepare_all(home, received_now)
    if only_certain:
        ready = [wait_where_uncertain(one) for one in ready]
    with held_back(home, ready, accepted=accept_effect) as prepared:
        return publish(home, prepared, person=person)


def publish(home: Home, prepared: Sequence[Prepared], *, person: str) -> Outcome:
    """
    Publish what *prepared* holds, in the order given; what was loaded meanwhile is already loaded.

    Raises:
        FaultyFileError: A file of rules or of a kind of source is not in order; nothing is published.
    """
    refuse_faulty_files()
    with warehouse.writer_lock(home):
        active = active_imports(home)
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
        return replace(one.report, status="already_loaded", note=loaded_before(active[import_id]))
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
    build = publish_build(home, [*active, *fresh], logged, parsed)
    import_log.mark_published(home, numbers, build.build_id)


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
        chosen = set(imports_in_force(home) or ())
        if (one.import_id in chosen) == to_active:
            now_current = current(home)
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
        build = publish_build(home, [import_id for import_id in logged if import_id in chosen], logged)
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
        return republish(home, from_nothing=True)


def refresh(home: Home) -> str | None:
    """Publish again after corrections, codes, rules or the schema changed; cheap where nothing did."""
    with warehouse.writer_lock(home):
        return republish(home)


def settle_department(home: Home, text: str, department_code: str, *, person: str) -> str | None:
    """Settle what *text* means, and read again every active import that has rows it could not take."""
    settled.settle_alias(home, text, department_code, person=person)
    with warehouse.writer_lock(home):
        for one in active_imports(home).values():
            if any(table["rejected_rows"] for table in one.tables):
                _read_with_aliases(home, one, settled.aliases(home), person)
        return republish(home)


def _read_with_aliases(home: Home, one: LoggedImport, aliases: Mapping[str, str], person: str) -> None:
    options = replace(loaded_options(one.options), aliases=aliases)
    extract = extract_guarded(
        received(home, one.sha256), file_name=one.file_name, options=options, limits=load_limits()
    )
    if extract.used_aliases != one.options["aliases"]:
        raw = [table_report(table) for table in extract.tables]
        write_reparse(home, one, raw, replace(options, aliases=extract.used_aliases), person)


def imports(home: Home) -> list[dict[str, Any]]:
    """Every import ever loaded, newest last, with whether it is in the current build."""
    chosen = set(imports_in_force(home) or ())
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

"""How does a received file become part of the numbers, and how does it leave them again?"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal

from data_loaders.declared.data_files import refuse_faulty_files
from data_loaders.intake.known import active_imports, loaded_before
from data_loaders.intake.meaning import loaded_options, options_as_json
from data_loaders.intake.reading import Reading, Received, read_together
from data_loaders.intake.report import (
    FileReport,
)
from data_loaders.publishing.builds import publish_build, read_with_aliases, republish, write_reparse
from data_loaders.publishing.effect import held_back, wait_where_uncertain
from data_loaders.publishing.last_good import offered
from data_loaders.received.limits import load_limits
from domain.agency.scope import Viewer
from domain.program.errors import DashboardError, HomeDamagedError, UnknownNameError
from domain.wording.text import fold
from store.current import publications, warehouse
from store.current.in_force import imports_in_force
from store.current.pointer import current
from store.current.publications import ACTIVE, REDOING, UNDOING, UNDONE
from store.current.settlements import Settlement
from store.disk.failures import told_failure
from store.disk.home import Home
from store.disk.snapshots import keep
from store.written import import_log
from store.written.application import now
from store.written.audit import recorded
from store.written.import_log import LoggedImport

NOTHING_SETTLED = Settlement()


@dataclass(frozen=True, slots=True)
class Outcome:
    """
    What one publish did.

    Attributes:
        build_id: The build that is current now; None while nothing was ever published.
        publication: What one undo takes back; None where nothing was published.
    """

    build_id: str | None
    files: tuple[FileReport, ...]
    publication: int | None = None


def check(home: Home, files: Iterable[Received], *, accept_effect: bool = False) -> Outcome:
    """Read *files* and report what `load` would say of each, its effect too, storing nothing."""
    readings = read_together(home, files)
    now_current = current(home)
    reports = tuple(one.report for one in _looked_at(home, readings, accept_effect))
    return Outcome(now_current and now_current.build_id, reports)


def _looked_at(home: Home, readings: Sequence[Reading], accept_effect: bool) -> list[Reading]:
    """*readings* with those waiting that `load` would hold; where the effect cannot be made out it is said beside each."""
    try:
        with held_back(home, readings, accepted=accept_effect) as looked:
            return looked
    except (DashboardError, OSError) as problem:
        words = f"Chưa tính được ảnh hưởng đến số liệu: {told_failure(home, 'data_loaders', problem)}"
        return [
            replace(one, report=replace(one.report, note=words)) if one.report.status == "loadable" else one
            for one in readings
        ]


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
    readings = read_together(home, received_now)
    if only_certain:
        readings = [wait_where_uncertain(one) for one in readings]
    with held_back(home, readings, accepted=accept_effect) as looked_at:
        return publish(home, looked_at, person=person)


def publish(
    home: Home, readings: Sequence[Reading], *, person: str, settlement: Settlement = NOTHING_SETTLED
) -> Outcome:
    """
    Publish what *readings* holds, in the order given; what was loaded meanwhile is already loaded.

    Args:
        settlement: What was settled about these files; it counts from now on, and goes with one undo.

    Raises:
        BuildFailedError: The numbers could not be put together; nothing of this counts.
        FaultyFileError: A file of rules or of a kind of source is not in order; nothing is published.
    """
    refuse_faulty_files()
    with warehouse.writer_lock(home):
        active = active_imports(home)
        fresh: dict[str, Reading] = {}
        reports = []
        for one in readings:
            if (
                one.parsed is not None
                and one.parsed.import_id not in active
                and one.parsed.import_id not in fresh
            ):
                fresh[one.parsed.import_id] = one
            reports.append(_verdict(one, active, fresh))
        number = None
        if fresh:
            number = _publish_together(home, active, fresh, settlement, person)
    for one in reports:
        if one.status == "refused":
            _log_refusal(home, one, person)
    now_current = current(home)
    return Outcome(now_current and now_current.build_id, tuple(reports), number)


def _verdict(
    reading: Reading, active: Mapping[str, LoggedImport], fresh: Mapping[str, Reading]
) -> FileReport:
    if reading.parsed is None:
        return reading.report
    import_id = reading.parsed.import_id
    if import_id in active:
        return replace(reading.report, status="already_loaded", note=loaded_before(active[import_id]))
    if fresh[import_id] is reading:
        return replace(reading.report, status="loaded")
    return replace(
        reading.report, status="already_loaded", note="Tệp này trùng với một tệp khác trong cùng lần nạp."
    )


def _publish_together(
    home: Home,
    active: Mapping[str, LoggedImport],
    fresh: Mapping[str, Reading],
    settlement: Settlement,
    person: str,
) -> int:
    """One publication: the files, what was settled with them, and the build of it all, or nothing of it."""
    moment = now()
    with _begun(home, settlement, person, moment) as number:
        events = [_write_load(home, one, person, moment, number) for one in fresh.values()]
        parsed = {import_id: one.parsed for import_id, one in fresh.items() if one.parsed}
        build = publish_build(home, [*active, *fresh], import_log.logged_imports(home), parsed)
    import_log.mark_published(home, events, build.build_id)
    publications.finish(home, number, build.build_id)
    return number


@contextmanager
def _begun(
    home: Home, settlement: Settlement, person: str, moment: datetime, *, stands_on: str | None = None
) -> Iterator[int]:
    """Within: the build of a publication under this number, *settlement* in force; nothing of it where that fails."""
    number = publications.begin(home, person=person, moment=moment, stands_on=stands_on)
    try:
        publications.put_in_force(home, number, settlement, person=person, moment=moment)
        if settlement.aliases:
            _write_reparses(home, person, number)
        yield number
    except BaseException:
        publications.recover(home)
        raise


def _write_load(home: Home, reading: Reading, person: str, moment: datetime, publication: int) -> int:
    assert reading.parsed is not None
    keep(home, reading.received.content)
    return import_log.write_event(
        home,
        "load",
        import_id=reading.parsed.import_id,
        sha256=reading.report.sha256 or "",
        file_name=reading.received.file_name,
        options=options_as_json(reading.options),
        tables=reading.raw_tables,
        person=person,
        moment=moment,
        publication=publication,
    )


def _write_reparses(
    home: Home, person: str, publication: int | None = None, *, leaving: Collection[str] = ()
) -> None:
    """Write down what active imports, but for those *leaving*, say now that other spellings are settled."""
    for before, after in read_with_aliases(home, {}, leaving=leaving):
        write_reparse(home, before, after.tables, loaded_options(after.options), person, publication)


def _log_refusal(home: Home, report: FileReport, person: str) -> None:
    assert report.refusal is not None
    import_log.write_refusal(
        home,
        sha256=report.sha256 or "",
        file_name=report.file,
        code=report.refusal.code,
        message=report.refusal.message,
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
        number = import_log.write_switch(home, "redo" if to_active else "undo", one, person)
        build = publish_build(home, [import_id for import_id in logged if import_id in chosen], logged)
        import_log.mark_published(home, [number], build.build_id)
        return build.build_id


def _matching(logged: Mapping[str, LoggedImport], prefix: str) -> str:
    matches = [import_id for import_id in logged if prefix and import_id.startswith(prefix)]
    if len(matches) != 1:
        what = import_log.NO_SUCH_IMPORT if not matches else "Nhiều lần nạp có mã bắt đầu như vậy"
        raise UnknownNameError(what, where=prefix, remedy="Xem mã bằng lệnh list.")
    return matches[0]


def undo_publication(home: Home, number: int, *, person: str) -> str | None:
    """
    Take a whole publication out again: its files, its corrections, the words settled with it.

    Every figure is then what it would be had the publication never been. What was settled with it and is out already
    is left as it is: two windows may ask for the same undo.

    Raises:
        UnknownNameError: There is no such publication.
    """
    with warehouse.writer_lock(home):
        mine = _own_imports(home, number)
        with _switching(home, number, UNDOING, person):
            publications.note_out_already(home, number, {*mine} - {*(imports_in_force(home) or ())})
            _write_reparses(home, person, leaving=mine)
            return _publish_switched(home, "undo", mine, person)


def redo_publication(home: Home, number: int, *, person: str) -> str | None:
    """
    Put an undone publication back, with all that belonged to it; everything is as it was before the undo.

    What was typed anew since then stands over what comes back; a file that was out already before the undo stays out.
    """
    with warehouse.writer_lock(home):
        mine = _coming_back(home, number)
        with _switching(home, number, REDOING, person):
            _write_reparses(home, person)
            return _publish_switched(home, "redo", mine, person)


@contextmanager
def _switching(home: Home, number: int, state: Literal["undoing", "redoing"], person: str) -> Iterator[None]:
    """Within: one undo or redo of a publication, which happens as a whole or not at all."""
    from_state, switch = (
        (ACTIVE, publications.take_back) if state == UNDOING else (UNDONE, publications.put_back)
    )
    if publications.publication_numbered(home, number).state != from_state:
        yield
        return
    try:
        switch(home, number, state=state, person=person)
        yield
    except BaseException:
        publications.recover(home)
        raise
    publications.finish_switch(home, number)


def _own_imports(home: Home, number: int) -> list[str]:
    """Imports that came with the publication and were not loaded anew with a later one."""
    publications.publication_numbered(home, number)
    logged = import_log.logged_imports(home)
    mine = publications.imports_of(home, number)
    return [one for one in mine if one in logged and logged[one].publication == number]


def _coming_back(home: Home, number: int) -> list[str]:
    """Its imports that its undo took out; all of its own where they went out one by one."""
    mine = _own_imports(home, number)
    if publications.publication_numbered(home, number).state != UNDONE:
        return [] if {*mine} & {*(imports_in_force(home) or ())} else mine
    out_already = publications.out_already(home, number)
    return [one for one in mine if one not in out_already]


def _publish_switched(
    home: Home, event: Literal["undo", "redo"], mine: Sequence[str], person: str
) -> str | None:
    now_current = current(home)
    chosen = set(now_current.imports if now_current else ())
    wanted = chosen - set(mine) if event == "undo" else chosen | set(mine)
    logged = import_log.logged_imports(home)
    events = [
        import_log.write_switch(home, event, logged[one], person)
        for one in mine
        if (one in wanted) != (one in chosen)
    ]
    build = publish_build(home, [import_id for import_id in logged if import_id in wanted], logged)
    import_log.mark_published(home, events, build.build_id)
    return build.build_id


def rebuild(home: Home) -> str | None:
    """
    Make the current build anew from the stored bytes; equal inputs give the same id and rows.

    Raises:
        HomeDamagedError: Received files are lost; it names what can be used meanwhile.
    """
    with warehouse.writer_lock(home):
        try:
            return republish(home, from_nothing=True)
        except HomeDamagedError as problem:
            raise offered(home, problem) from problem


def refresh(home: Home) -> str | None:
    """Publish again after corrections, codes, rules or the schema changed; cheap where nothing did."""
    with warehouse.writer_lock(home):
        return republish(home)


def settle_department(home: Home, text: str, department_code: str, *, person: str) -> str | None:
    """
    Settle what *text* means, and read again every active import that has rows it could not take.

    Raises:
        BuildFailedError: The numbers could not be put together; the name means what it meant before.
    """
    settlement = Settlement(aliases={fold(text): (text, department_code)})
    with warehouse.writer_lock(home):
        pointed = current(home)
        with _begun(home, settlement, person, now(), stands_on=pointed and pointed.build_id) as number:
            build_id = republish(home)
        _finish_word(home, number, build_id, person)
        return build_id


def _finish_word(home: Home, number: int, build_id: str | None, person: str) -> None:
    """The build with the one spelling that was settled alone is current; the audit says what stood there before."""
    (word,) = publications.publication_numbered(home, number).changes["aliases"]
    before, after = (_spelling(word[name]) for name in ("before", "after"))
    thing = {"object_kind": "alias", "object_id": word["key"]["folded"]}
    with recorded(home, person, "alias_settled", before=before, after=after, **thing):
        publications.finish(home, number, build_id)


def _spelling(said: Mapping[str, Any] | None) -> dict[str, Any] | None:
    return None if said is None else {name: said[name] for name in ("text_seen", "department_code")}


def imports(home: Home, viewer: Viewer) -> list[dict[str, Any]]:
    """Every import ever loaded, newest last, with whether it is in the current build; for those who may import."""
    viewer.require("import")
    chosen = set(imports_in_force(home) or ())
    return [
        {
            "import_id": one.import_id,
            "file": one.file_name,
            "sha256": one.sha256,
            "kinds": one.kinds,
            "as_of": max((table.as_of for table in one.tables if table.as_of), default=None),
            "loaded_at": one.loaded_at,
            "by": one.loaded_by,
            "state": "active" if one.import_id in chosen else "undone",
        }
        for one in import_log.logged_imports(home).values()
    ]

"""How a file goes from received to published in steps that a person takes, each of them kept."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from data_loaders.declared.declarations import kind_named
from data_loaders.declared.outcome import Options
from data_loaders.intake.meaning import options_as_json, options_of_json
from data_loaders.intake.reading import Reading, Received, read_received, with_remarks
from data_loaders.publishing import ingest
from data_loaders.publishing.effect import load_effects
from data_loaders.publishing.ingest import Outcome
from data_loaders.publishing.last_good import LastGood, last_good, take_last_good
from data_loaders.publishing.preview import Preview, preview
from data_loaders.publishing.watch import WATCHER
from data_loaders.received.limits import load_limits
from data_loaders.received.refusals import refused
from desk import corrections
from desk.corrections import CellFix
from domain.agency.scope import Viewer
from domain.program.errors import DashboardError, UnknownNameError
from domain.wording.text import file_name_of, fold, fold_words
from store.current.in_force import imports_in_force
from store.current.settlements import Settlement
from store.current.warehouse import Build, data_key, discard
from store.disk.home import Home
from store.written import corrections as written
from store.written import settled, staging


@dataclass(frozen=True, slots=True)
class StagedFile:
    """
    One received file that waits.

    Attributes:
        options: What was settled about it so far.
        corrections: Numbers of the corrections made while it waits; they go when it is cancelled.
    """

    number: int
    file_name: str
    sha256: str
    size: int
    staged_at: datetime
    options: Options
    corrections: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _AsRead:
    """What a waiting file said when it was read, and what stood then of all that a reading depends on."""

    staged: StagedFile
    stood: tuple[Any, ...]
    reading: Reading


# By home and number: one reading of each file that waits, so that none is read twice for the same answer.
_as_read: dict[tuple[Path, int], _AsRead] = {}


def receive(home: Home, viewer: Viewer, file_name: str, content: bytes) -> int:
    """
    Keep a received file until it is published or cancelled; return its number.

    Raises:
        RefusedFileError: It is larger than what we receive.
    """
    viewer.require("import")
    limits, name = load_limits(), file_name_of(file_name)
    if len(content) > limits.received_bytes:
        raise refused("too_large", limits, where=name)
    return staging.put(
        home,
        person=viewer.account,
        file_name=name,
        content=content,
        options=options_as_json(Options()),
    )


def staged_files(home: Home, viewer: Viewer) -> list[StagedFile]:
    """The viewer's waiting files in the order received."""
    viewer.require("import")
    return [
        StagedFile(
            number=row["id"],
            file_name=row["file_name"],
            sha256=row["sha256"],
            size=row["size"],
            staged_at=row["staged_at"],
            options=options_of_json(row["options"]),
            corrections=tuple(row["corrections"]),
        )
        for row in staging.waiting(home, viewer.account)
    ]


def waiting_from_folder(home: Home, viewer: Viewer) -> list[str]:
    """Names of the files that the watched folder brought and that somebody has to look at first."""
    viewer.require("import")
    return [row["file_name"] for row in staging.waiting(home, WATCHER)]


def take_up(home: Home, viewer: Viewer) -> int:
    """Put the files of the watched folder among the viewer's waiting ones; return how many."""
    viewer.require("import")
    rows = staging.waiting(home, WATCHER)
    for row in rows:
        content = staging.content_of(home, row["sha256"])
        staging.put(
            home, person=viewer.account, file_name=row["file_name"], content=content, options=row["options"]
        )
        staging.take_away(home, row["id"], person=WATCHER)
    return len(rows)


def content_of(home: Home, viewer: Viewer, staged: StagedFile) -> bytes:
    """The bytes as received."""
    viewer.require("import")
    return staging.content_of(home, staged.sha256)


def read_staged(
    home: Home, viewer: Viewer, staged: StagedFile, *, should_stop: Callable[[], bool] | None = None
) -> Reading:
    """
    Read a waiting file as it is settled now; whatever is wrong is in the report.

    Raises:
        StoppedError: *should_stop* said so, also in the middle of the file; nothing was kept.
    """
    stood, content = _standing(home), content_of(home, viewer, staged)
    received = Received(staged.file_name, content, staged.options, staged.corrections)
    reading = read_received(home, received, should_stop=should_stop)
    _as_read[home.path, staged.number] = _AsRead(staged, stood, reading)
    return reading


def known_readings(home: Home, viewer: Viewer, files: Sequence[StagedFile]) -> dict[int, Reading]:
    """What those of *files* say that were read since anything changed that their reading depends on, by their number."""
    viewer.require("import")
    stands = _standing(home)
    last = [known for one in files if (known := _as_read.get((home.path, one.number)))]
    return {
        known.staged.number: known.reading
        for known in last
        if known.stood == stands and known.staged in files
    }


def _standing(home: Home) -> tuple[Any, ...]:
    """All that a reading depends on beside the waiting file: rules, files in force, corrections, spellings, headings."""
    fixes = [(row["id"], row["state"]) for row in written.all_corrections(home)]
    settled_words = settled.aliases(home), settled.headings(home)
    return data_key(), imports_in_force(home), fixes, settled_words


def beside_each_other(home: Home, viewer: Viewer, readings: Sequence[Reading]) -> list[Reading]:
    """*readings* with the remarks that depend on the other waiting files and on what is published."""
    viewer.require("import")
    return with_remarks(home, readings)


def settle(home: Home, viewer: Viewer, staged: StagedFile, **options: Any) -> None:
    """Settle parts of how a waiting file is read: ``kind``, ``as_of``, ``sheet``, ``headings``, ``date_orders``, ``aliases``."""
    viewer.require("import")
    for name in ("headings", "date_orders", "aliases"):
        if name in options:
            options[name] = {**getattr(staged.options, name), **options[name]}
    said = options_as_json(replace(staged.options, **options))
    staging.set_options(home, staged.number, options=said)


def heading_key(text: str) -> str:
    """The form in which a heading is confirmed."""
    return fold_words(text)


def fix_cells(
    home: Home,
    viewer: Viewer,
    staged: StagedFile,
    fixes: Sequence[CellFix],
    *,
    reason: str,
) -> int:
    """Correct cells of a waiting file; return how many. They count once it is published and go when it is cancelled."""
    viewer.require("correct")
    known = known_readings(home, viewer, [staged]).get(staged.number)
    reading = known or read_staged(home, viewer, staged)
    if reading.extract is None:
        raise UnknownNameError("Tệp này không có ô nào để sửa", where=staged.file_name)
    before = staged.corrections
    made = corrections.write_fixes(
        home, viewer, staged.sha256, reading.extract, fixes, reason=reason, waits_with=before
    )
    staging.set_corrections(home, staged.number, corrections=before + tuple(made))
    return len(fixes)


def settle_department(home: Home, viewer: Viewer, text: str, department_code: str) -> None:
    """From now on *text* means that department, in every published file."""
    viewer.require("correct")
    ingest.settle_department(home, text, department_code, person=viewer.account)


def settle_unit(home: Home, viewer: Viewer, text: str, department_code: str) -> None:
    """In all waiting files of the viewer *text* means that department; in the published ones once they are published."""
    viewer.require("correct")
    for staged in staged_files(home, viewer):
        settle(home, viewer, staged, aliases={fold(text): department_code})


def cancel(home: Home, viewer: Viewer, staged: StagedFile) -> None:
    """Forget a waiting file with the corrections that were made for it."""
    viewer.require("import")
    for number in staged.corrections:
        written.end_correction(home, number, person=viewer.account)
    _take_away(home, viewer, staged)


def _take_away(home: Home, viewer: Viewer, staged: StagedFile) -> None:
    """It waits no longer, so what it said need not be known any more."""
    staging.take_away(home, staged.number, person=viewer.account)
    _as_read.pop((home.path, staged.number), None)


def effect(home: Home, viewer: Viewer, readings: Sequence[Reading]) -> Preview | None:
    """What publishing *readings* would change; None where none of them can be loaded."""
    viewer.require("import")
    return preview(home, readings)


def out_of_the_ordinary(
    home: Home, viewer: Viewer, readings: Sequence[Reading], seen: Preview
) -> tuple[list[str], bool]:
    """
    What of the effect of *readings* has to be looked at, in sentences that name the file, and whether it may pass at all.

    The candidate in *seen* stays; what is made beside it goes.
    """
    viewer.require("import")
    made: list[Build] = []
    effects = load_effects(home, readings, made=made)
    for build in made:
        if build.path != seen.build.path:
            discard(home, build)
    names = {one.parsed.import_id: one.received.file_name for one in readings if one.parsed}
    said = [f"{names[key]}: {words}" for key, one in effects.items() for words in one.sentences()]
    return said, not any(one.impossible for one in effects.values())


def publish(home: Home, viewer: Viewer, files: Sequence[tuple[StagedFile, Reading]]) -> Outcome:
    """
    Publish all *files* in one build with everything settled about them, and empty the list.

    Raises:
        DashboardError: What one of them says cannot be true, whoever has looked at it; nothing is published.
    """
    viewer.require("import")
    impossible = load_effects(home, [reading for _, reading in files], only_impossible=True)
    for one in impossible.values():
        raise DashboardError(one.sentences()[0], remedy="Sửa tệp rồi nạp lại.")
    outcome = ingest.publish(
        home, [reading for _, reading in files], person=viewer.account, settlement=_settlement(files)
    )
    for staged, _ in files:
        _take_away(home, viewer, staged)
    return outcome


def _settlement(files: Sequence[tuple[StagedFile, Reading]]) -> Settlement:
    """What was settled about those of *files* that go in: corrections, names of departments, confirmed headings."""
    going_in = [(staged, reading) for staged, reading in files if reading.report.is_in]
    return Settlement(
        fixes=tuple(number for staged, _ in going_in for number in staged.corrections),
        aliases={
            text: (text, code) for staged, _ in going_in for text, code in staged.options.aliases.items()
        },
        headings={
            (kind, heading): (heading, column)
            for staged, reading in going_in
            for kind, heading, column in _confirmed(staged, reading)
        },
    )


def _confirmed(staged: StagedFile, reading: Reading) -> Iterator[tuple[str, str, str]]:
    """Headings are remembered per kind, once somebody has published with them."""
    for kind in sorted({table.kind for table in reading.tables}):
        known = {"", *kind_named(kind).columns}
        for heading, column in staged.options.headings.items():
            if column in known:
                yield kind, fold_words(heading), column


def last_good_build(home: Home, viewer: Viewer) -> LastGood | None:
    """The newest build that is whole, where the one in use is not and received files are lost."""
    viewer.require("import")
    return last_good(home)


def take_last_good_build(home: Home, viewer: Viewer) -> LastGood:
    """Use the newest build that is whole; what it does not have is written down as taken out."""
    viewer.require("import")
    return take_last_good(home, person=viewer.account)


def rebuild(home: Home, viewer: Viewer) -> None:
    """Make the current build anew from the stored bytes, where the one that is there cannot be used."""
    viewer.require("import")
    ingest.rebuild(home)

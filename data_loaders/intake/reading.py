"""What does a received file say, before anything of it is published?"""

import os
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, field, replace

from data_loaders.declared.outcome import Choice, Extract, ExtractedTable, Options
from data_loaders.extracts.child import extract_guarded
from data_loaders.intake.cell_fixes import corrected
from data_loaders.intake.known import active_imports, active_of, already_loaded, loaded_before
from data_loaders.intake.meaning import import_id_of, loaded_options, parse_key
from data_loaders.intake.near_keys import near_loaded_keys
from data_loaders.intake.no_rows import refusal_without_rows
from data_loaders.intake.report import FileReport, tables_read
from data_loaders.intake.scores_fit import doubtful_scores
from data_loaders.intake.set_faults import set_faults
from data_loaders.intake.to_store import to_parsed
from data_loaders.intake.unmatched import unknown_dossiers
from data_loaders.intake.unmatched_criteria import unknown_criteria
from data_loaders.received.limits import load_limits
from data_loaders.received.refusals import refused
from domain.program.errors import RefusedFileError, StoppedError, SystemFailureError
from domain.wording.text import file_name_of
from store.builds.parsed import ParsedImport
from store.disk.failures import write_failure
from store.disk.home import Home
from store.disk.snapshots import kept_content, sha256_of
from store.written import corrections as written
from store.written import import_log, settled
from store.written.import_log import TableRead

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
        fixes: Numbers of corrections that wait for this file's publication.
    """

    file: str
    content: bytes
    options: Options = field(default_factory=Options)
    fixes: tuple[int, ...] = ()

    @property
    def file_name(self) -> str:
        """The name as it is kept and shown."""
        return file_name_of(self.file)


@dataclass(frozen=True, slots=True)
class Reading:
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
    raw_tables: tuple[TableRead, ...] = ()
    parsed: ParsedImport | None = None

    @property
    def tables(self) -> Sequence[ExtractedTable]:
        """The tables that the parser found; none where it was not asked or found none."""
        return self.extract.tables if self.extract else ()

    def waiting_for(self, choice: Choice) -> "Reading":
        """The same, with a question to answer before it can be loaded."""
        report = replace(self.report, status="needs_choice", import_id=None, choice=choice)
        return replace(self, report=report, parsed=None)


def read_together(
    home: Home,
    files: Iterable[Received],
    *,
    on_ready: Callable[[Reading], None] | None = None,
    should_stop: Callable[[], bool] | None = None,
) -> list[Reading]:
    """
    Read *files* side by side, in the order given; *on_ready* hears of each as it is done.

    Raises:
        StoppedError: *should_stop* said so; nothing was stored.
    """

    def read(received: Received) -> Reading:
        reading = _read(home, received, should_stop)
        if on_ready is not None:
            on_ready(reading)
        return reading

    with ThreadPoolExecutor(_READERS) as pool:
        # Threads know nothing of whose data count: each takes that along, copied here and not in the thread.
        started = [pool.submit(copy_context().run, read, one) for one in files]
        readings = [one.result() for one in started]
    together = [one.extract for one in readings if one.extract is not None]
    return with_remarks(home, [_with_doubts(home, one, together) for one in readings])


def with_remarks(home: Home, readings: Sequence[Reading]) -> list[Reading]:
    """*readings* with what can only be said of each beside the others and the numbers in force."""
    together = [one.extract for one in readings if one.extract is not None]
    return [_with_unmatched(home, one, together) for one in readings]


def _with_doubts(home: Home, reading: Reading, together: Sequence[Extract]) -> Reading:
    """Ask about scores of criteria that no set knows, unless somebody has said what they are."""
    if reading.report.status != "loadable" or reading.extract is None or reading.options.kind:
        return reading
    asked = doubtful_scores(home, reading.extract, together)
    if asked is None:
        return reading
    return reading.waiting_for(asked)


def _with_unmatched(home: Home, reading: Reading, together: Sequence[Extract]) -> Reading:
    """Say what depends on the other files, and is therefore never stored: dossiers and criteria in no list, near keys."""
    if not reading.report.is_in:
        return reading
    known = reading.report.import_id
    is_referring = bool({table.kind for table in reading.report.tables} & _REFERRING)
    extract = reading.extract or (extract_of(home, known) if known and is_referring else None)
    if extract is None:
        return reading
    remarks = (unknown_dossiers, unknown_criteria, set_faults) if is_referring else ()
    found = [issue for remark in remarks for issue in remark(home, extract, together)]
    found += near_loaded_keys(home, extract)
    return (
        replace(reading, report=replace(reading.report, issues=[*reading.report.issues, *found]))
        if found
        else reading
    )


def read_received(
    home: Home, received: Received, *, should_stop: Callable[[], bool] | None = None
) -> Reading:
    """Read one file by itself, for `with_remarks` later; whatever is wrong with it is in the report and never raised."""
    return _with_doubts(home, _read(home, received, should_stop), ())


def _read(home: Home, received: Received, should_stop: Callable[[], bool] | None) -> Reading:
    sha256 = sha256_of(received.content)
    known = None if _is_explicit(received.options) else active_of(home, sha256)
    if known is not None:
        return Reading(received, already_loaded(home, received.file, known))
    options = _remembered(home, received.options)
    try:
        extract = extract_guarded(
            received.content,
            file_name=received.file_name,
            options=options,
            limits=load_limits(),
            should_stop=should_stop,
        )
        return _understood(home, received, sha256, options, extract)
    except RefusedFileError as problem:
        return Reading(received, _refused(received, sha256, problem))
    except (StoppedError, SystemFailureError):
        raise
    except MemoryError:
        return Reading(received, _refused(received, sha256, refused("out_of_memory", load_limits())))
    except OSError as problem:  # the disk or the store, and not the file
        number = write_failure(home, f"reading {sha256}")
        raise SystemFailureError(
            f"Máy chưa đọc được tệp vì lỗi hệ thống số {number}",
            where=received.file_name,
            remedy="Thử lại sau ít phút; vẫn lỗi thì báo số này cho quản trị.",
        ) from problem
    except Exception:
        number = write_failure(home, f"reading {sha256}")
        return Reading(
            received, _refused(received, sha256, refused("corrupted", where=f"lỗi số {number} trong nhật ký"))
        )


def _understood(home: Home, received: Received, sha256: str, options: Options, extract: Extract) -> Reading:
    if extract.choice is not None:
        return Reading(received, _needs_choice(received, sha256, extract), extract, options)
    if not extract.tables:
        raise refused("unrecognised_layout")
    # What the file does not hold must not tell two equal builds apart.
    options = replace(options, aliases=extract.used_aliases)
    raw_tables = tables_read(extract)
    import_id = import_id_of(sha256, extract.tables)
    in_force = written.corrections_in_force(home, waiting=received.fixes)
    found = corrected(received.content, received.file_name, options, extract, raw_tables, in_force)
    final = found.extract
    report = _report(received, sha256, final, raw_tables if final is extract else tables_read(final))
    if refusal := refusal_without_rows(final):
        return Reading(received, replace(report, refusal=refusal), final, options, raw_tables)
    parsed = to_parsed(import_id, sha256, parse_key(options, found.fixes), final, found.cells)
    known = active_imports(home).get(import_id)
    report = replace(
        report,
        import_id=import_id,
        status="already_loaded" if known else "loadable",
        note=loaded_before(known) if known else "",
    )
    return Reading(received, report, final, options, raw_tables, parsed)


def _is_explicit(options: Options) -> bool:
    return any((options.kind, options.as_of, options.sheet, options.headings, options.date_orders))


def _remembered(home: Home, options: Options) -> Options:
    """*options* with the headings and spellings that were settled earlier; the new ones win."""
    return replace(
        options,
        headings={**settled.headings(home, options.kind), **options.headings},
        aliases={**settled.aliases(home), **options.aliases},
    )


def _report(received: Received, sha256: str, extract: Extract, tables: tuple[TableRead, ...]) -> FileReport:
    return FileReport(
        file=received.file,
        status="refused",
        sha256=sha256,
        tables=tables,
        sheets_skipped=extract.sheets_skipped,
        issues=extract.every_issue(),
    )


def _needs_choice(received: Received, sha256: str, extract: Extract) -> FileReport:
    report = _report(received, sha256, extract, tables_read(extract))
    return replace(report, status="needs_choice", choice=extract.choice)


def _refused(received: Received, sha256: str, problem: RefusedFileError) -> FileReport:
    return FileReport(file=received.file, status="refused", sha256=sha256, refusal=problem.refusal)


def extract_of(home: Home, import_id: str) -> Extract:
    """What a loaded file says now, corrections included: the rows still rejected are in it."""
    one = import_log.logged_imports(home)[import_id]
    content, options = kept_content(home, one.sha256), loaded_options(one.options)
    extract = extract_guarded(content, file_name=one.file_name, options=options, limits=load_limits())
    in_force = written.corrections_in_force(home)
    return corrected(content, one.file_name, options, extract, tables_read(extract), in_force).extract

"""What do the published files still ask of Văn phòng: units nobody knows, headings to confirm, rows not taken?"""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from data_loaders.declared.outcome import Extract
from data_loaders.intake import reading
from desk.import_history import PastImport, past_imports
from domain.agency.scope import Viewer
from domain.wording.text import fold_words
from store.builds.reader import Reader
from store.disk.home import Home
from store.written import settled

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class UnknownUnit:
    """A spelling that means no department yet, and how many rows wait for it."""

    text: str
    rows: int
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FuzzyHeading:
    """A heading that was read as *column* because it nearly says so."""

    kind: str
    heading: str
    column: str


def unknown_units(reader: Reader, viewer: Viewer) -> list[UnknownUnit]:
    """Spellings of departments that no file could be read with, the most frequent first."""
    viewer.require("import")
    return unread_units(reader)


def unread_units(reader: Reader) -> list[UnknownUnit]:
    """What `unknown_units` lists of the rows that *reader* may see."""
    rows = reader.rows(_HERE / "unknown_units.sql")
    texts = list(dict.fromkeys(row["value"] for row in rows))
    return [
        UnknownUnit(
            text,
            sum(row["n"] for row in rows if row["value"] == text),
            tuple(row["kind"] for row in rows if row["value"] == text and row["kind"]),
        )
        for text in texts
    ]


def fuzzy_headings(home: Home, viewer: Viewer, reader: Reader) -> list[FuzzyHeading]:
    """Headings of published files that only resemble a known one and that nobody has confirmed."""
    viewer.require("import")
    tables = reader.rows(_HERE / "table_columns.sql")
    found = {
        FuzzyHeading(table["kind"], match["heading"], column)
        for table in tables
        for column, match in json.loads(table["columns_json"]).items()
        if match["match"] == "fuzzy"
    }
    confirmed = {kind: settled.headings(home, kind) for kind in {one.kind for one in found}}
    return sorted(
        (one for one in found if fold_words(one.heading) not in confirmed[one.kind]),
        key=lambda one: (one.kind, one.heading),
    )


def confirm_heading(home: Home, viewer: Viewer, one: FuzzyHeading) -> None:
    """From now on the heading means that column, without a question."""
    viewer.require("correct")
    settled.settle_heading(home, one.kind, one.heading, one.column, person=viewer.account)


def files_with_rejected_rows(home: Home, viewer: Viewer, reader: Reader) -> list[PastImport]:
    """Published files of which rows are not taken even with the corrections made since, the newest first."""
    viewer.require("import")
    rows = reader.rows(_HERE / "rejected_rows.sql")
    left = {row["import_id"]: row["n"] for row in rows}
    return [
        replace(one, rejected_rows=left[one.import_id])
        for one in past_imports(home, viewer)
        if left.get(one.import_id)
    ]


def extract_of(home: Home, viewer: Viewer, import_id: str) -> Extract:
    """What a published file says now, corrections included."""
    viewer.require("import")
    return reading.extract_of(home, import_id)

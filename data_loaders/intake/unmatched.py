"""Which rows of an apology register speak of a dossier that no dossier list has?"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from data_loaders.declared.outcome import Extract, ExtractedTable
from domain.agency.scope import whole_office
from domain.said.issues import Issue
from store.current.warehouse import open_reader
from store.disk.home import Home

_KNOWN = Path(__file__).with_name("known_dossiers.sql")


def unknown_dossiers(home: Home, extract: Extract, together: Iterable[Extract]) -> list[Issue]:
    """
    A remark on each register row of *extract* whose dossier is in no list, published or received *together*.

    While there is no list of dossiers at all nothing can be said about any of them.
    """
    registers = [table for table in extract.tables if table.kind == "apologies"]
    if not registers:
        return []
    known = _published(home).union(*(_codes(table) for one in together for table in one.tables))
    return [issue for table in registers for issue in _missing(table, known)] if known else []


def _published(home: Home) -> set[str]:
    rows = open_reader(home, whole_office()).rows(_KNOWN)
    return {row["dossier_code"] for row in rows}


def _codes(table: ExtractedTable) -> set[str]:
    """The codes of a dossier list, those of its rejected rows too: they exist."""
    if table.kind != "dossiers":
        return set()
    rejected = {row.business_key for row in table.rejected if row.business_key}
    return {code for code in table.frame.get("dossier_code", []) if code} | rejected


def _missing(table: ExtractedTable, known: set[str]) -> Iterator[Issue]:
    match = table.columns["dossier_code"]
    codes = table.frame.get("dossier_code", [])
    for row, code in zip(table.frame["source_row"], codes, strict=True):
        if code and code not in known:
            heading = match.leaf or match.heading
            yield Issue("dossier_not_found", table.sheet, row, heading, code, match.letter)

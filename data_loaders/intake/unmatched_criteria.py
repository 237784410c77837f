"""Which rows of a score sheet or of an amendment speak of a criterion that no indicator set has?"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from data_loaders.declared.outcome import Extract, ExtractedTable
from domain.agency.scope import whole_office
from domain.program.places import INDICATOR_SETS, effective, kept
from domain.said.issues import Issue
from store.current.warehouse import open_reader
from store.disk.home import Home

_PUBLISHED = Path(__file__).with_suffix(".sql")

_SET, _SCORES = "indicator_set", "indicator_scores"

Clause = Mapping[str, Any]


def unknown_criteria(home: Home, extract: Extract, together: Iterable[Extract]) -> list[Issue]:
    """
    A remark on each scored or amended criterion of *extract* that is in no set, published or received *together*.

    A score sheet is held against loaded base sets only, for it may follow a set that was not loaded;
    an amendment without one against the sets that come with the product.
    """
    asked = [table for table in extract.tables if table.kind == _SCORES or _is_amendment(table)]
    if not asked:
        return []
    clauses = [*_published(home), *(c for one in together for table in one.tables for c in _clauses(table))]
    base = {c["code"] for c in clauses if not (c["action"] or c["amends"])}
    added = {c["code"] for c in clauses if c["action"] == "add"}
    return [issue for table in asked for issue in _missing(table, base, added)]


def _published(home: Home) -> list[Clause]:
    return list(open_reader(home, whole_office()).rows(_PUBLISHED))


def _clauses(table: ExtractedTable) -> Iterator[Clause]:
    """The clauses of a set as stored; nothing for other tables."""
    if table.kind == _SET:
        codes = table.frame.get("code", [])
        blank = [None] * len(codes)
        columns = (codes, table.frame.get("action") or blank, table.frame.get("amends") or blank)
        for code, action, amends in zip(*columns, strict=True):
            yield {"code": code, "action": action, "amends": amends}


def _is_amendment(table: ExtractedTable) -> bool:
    return any(clause["action"] or clause["amends"] for clause in _clauses(table))


@kept(INDICATOR_SETS)
def _shipped() -> frozenset[str]:
    files = sorted(effective(INDICATOR_SETS).glob("*/criteria.csv"))
    texts = (StringIO(file.read_text(encoding="utf-8-sig"), newline="") for file in files)
    return frozenset(row["code"] for text in texts for row in csv.DictReader(text))


def _missing(table: ExtractedTable, base: set[str], added: set[str]) -> Iterator[Issue]:
    is_score = table.kind == _SCORES
    known = base | added if base else frozenset() if is_score else _shipped() | added
    match = table.columns.get("code")
    if not known or match is None:
        return
    for row, code in zip(table.frame["source_row"], table.frame["code"], strict=True):
        if code and code not in known:
            yield Issue(
                "unknown_criterion", table.sheet, row, match.leaf or match.heading, code, match.letter
            )

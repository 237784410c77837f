"""Are groups of units, pages without headings and values one column off read in the lists of every kind?"""

from typing import Any

import pytest

from data_loaders.declared.outcome import Extract, Options
from data_loaders.extracts.extract import extract
from data_loaders.received.limits import Limits
from data_loaders.received.sheets import read_workbook
from tests.sources import workbooks
from tests.sources.all_done import KINDS, UNITS, all_done

CODES = ("VP", "QLDT", "QLDN")
OF_THE_UNIT = {
    "hpnet_tasks": "Đơn vị xử lý", "work_files": "Đơn vị", "dossiers": "Phòng thụ lý", "apologies": "Đơn vị",
    "shortfalls": "Đơn vị chịu trách nhiệm", "assignments": "Đơn vị chủ trì", "outgoing_documents": "Đơn vị soạn thảo",
}  # fmt: skip
LEADS = {"shortfalls": "department_codes", "assignments": "lead_codes"}


def sheet_of(kind: str) -> list[list[Any]]:
    """Title, headings and a row for each unit."""
    _, content = all_done(kind)
    return [list(row) for row in read_workbook(content, limits=Limits()).sheets[0].rows]


def read(sheets: dict[str, Any], **options: Any) -> Extract:
    book = read_workbook(workbooks.xlsx(sheets), limits=Limits())
    return extract(book, file_name="tep.xlsx", options=Options(**options))


def units(result: Extract, kind: str) -> list[list[str]]:
    (table,) = result.tables
    return [
        [one] if isinstance(one, str) else list(one or [])
        for one in table.frame[LEADS.get(kind, "department_code")]
    ]


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("kind", KINDS)
def test_the_name_of_a_group_carries_down_in_every_kind(kind: str, place: int):
    title, heads, *rows = sheet_of(kind)
    at = heads.index(OF_THE_UNIT[kind])
    lines: list[list[Any]] = [title, ["STT", *heads[:at], *heads[at + 1 :]]]
    for number, row in enumerate(rows[:3]):
        group: list[Any] = [None] * len(heads)
        group[0], group[1 + place] = ("I", "II", "III")[number], UNITS[number]
        lines += [group, [number + 1, *row[:at], *row[at + 1 :]]]

    # Without who leads a job nothing but a person says that a list is Phụ lục 2.
    result = read({"Sheet1": lines}, kind=kind if kind == "assignments" else None)

    assert units(result, kind) == [[code] for code in CODES]
    (table,) = result.tables
    assert (table.accepted_rows, [why for _, why in table.skipped if why == "group"]) == (3, ["group"] * 3)
    assert [i.value for i in table.issues if i.code == "carried_down"] == [*UNITS[:3]]


@pytest.mark.parametrize("kind", KINDS)
def test_a_page_without_headings_goes_on_with_the_list_of_every_kind(kind: str):
    title, heads, *rows = sheet_of(kind)

    result = read({"Trang 1": [title, heads, *rows[:6]], "Trang 2": [["Trang 2/2"], *rows[6:]]})

    assert sum(table.accepted_rows for table in result.tables) == len(rows)
    assert result.issues == [] and result.choice is None


@pytest.mark.parametrize("kind", KINDS)
def test_values_one_column_off_are_read_and_said_in_every_kind(kind: str):
    title, heads, *rows = sheet_of(kind)

    result = read({"Sheet1": [title, heads, *([None, *row] for row in rows)]})

    (table,) = result.tables
    assert (table.accepted_rows, table.rejected_rows) == (len(rows), 0)
    assert units(result, kind) == units(read({"Sheet1": [title, heads, *rows]}), kind)
    assert [i.code for i in table.issues] == ["values_shifted"] * len(heads)

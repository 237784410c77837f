"""What may a person put in place of a value? What the column can hold whole, and nothing else."""

from datetime import date, datetime
from decimal import Decimal

import pytest

from data_loaders.declared.declarations import kind_named, kinds
from data_loaders.declared.statuses import known_words
from desk.typed_values import LONGEST, TargetRow, UnusableValueError, correctable, spelled, typed
from domain.agency.departments import departments
from domain.wording.text import is_blank
from store.builds.rows import fact_columns

AS_OF = date(2023, 11, 12)
FREE = {"text", "id", "code", "criterion"}  # what stands there is a name; there is no list of them


def columns_of(*types: str) -> list[tuple[str, str]]:
    """Kind and name of every column that a person may put right and that is of one of *types*."""
    return [
        (kind.name, column.name)
        for kind in kinds().values()
        for column in kind.columns.values()
        if column.type.partition(":")[0] in types and column.name in fact_columns(kind.name)
    ]


TYPES = {column.type.partition(":")[0] for kind in kinds().values() for column in kind.columns.values()}
TYPED = columns_of(*(TYPES - FREE))


def read(kind: str, column: str, text: str) -> dict[str, str | None]:
    held = typed(kind_named(kind), column, text, as_of=AS_OF)
    return {name: spelled(value) for name, value in held.items()}


def put_right(kind: str, values: dict, column: str, text: str) -> dict[str, str | None]:
    return correctable(TargetRow(kind_named(kind), AS_OF, None, None, values), column, text)


@pytest.mark.parametrize(("kind", "column"), TYPED)
def test_a_typed_column_refuses_words_it_cannot_hold(kind, column):
    """ "hôm qua" for "Lưu trữ" was accepted, approved, and emptied the cell."""
    with pytest.raises(UnusableValueError) as refused:
        read(kind, column, "hôm qua")
    assert kind_named(kind).columns[column].label in str(refused.value)


@pytest.mark.parametrize(("kind", "column"), columns_of("flag"))
def test_both_answers_of_a_yes_or_no_are_held(kind, column):
    assert [read(kind, column, text)[column] for text in ("Có", "Không")] == ["true", "false"]


@pytest.mark.parametrize(("kind", "column"), columns_of("date", "due", "time"))
def test_a_day_is_held_as_that_day(kind, column):
    assert read(kind, column, "09/11/2023")[column].startswith("2023-11-09")


@pytest.mark.parametrize(("kind", "column"), columns_of("department", "first_department", "departments"))
def test_every_department_of_the_list_is_held(kind, column):
    for one in departments():
        assert read(kind, column, one.name_vi)[column] == one.code


@pytest.mark.parametrize(("kind", "column"), columns_of("departments"))
def test_several_departments_are_held_and_one_unknown_among_them_refused(kind, column):
    first, second = departments()[:2]
    assert read(kind, column, f"{first.name_vi}; {second.name_vi}")[column] == f"{first.code}|{second.code}"
    with pytest.raises(UnusableValueError):
        read(kind, column, f"{first.name_vi}; Phòng XYZ")


@pytest.mark.parametrize(("kind", "column"), columns_of("status", "word"))
def test_every_word_of_the_list_is_held(kind, column):
    declared = kind_named(kind).columns[column]
    words = known_words(declared.type.partition(":")[2] or kind_named(kind).status_list or "")
    assert words
    held = "status" if declared.type == "status" else column
    assert all(read(kind, column, text)[held] for text in words)


@pytest.mark.parametrize(("kind", "column"), columns_of("due"))
def test_a_deadline_in_words_that_nobody_understands_is_refused(kind, column):
    with pytest.raises(UnusableValueError):
        read(kind, column, "cuối quý sau nữa")


@pytest.mark.parametrize("kind", ["assignments"])
def test_a_recurring_deadline_is_held(kind):
    assert read(kind, "due_date", "Thường xuyên")["due_date"] is None


def test_emptying_is_allowed_where_the_column_may_be_empty():
    assert read("hpnet_tasks", "completed_date", "")["completed_date"] is None
    with pytest.raises(UnusableValueError):
        read("hpnet_tasks", "department_code", "")


WRONG_TYPES = [
    None, 1, 0, 1.5, float("nan"), float("inf"), 10**400, True, False, b"x", ["x"], [], {}, (1,), date(2023, 11, 9),
    datetime(2023, 11, 9, 8), Decimal("NaN"), object(),
]  # fmt: skip
NOTHING = ["", "   ", "\n", "\u00a0"]  # empties the cell, for a person asked for it
SIGNS = [
    "NaN",
    "nan",
    "null",
    "NaT",
    "01/01/0001",
    "31/12/9999",
    "00/00/0000",
    "dd/mm/yyyy",
]  # no day, in a file
ODD = [
    "hôm qua", "inf", "-inf", "Infinity", "1e400", "9" * 400, "31/02/2023", "30/02/2024", "01/01/1753", "2023-13-01",
    "\x00", "a\x00b", "\ud800", "#REF!", "12/11/23/4", "2023-11-09T25:00", "3 phần 4", "VP, Tổ lạ", "V\u0420", "[]",
    "b'x'", "0x10", "1_000", "--5", "½", "5/0", "21/5", "x" * (LONGEST + 1), "\u202e\u200b", *SIGNS,
]  # fmt: skip
EVERY = [(kind.name, column.name) for kind in kinds().values() for column in kind.columns.values()]


@pytest.mark.parametrize(("kind", "column"), EVERY)
def test_whatever_the_page_sends_is_refused_in_words_or_held(kind, column):
    """No column of the schema loses its value, nor ends in an error without words, for anything that is not blank."""
    declared = kind_named(kind).columns[column]
    held = "status" if declared.type.startswith("status") else column
    for value in WRONG_TYPES:
        with pytest.raises(UnusableValueError):
            read(kind, column, value)
    for text in ODD:
        try:
            got = read(kind, column, text)
        except UnusableValueError as refused:
            assert declared.label in str(refused) and len(str(refused)) < 400
            assert str(refused).encode("utf-8")
        else:
            lost = held in got and got[held] in (None, "", "inf", "nan")
            assert not lost or is_blank(text) or got[held] == text, (text, got)


@pytest.mark.parametrize(("kind", "column"), TYPED)
def test_a_sign_for_no_day_empties_no_cell(kind, column):
    for text in SIGNS:
        with pytest.raises(UnusableValueError):
            read(kind, column, text)


@pytest.mark.parametrize(("kind", "column"), EVERY)
def test_only_nothing_empties_a_cell_and_only_where_it_may_be_empty(kind, column):
    declared = kind_named(kind).columns[column]
    for text in NOTHING:
        if declared.required:
            with pytest.raises(UnusableValueError):
                read(kind, column, text)
        else:
            got = read(kind, column, text)
            assert got.get(column) in (None, "", "false" if declared.type.startswith("flag") else None)


@pytest.mark.parametrize(("kind", "column"), columns_of("first_department"))
def test_of_several_departments_none_is_taken_for_all(kind, column):
    for text in ("VP; QLDT", "Các phòng, đơn vị"):
        with pytest.raises(UnusableValueError):
            read(kind, column, text)


@pytest.mark.parametrize(("kind", "column"), columns_of("text", "id"))
def test_a_text_is_held_as_it_was_typed(kind, column):
    assert read(kind, column, "Đất ở ½ lô, C«ng viªn")[column] == "Đất ở ½ lô, C«ng viªn"
    assert read(kind, column, "Co\u0301\u200b")[column] == "Có"


def test_a_yes_takes_its_day_from_a_whole_date_only():
    assert read("hpnet_tasks", "is_archived", "Có (12/11/2023)")["archived_date"] == "2023-11-12"
    for text in ("2023-11-09T25:00", "20233", "12/11/2123"):
        with pytest.raises(UnusableValueError):
            read("hpnet_tasks", "is_archived", text)


CONTRADICTIONS = [
    ("indicator_scores", {"code": "1.1.1", "max_score": Decimal("2.0"), "self_score": Decimal("1.5")}, "self_score", "2,5"),
    ("indicator_scores", {"code": "1.1.1", "max_score": Decimal("2.0"), "self_score": Decimal("1.5")}, "max_score", "1"),
    ("indicator_scores", {"code": "1.1.1", "max_score": Decimal("2.0")}, "appraised_1", "-1"),
    ("hpnet_summary", {"total": 10, "completed": 8}, "completed", "11"),
    ("hpnet_summary", {"total": 10, "completed": 8}, "total", "7"),
    ("sipas", {"score": Decimal("80"), "rank": 3, "of_agencies": 21}, "rank", "22"),
    ("sipas", {"score": Decimal("80")}, "score", "101"),
    ("shortfalls", {"max_score": Decimal("2"), "score": Decimal("1")}, "score", "3"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "values", "column", "text"), CONTRADICTIONS)
def test_a_value_that_the_rest_of_its_row_contradicts_is_refused(kind, values, column, text):
    """A file with such a row is not taken; neither is a correction that would make one."""
    with pytest.raises(UnusableValueError) as refused:
        put_right(kind, values, column, text)
    assert kind_named(kind).columns[column].label in str(refused.value)
    assert put_right(kind, {}, column, text)[column]


def test_what_only_checks_other_columns_is_not_corrected_by_itself():
    virtual = [
        (kind, column)
        for kind, column in EVERY
        if kind_named(kind).columns[column].is_virtual and not read(kind, column, "")
    ]
    assert virtual
    for kind, column in virtual:
        with pytest.raises(UnusableValueError):
            put_right(kind, {}, column, "")


@pytest.mark.parametrize("text", ["-3", "−1", "100000000000000000000", "1.000.000.000"])
@pytest.mark.parametrize(("kind", "column"), columns_of("count", "number"))
def test_things_and_days_are_never_fewer_than_none_or_beyond_counting(kind, column, text):
    with pytest.raises(UnusableValueError):
        read(kind, column, text)
    assert float(read(kind, column, "12")[column] or 0) == 12

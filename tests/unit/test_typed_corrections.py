"""What may a person put in place of a value? What the column can hold whole, and nothing else."""

from datetime import date

import pytest

from data_loaders.declared.declarations import kind_named, kinds
from data_loaders.declared.statuses import known_words
from desk.corrections import UnusableValueError, canonical
from domain.departments import departments
from store.rows import fact_columns

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
    return canonical(kind_named(kind), column, text, as_of=AS_OF)


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

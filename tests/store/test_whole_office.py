"""Which files say that nothing arose for a unit, and which say nothing of it?"""

import pytest

from domain.agency.departments import scored_codes
from domain.agency.scope import Scope
from metrics.progress.completion import completion
from store.current.warehouse import open_reader
from tests.store.conftest import OFFICE, an_import, day, put, states, table, task, tasks

UNITS = scored_codes()
AS_OF = day("12/11")


def said_of(home, code: str, obligation: str = "task_reported", reader=OFFICE) -> tuple:
    """(required, done, not applicable) of one unit."""
    rows = completion(open_reader(home, reader), as_of=AS_OF)
    (row,) = rows[(rows.department_code == code) & (rows.obligation == obligation)].to_dict("records")
    numbers = (None if value != value else value for value in (row["required"], row["done"]))
    return (*numbers, row["not_applicable"])


def of_units(name: str, as_of: str, codes, **more):
    return tasks(name, as_of, *(task(f"{name}-{c}", c, is_reported=True) for c in codes), **more)


@pytest.mark.parametrize(("named", "last"), [(1, None), (3, None), (5, None), (6, 0), (9, 0)])
def test_a_file_that_names_a_few_units_says_nothing_of_the_others(home, named, last):
    put(home, of_units("a", "12/11", UNITS[:named]))

    assert said_of(home, UNITS[0]) == (1, 1, False)
    assert said_of(home, UNITS[-1]) == (last, last, last == 0)


def test_a_title_that_names_every_unit_says_it_with_one_row(home):
    one = of_units("a", "12/11", UNITS[:1])
    (said,) = one.tables
    put(
        home,
        an_import(
            "a", type(said)(**{f: getattr(said, f) for f in said.__slots__} | {"says_whole_office": True})
        ),
    )

    assert said_of(home, UNITS[-1]) == (0, 0, True)


def test_a_units_own_file_says_it_of_that_unit_alone(home):
    put(home, tasks("a", "12/11", task("k", "VP", status="cancelled", status_text="Đã huỷ")))

    assert said_of(home, "VP") == (0, 0, True)
    assert said_of(home, "QLDT") == (None, None, False)


def test_dossiers_lie_with_a_part_of_the_units_only(home):
    def received(name, *codes):
        return an_import(
            name,
            table(
                "dossiers",
                "12/11",
                [{"business_key": c, "dossier_code": c, "department_code": c} for c in codes],
            ),
        )

    put(home, received("few", *UNITS[:3]))
    few = said_of(home, UNITS[-1], "apology")
    put(home, received("enough", *UNITS[:4]))

    assert few == (None, None, False)
    assert said_of(home, UNITS[-1], "apology") == (0, 0, True)


def test_lists_of_files_of_three_units_leave_a_fourth_units_files_unknown(home):
    filed = an_import("f", table("work_files", "12/11", [
        {"business_key": f"H{c}", "work_file_code": f"H{c}", "department_code": c} for c in UNITS[:3]
    ]))  # fmt: skip
    put(home, tasks("a", "12/11", *(task(f"t{c}", c, work_file_code=f"H{c}") for c in UNITS)), filed)

    assert said_of(home, UNITS[0], "work_file") == (1, 1, False)
    assert said_of(home, UNITS[3], "work_file") == (1, None, False)
    assert said_of(home, UNITS[3], "work_file", Scope((UNITS[3],))) == (1, None, False)


def test_a_key_that_a_file_of_several_units_lacks_is_still_gone_and_its_unit_as_old_as_its_own_file(home):
    put(
        home,
        of_units("a", "5/11", UNITS[:3]),
        tasks("b", "12/11", *(task(f"a-{c}", c, is_reported=True) for c in UNITS[:2])),
    )

    assert states(home)["a", f"a-{UNITS[2]}"][2] == "2023-11-12"
    rows = completion(open_reader(home, OFFICE), as_of=AS_OF)
    ages = rows[rows.obligation == "task_reported"].set_index("department_code").data_age_days
    assert (ages[UNITS[0]], ages[UNITS[2]]) == (0, 7)


def test_nothing_arose_in_the_office_only_where_it_did_in_no_unit(home):
    put(
        home,
        tasks("a", "12/11", *(task(f"k{c}", c, status="cancelled", status_text="Đã huỷ") for c in UNITS[:3])),
    )
    some = said_of(home, "TOTAL")
    put(
        home,
        tasks("b", "12/11", *(task(f"k{c}", c, status="cancelled", status_text="Đã huỷ") for c in UNITS)),
    )

    assert some == (None, None, False)
    assert said_of(home, "TOTAL") == (0, 0, True)

"""Does an item without a code of its own count once when its unit is merged, split or renamed?"""

import random

import pytest

from domain.agency.scope import whole_office
from domain.program.places import office_of
from metrics.counts.tasks import tasks as counted
from metrics.progress.completion import completion
from store.current.warehouse import open_reader
from store.disk.home import Home
from tests.store.conftest import OFFICE, an_import, day, everything, put, states, table, tasks

UNITS = """code,name_vi,short_vi,kind,aliases,valid_from,valid_until,successors
VP,Văn phòng,Văn phòng,office,,,,
A,Phòng A,A,specialised,,,2023-11-09,AB
B,Phòng B,B,specialised,,,2023-11-09,AB
AB,Phòng AB,AB,specialised,,2023-11-10,2023-11-19,ABC
ABC,Phòng ABC,ABC,specialised,,2023-11-20,,
C,Phòng C,C,specialised,,,2023-11-09,C1|C2
C1,Phòng C1,C1,specialised,,2023-11-10,,
C2,Phòng C2,C2,specialised,,2023-11-10,,
"""


@pytest.fixture
def changing(tmp_path):
    """A home whose units change on 10/11 and once more on 20/11."""
    home = Home(tmp_path / "home")
    (home.own_data / "codes").mkdir(parents=True)
    (home.own_data / "codes" / "departments.csv").write_text(UNITS, "utf-8")
    with office_of(home.path):
        yield home


def item(number: str, unit: str) -> dict:
    return {"business_key": f"{number}|{unit}|2023-11-01", "document_number": number, "department_code": unit}


def said(home: Home, text: str) -> dict[str, int]:
    rows = counted(open_reader(home, OFFICE), as_of=day(text)).to_dict("records")
    return {row["department_code"]: row["total"] for row in rows if row["total"]}


def test_a_merged_item_is_its_new_units_from_the_file_that_says_so(changing):
    put(
        changing,
        tasks("old", "5/11", item("1", "A"), item("2", "B"), item("3", "VP")),
        tasks("new", "12/11", item("1", "AB"), item("2", "AB"), item("3", "VP")),
    )

    assert said(changing, "11/11") == {"A": 1, "B": 1, "VP": 1, "TOTAL": 3}
    assert said(changing, "12/11") == {"AB": 2, "VP": 1, "TOTAL": 3}
    assert states(changing)["old", "1|A|2023-11-01"] == ("0001-01-01", "2023-11-12", None)


def test_one_document_of_two_units_stays_two_items_until_they_are_one(changing):
    put(
        changing,
        tasks("old", "5/11", item("1", "A")),
        tasks("other", "6/11", item("1", "B")),
        tasks("new", "12/11", item("1", "AB")),
    )

    assert said(changing, "6/11") == {"A": 1, "B": 1, "TOTAL": 2}
    assert said(changing, "12/11") == {"AB": 1, "TOTAL": 1}


def test_a_split_item_is_the_part_that_the_file_names(changing):
    put(
        changing,
        tasks("old", "5/11", item("1", "C"), item("2", "C")),
        tasks("new", "12/11", item("1", "C1"), item("2", "C2")),
    )

    assert said(changing, "12/11") == {"C1": 1, "C2": 1, "TOTAL": 2}


def test_an_item_is_followed_over_two_changes_and_back_to_a_name_that_ended(changing):
    put(
        changing,
        tasks("old", "5/11", item("1", "A")),
        tasks("late", "21/11", item("1", "ABC")),
        tasks("later", "22/11", item("1", "A")),
    )

    assert said(changing, "21/11") == {"ABC": 1, "TOTAL": 1}
    assert said(changing, "22/11") == {"A": 1, "TOTAL": 1}


def test_a_key_that_only_looks_alike_is_left_alone(changing):
    before = {"business_key": "A", "task_code": "A", "department_code": "A"}
    put(changing, tasks("old", "5/11", before), tasks("new", "12/11", item("1", "AB")))

    assert said(changing, "12/11") == {"A": 1, "AB": 1, "TOTAL": 2}


def summary(name: str, as_of: str, **totals: int):
    """A summary that names these units alone, all of their tasks reported."""
    rows = [
        {
            "business_key": f"{unit}|",
            "department_code": unit,
            "total": total,
            "not_reported": 0,
            "not_archived": 0,
        }
        for unit, total in totals.items()
    ]
    return an_import(name, table("hpnet_summary", as_of, rows))


@pytest.mark.parametrize(("before", "after"), [({"A": 10, "B": 20}, {"AB": 30}), ({"C": 9}, {"C1": 4})])
def test_counts_of_a_unit_end_those_of_the_units_before_it(changing, tmp_path, before, after):
    history = summary("old", "5/11", VP=7, **before), summary("new", "12/11", **after)
    put(changing, history[0])
    put(changing, *history)

    def required(text: str) -> dict[str, int]:
        rows = completion(open_reader(changing, whole_office()), as_of=day(text)).to_dict("records")
        kept = [row for row in rows if row["obligation"] == "task_reported" and row["required"] is not None]
        return {row["department_code"]: row["required"] for row in kept}

    assert required("11/11") == {"VP": 7, **before, "TOTAL": 7 + sum(before.values())}
    assert required("12/11") == {"VP": 7, **after, "TOTAL": 7 + sum(after.values())}
    other = Home(tmp_path / "other")
    put(other, *history, from_nothing=True)
    assert everything(changing) == everything(other)


@pytest.mark.parametrize("seed", range(4))
def test_a_build_step_by_step_is_the_build_from_nothing(changing, tmp_path, seed):
    chance = random.Random(seed)
    history = [
        tasks(f"f{n}", f"{chance.randint(3, 25)}/11", *(
            item(str(number), chance.choice(["A", "B", "AB", "ABC", "C", "C1"])) for number in range(1, 5)
        ))
        for n in range(6)
    ]  # fmt: skip
    standing: list = []
    for one in history:
        standing = [*standing, one] if chance.random() < 0.8 or not standing else standing[1:]
        put(changing, *standing)
    other = Home(tmp_path / "other")

    put(other, *standing, from_nothing=True)

    assert everything(changing) == everything(other)

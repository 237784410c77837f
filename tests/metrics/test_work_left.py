"""Is what is left one number of things and one of steps, wherever it is asked, for every reader and every unit?"""

from datetime import date

import pytest

from domain.agency.departments import scored_codes
from domain.counted.obligations import OBLIGATIONS, STEPS
from metrics.asking.state import TOTAL
from metrics.counts.open_items import funnel
from metrics.limits.campaigns import campaigns
from metrics.progress.completion import claims
from metrics.progress.what_is_left import NOTHING, Work, what_is_left, work_in, work_left
from ui.deadlines.overview import overview
from ui.deadlines.task_steps import remaining

DAYS = {
    "sample_home": (date(2023, 11, 12), date(2023, 11, 13)),
    "second_home": (date(2025, 12, 5), date(2025, 12, 8)),
}
LISTED = tuple(name for name in OBLIGATIONS if name != "digital_signature")


@pytest.fixture(scope="module")
def days(either_office):
    """Its newest day and the working day after it."""
    return DAYS[either_office[0]]


@pytest.fixture(scope="module")
def listed(reader_of, days):
    return what_is_left(reader_of(), as_of=days[0]).to_dict("records")


def own(rows, code, obligations=LISTED):
    return [
        row for row in rows if row["obligation"] in obligations and code in (TOTAL, row["department_code"])
    ]


def test_the_list_and_the_count_agree_for_every_unit(reader_of, listed, days):
    for obligations in (LISTED, STEPS, *(c.obligations for c in campaigns())):
        found = work_left(reader_of(), as_of=days[0], obligations=obligations)

        for code in (*scored_codes(), TOTAL):
            assert found.get(code, NOTHING) == work_in(own(listed, code, obligations)), (code, obligations)


def test_every_obligation_counts_the_steps_of_the_list(reader_of, listed, days):
    for (code, name), one in claims(reader_of(), as_of=days[0]).items():
        # A file that does not exist lacks its information too, yet is listed once, as missing.
        both = ("work_file", name) if name == "work_file_complete" else (name,)
        if name in LISTED and one.left is not None and code != TOTAL:
            assert work_in(own(listed, code, both)).steps == one.left, (code, name)


def test_a_unit_reads_what_the_leadership_reads_of_it(reader_of, listed, days):
    for code in scored_codes():
        assert work_in(what_is_left(reader_of(code), as_of=days[0]).to_dict("records")) == work_in(
            own(listed, code)
        )


def test_the_pages_of_limits_and_of_tasks_count_the_same_things(reader_of, listed, days):
    shown = overview(reader_of(), as_of=days[0], today=days[1])

    assert shown.work == work_in(own(listed, TOTAL, shown.main.campaign.obligations))
    for row in shown.departments:
        assert row.work == work_in(own(listed, row.code, shown.main.campaign.obligations))
        page = remaining(reader_of(), as_of=days[0], department=row.code)
        assert page.stopped == work_in(own(listed, row.code, STEPS[:3])).items
        assert page.stopped + page.incomplete == work_in(own(listed, row.code, STEPS)).items


def test_what_a_rate_leaves_out_is_said_beside_the_list(reader_of, listed, days):
    page = remaining(reader_of(), as_of=days[0], department=None)
    left = claims(reader_of(), as_of=days[0])[TOTAL, "work_file"].left

    if left is None:  # nobody sent a list of work files: nothing is claimed of them
        assert work_in(own(listed, TOTAL, ("work_file",))).steps == page.uncovered > 0
        return
    assert work_in(own(listed, TOTAL, ("work_file",))).steps == left + page.uncovered
    assert page.uncovered_units == ("VPDD",)


def test_one_document_is_one_thing_with_its_missing_steps(add_task, reader):
    add_task(task_code="A1", is_reported=False, is_archived=False, work_file_code="")
    add_task(task_code="A2", is_reported=True, is_archived=False, work_file_code="")

    rows = what_is_left(reader, as_of=date(2023, 11, 12)).to_dict("records")

    assert work_in(rows) == Work(items=2, steps=5)
    assert work_in(rows).words.replace("\u00a0", " ") == "2 việc (thiếu 5 bước)"


def test_a_completion_dated_in_the_future_is_missed_by_the_funnel_and_by_the_list_alike(
    add_task, add_work_file, reader
):
    add_work_file(
        work_file_code="A",
        title="t",
        retention="5 năm",
        creator="a",
        opened_date=date(2023, 1, 3),
        documents=1,
    )
    done = {"is_reported": True, "is_archived": True, "work_file_code": "A"}
    add_task(task_code="done", completed_date=date(2023, 11, 1), **done)
    add_task(task_code="future", completed_date=date(2023, 11, 20), **done)

    row = funnel(reader, as_of=date(2023, 11, 12)).set_index("department_code").loc[TOTAL]
    left = remaining(reader, as_of=date(2023, 11, 12), department=None)

    assert row["assigned"] - row["filed"] == left.stopped == 1
    assert left.items[["task_code", "missing"]].values.tolist() == [["future", "hoàn thành"]]

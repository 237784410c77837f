"""Is what is left one number of things and one of steps, wherever it is asked, for every reader and every unit?"""

from datetime import date

import pytest

from domain.departments import scored_codes
from domain.obligations import OBLIGATIONS, STEPS
from domain.scope import Scope, whole_office
from metrics.asking.state import TOTAL
from metrics.counts.open_items import funnel
from metrics.limits.campaigns import campaigns
from metrics.progress.completion import claims
from metrics.progress.what_is_left import NOTHING, Work, what_is_left, work_in, work_left
from store.home import Home
from store.warehouse import open_reader
from ui.deadlines.overview import overview
from ui.deadlines.task_steps import remaining

AS_OF, TODAY = date(2023, 11, 12), date(2023, 11, 13)
LISTED = tuple(name for name in OBLIGATIONS if name != "digital_signature")


@pytest.fixture(scope="module")
def reader_of(sample_home):
    """``reader_of()`` sees the whole office, ``reader_of("QLDT")`` one unit."""
    return lambda *codes: open_reader(Home(sample_home), Scope(codes) if codes else whole_office())


@pytest.fixture(scope="module")
def listed(reader_of):
    return what_is_left(reader_of(), as_of=AS_OF).to_dict("records")


def own(rows, code, obligations=LISTED):
    return [
        row for row in rows if row["obligation"] in obligations and code in (TOTAL, row["department_code"])
    ]


@pytest.mark.parametrize("obligations", [LISTED, STEPS, *(c.obligations for c in campaigns())])
def test_the_list_and_the_count_agree_for_every_unit(reader_of, listed, obligations):
    found = work_left(reader_of(), as_of=AS_OF, obligations=obligations)

    for code in (*scored_codes(), TOTAL):
        assert found.get(code, NOTHING) == work_in(own(listed, code, obligations))


def test_every_obligation_counts_the_steps_of_the_list(reader_of, listed):
    for (code, name), one in claims(reader_of(), as_of=AS_OF).items():
        # A file that does not exist lacks its information too, yet is listed once, as missing.
        both = ("work_file", name) if name == "work_file_complete" else (name,)
        if name in LISTED and one.left is not None and code != TOTAL:
            assert work_in(own(listed, code, both)).steps == one.left, (code, name)


def test_a_unit_reads_what_the_leadership_reads_of_it(reader_of, listed):
    for code in scored_codes():
        assert work_in(what_is_left(reader_of(code), as_of=AS_OF).to_dict("records")) == work_in(
            own(listed, code)
        )


def test_the_pages_of_limits_and_of_tasks_count_the_same_things(reader_of, listed):
    shown = overview(reader_of(), as_of=AS_OF, today=TODAY)

    assert shown.work == work_in(own(listed, TOTAL, shown.main.campaign.obligations))
    for row in shown.departments:
        assert row.work == work_in(own(listed, row.code, shown.main.campaign.obligations))
        page = remaining(reader_of(), as_of=AS_OF, department=row.code)
        assert page.stopped == work_in(own(listed, row.code, STEPS[:3])).items
        assert page.stopped + page.incomplete == work_in(own(listed, row.code, STEPS)).items


def test_what_a_rate_leaves_out_is_said_beside_the_list(reader_of, listed):
    page = remaining(reader_of(), as_of=AS_OF, department=None)
    left = claims(reader_of(), as_of=AS_OF)[TOTAL, "work_file"].left

    assert work_in(own(listed, TOTAL, ("work_file",))).steps == left + page.uncovered
    assert page.uncovered_units == ("VPDD",)


def test_one_document_is_one_thing_with_its_missing_steps(add_task, reader):
    add_task(task_code="A1", is_reported=False, is_archived=False, work_file_code="")
    add_task(task_code="A2", is_reported=True, is_archived=False, work_file_code="")

    rows = what_is_left(reader, as_of=AS_OF).to_dict("records")

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

    row = funnel(reader, as_of=AS_OF).set_index("department_code").loc[TOTAL]
    left = remaining(reader, as_of=AS_OF, department=None)

    assert row["assigned"] - row["filed"] == left.stopped == 1
    assert left.items[["task_code", "missing"]].values.tolist() == [["future", "hoàn thành"]]

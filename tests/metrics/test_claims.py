"""What may be said of an obligation: one function, asked of every obligation with rows unread."""

from datetime import date, datetime

import pandas as pd
import pytest

from domain.agency.scope import Scope, whole_office
from domain.counted.obligations import RECORDS
from metrics.limits.campaigns import campaigns
from metrics.limits.deadline_levels import deadline_level
from metrics.pace.burn_up import burn_up, title_words
from metrics.pace.forecast import forecast
from metrics.plan.calls import judged_promises
from metrics.progress.completion import claims, completion
from metrics.progress.unread import nobodys_rows, unread_rows
from store.current.warehouse import open_reader
from tests.sources.all_done import NOBODYS, home_of_all_done

AS_OF = date(2023, 11, 12)
FULL = {"title": "t", "retention": "5 năm", "creator": "a", "opened_date": date(2023, 1, 3), "documents": 1}


@pytest.fixture
def all_done(add, add_import):
    """One item of QLDT per obligation, each of them done."""
    add("work_file", work_file_code="A", **FULL)
    add("task", is_reported=True, is_archived=True, work_file_code="A")
    add("dossier", dossier_code="D", received_at=datetime(2023, 10, 1), promised_at=datetime(2023, 11, 1, 17))
    add("apology", dossier_code="D", apology_date=date(2023, 10, 31), reason="r", rescheduled_to=AS_OF,
        apology_number="1")  # fmt: skip
    add("shortfall", department_code="QLDT", status="done")
    add("assignment", status="done")
    add("outgoing_document", is_signed=True)


@pytest.fixture
def reject(warehouse, add_import):
    """Let one row of *kind* of *department* stand rejected."""

    def insert(kind: str, department: str | None) -> None:
        warehouse.insert("rejected_row", {
            "import_id": add_import(kind), "kind": kind, "sheet": "Trang 1", "source_row": 99,
            "business_key": "X", "department_code": department,
        })  # fmt: skip

    return insert


@pytest.mark.parametrize("obligation", RECORDS)
def test_all_read_and_done_is_reached(all_done, reader, obligation):
    found = claims(reader, as_of=AS_OF)

    assert found["QLDT", obligation].said == found["TOTAL", obligation].said == "reached"
    assert found["QLDT", obligation].share == "100%"


@pytest.mark.parametrize("department", ["QLDT", None])
@pytest.mark.parametrize("obligation", RECORDS)
def test_no_answer_claims_100_over_a_row_unread(all_done, reader, reject, row_of, obligation, department):
    reject(RECORDS[obligation].kind, department)
    held = ["TOTAL", *([department] if department else [])]

    table, told = completion(reader, as_of=AS_OF), claims(reader, as_of=AS_OF)
    ahead = forecast(reader, as_of=AS_OF)
    for code in held:
        assert row_of(table, code, obligation=obligation)["rate_pct"] == 99.9
        assert (told[code, obligation].said, told[code, obligation].unread) == ("unread", 1)
        assert told[code, obligation].share == "99,9%"
        chart = burn_up(
            reader, as_of=AS_OF, obligation=obligation, department=None if code == "TOTAL" else code
        )
        if chart is not None:
            assert "1 dòng chưa đọc được" in title_words(chart).replace("\u00a0", " ")
        for row in ahead[(ahead.department_code == code) & (ahead.obligation == obligation)].to_dict(
            "records"
        ):
            assert row["remaining"] == 0
            assert pd.isna(row["p_on_time"])
    assert [one.rows for one in unread_rows(reader, as_of=AS_OF)] == [1]


def test_a_level_is_not_done_while_rows_are_unread():
    asked = {"chance": None, "campaign": campaigns()[-1], "as_of": AS_OF, "today": AS_OF}

    assert deadline_level(required=3, done=3, **asked) == "done"
    assert deadline_level(required=3, done=3, unread=9, **asked) == "watch"
    assert deadline_level(required=0, done=0, unread=9, **asked) == "watch"


def test_a_promise_is_not_kept_by_rows_that_nobody_could_read(all_done, reader, reject):
    promised = {
        "department_code": "QLDT", "campaign": "2023-11-17", "obligation": "task_archived", "items": [],
        "promised_date": AS_OF, "state": "open",
    }  # fmt: skip
    assert judged_promises(reader, [promised], as_of=AS_OF)[0]["state"] == "kept"

    reject("hpnet_tasks", "QLDT")

    assert judged_promises(reader, [promised], as_of=AS_OF)[0]["state"] == "open"


@pytest.mark.parametrize("kind", ["assignments", "shortfalls"])
def test_a_shared_job_that_nobody_could_read_holds_back_each_that_leads_it_and_counts_once(kind, tmp_path):
    shared = "Phòng Quản lý Đầu tư, Phòng Quản lý Lao động"
    home = home_of_all_done(tmp_path / "home", unread=shared, kinds=(kind,))
    reader = open_reader(home, whole_office())
    obligation = kind.removesuffix("s")

    told = claims(reader, as_of=AS_OF)

    assert {code for code, name in told if name == obligation and told[code, name].said == "unread"} == {
        "QLDT", "QLLD", "TOTAL",
    }  # fmt: skip
    assert told["TOTAL", obligation].unread == 1
    (one,) = unread_rows(reader, as_of=AS_OF)
    assert (one.rows, one.units) == (1, (("QLDT", 1), ("QLLD", 1)))


def test_a_row_of_no_known_unit_is_told_to_who_sees_one_unit_alone(tmp_path):
    home = home_of_all_done(tmp_path / "home", unread=NOBODYS, kinds=("hpnet_tasks",))
    own = open_reader(home, Scope(("QLDT",)))

    assert unread_rows(own, as_of=AS_OF) == ()
    (one,) = nobodys_rows(own, as_of=AS_OF)
    assert (one.kind, one.rows, one.units) == ("hpnet_tasks", 1, ((None, 1),))

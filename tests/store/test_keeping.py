"""Forecasts, frozen states, promises and reminders stay where they were put, and only the right people put them."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest

from access.accounts import create_admin
from desk.keeping import (
    forecast_record,
    freeze_when_due,
    freezes,
    frozen_reader,
    is_answered_by_present,
    keep_after_publish,
    lift_freeze,
    log_reminder,
    note_promise,
    pause_reminders,
    pauses,
    promises,
    reminder_lines,
    resume_reminders,
    withdraw_promise,
)
from domain.agency.scope import Scope, Viewer
from domain.program.errors import NotAllowedError, UnknownNameError
from domain.program.places import ROOT
from domain.wording.formats import NBSP
from metrics.limits.campaigns import campaign_by_id
from metrics.limits.reminders import due_reminders
from metrics.pace.freeze import RULE_VI, is_lifted, not_frozen_words, since_frozen
from metrics.progress.what_is_left import what_is_left
from reports.drafting import Wanted
from reports.issuing import state_at
from store.current.pointer import build_file
from store.current.warehouse import open_reader
from store.upkeep.doctor import findings
from store.written.application import OFFICE_TIME, forecast_log
from store.written.records import listed
from tests.store.conftest import OFFICE, an_import, put, table, task, tasks, written_by_an_older_program

AT = datetime(2023, 11, 13, 8, 10, tzinfo=OFFICE_TIME)
LEADER = Viewer("tb", "Trưởng ban", "leader", None, OFFICE)
CLERK = Viewer("vp", "Văn phòng", "office", "VP", OFFICE)
QLDT = Viewer("qldt", "Phòng QLĐT", "department", "QLDT", Scope(("QLDT",)))


def export(name, as_of, archived):
    """Twelve tasks of QLDT, *archived* of them done on the working days before the export."""
    rows = [
        task(f"t{n}", "QLDT", assigned_date=date(2023, 9, 1), is_reported=True, reported_date=date(2023, 10, 2),
             completed_date=date(2023, 10, 2), is_archived=n < archived,
             archived_date=date(2023, 10, 30) + timedelta(n) if n < archived else None)
        for n in range(12)
    ]  # fmt: skip
    return tasks(name, as_of, *rows, task("v1", "VP", is_reported=True, is_archived=True))


def test_forecasts_are_kept_once_per_build(home):
    put(home, export("a", "10/11", 10))

    keep_after_publish(home, today=date(2023, 11, 13), by="vp", moment=AT)
    keep_after_publish(home, today=date(2023, 11, 13), by="vp", moment=AT)

    rows = listed(home, forecast_log)
    assert {(r["department_code"], r["obligation"]) for r in rows} == {
        ("QLDT", "task_archived"),
        ("TOTAL", "task_archived"),
    }
    assert all(r["remaining"] == 2 and r["low_date"] <= r["expected_date"] for r in rows)


def test_a_kept_forecast_is_checked_when_the_work_is_done(home):
    first = export("a", "10/11", 10)
    put(home, first)
    keep_after_publish(home, today=date(2023, 11, 13), by="vp", moment=AT)
    done = [
        task(f"t{n}", "QLDT", is_reported=True, is_archived=True, archived_date=date(2023, 11, 14))
        for n in range(12)
    ]
    put(home, first, tasks("b", "14/11", *done, task("v1", "VP", is_reported=True, is_archived=True)))

    checks, summary = forecast_record(home, open_reader(home, OFFICE), as_of=date(2023, 11, 14))
    own, _ = forecast_record(home, open_reader(home, QLDT.scope), as_of=date(2023, 11, 14))

    assert summary["checked"].tolist() == [2, 2]
    assert checks["finished_on"].tolist() == [date(2023, 11, 14)] * 2
    assert set(own["department_code"]) == {"QLDT"}


def others(as_of):
    """What the campaigns need besides the tasks, as of one day."""
    unit = {"department_code": "QLDT"}
    return an_import(
        f"o-{as_of}",
        table("work_files", as_of, [{"business_key": "h1", "work_file_code": "h1", **unit}]),
        table("dossiers", as_of, [{"business_key": "d1", "dossier_code": "d1", **unit}], sheet="D"),
        table("apologies", as_of, [{"business_key": "d1", "dossier_code": "d1", "has_reason_column": True,
                                    "has_rescheduled_column": True, "has_signer_column": False,
                                    "has_published_column": False, "has_place_column": False}], sheet="A"),
    )  # fmt: skip


def annexes(as_of):
    """Phụ lục 1 and 2 as of one day."""
    shared = {"business_key": "1", "code": "1"}
    return an_import(
        f"p-{as_of}",
        table("shortfalls", as_of, [{**shared, "year": 2022, "department_codes": ["QLDT"]}]),
        table("assignments", as_of, [{**shared, "year": 2023, "task": "Việc", "lead_codes": ["QLDT"],
                                      "support_codes": []}], sheet="B"),
    )  # fmt: skip


def frozen_on(home, day):
    keep_after_publish(home, today=date(2023, 11, day), by="vp", moment=AT)
    return [row["campaign"] for row in freezes(home, OFFICE)]


def test_a_limit_is_frozen_once_its_own_sources_reach_its_last_day(home):
    put(home, annexes("13/11"), export("a", "10/11", 10))
    assert frozen_on(home, 13) == []
    assert frozen_on(home, 14) == ["2023-11-14"]
    assert freezes(home, OFFICE)[0]["rule"] == RULE_VI

    put(home, annexes("13/11"), export("b", "16/11", 10), others("16/11"))
    assert frozen_on(home, 16) == ["2023-11-14"]
    assert frozen_on(home, 17) == frozen_on(home, 18) == ["2023-11-14", "2023-11-17"]


def test_another_campaigns_export_freezes_nothing(home):
    put(home, export("a", "13/11", 10), annexes("10/11"))

    assert frozen_on(home, 14) == []
    words = not_frozen_words(
        open_reader(home, OFFICE), campaign="2023-11-14", as_of=date(2023, 11, 13), today=date(2023, 11, 14)
    )

    assert f"Phụ lục 1: tồn tại năm trước: bảng tồn tại (Phụ lục 1) mới đến hết ngày{NBSP}10/11/2023" in words
    assert f"muộn nhất ngày{NBSP}17/11/2023" in words


def test_after_the_wait_a_limit_is_frozen_and_names_each_missing_source(home):
    put(home, export("a", "16/11", 10), annexes("13/11"))
    assert frozen_on(home, 21) == ["2023-11-14"]
    assert frozen_on(home, 22) == ["2023-11-14", "2023-11-17"]

    rule = freezes(home, OFFICE)[-1]["rule"]
    assert rule.startswith(f"{RULE_VI}. Khi chốt còn thiếu: ")
    assert "Xin lỗi công khai: chưa có số liệu hồ sơ TTHC" in rule
    assert "Lập hồ sơ công việc: chưa có danh sách hồ sơ công việc" in rule
    assert "số liệu HpNet" not in rule


def test_one_department_that_lags_behind_is_waited_for_by_name(home):
    late = tasks("late", "15/11", task("k1", "KHTH", is_reported=True, is_archived=True))
    own = tasks("own", "16/11", task("q1", "QLDT", is_reported=True, is_archived=True))
    put(home, late, own, others("16/11"), annexes("13/11"))

    assert frozen_on(home, 17) == ["2023-11-14"]
    words = not_frozen_words(
        open_reader(home, OFFICE), campaign="2023-11-17", as_of=date(2023, 11, 16), today=date(2023, 11, 17)
    )
    assert f"mới đến hết ngày{NBSP}15/11/2023 (Phòng Kế hoạch - Tổng hợp)" in words


def test_an_export_of_a_later_day_is_not_waited_beyond_but_named(home):
    put(home, export("a", "15/11", 10), export("b", "17/11", 11), others("16/11"), annexes("13/11"))

    assert frozen_on(home, 17) == ["2023-11-14", "2023-11-17"]
    assert f"số liệu HpNet mới đến hết ngày{NBSP}15/11/2023" in freezes(home, OFFICE)[-1]["rule"]


def test_the_frozen_build_still_says_what_stood_at_the_limit(home):
    put(home, export("a", "16/11", 10))
    keep_after_publish(home, today=date(2023, 11, 22), by="vp", moment=AT)
    row = freezes(home, OFFICE)[-1]
    put(home, export("a", "16/11", 10), export("b", "20/11", 12))

    present = open_reader(home, OFFICE)
    then = since_frozen(frozen_reader(home, row, present), present,
                        campaign=campaign_by_id("2023-11-17"), as_of=date(2023, 11, 20), department="QLDT")  # fmt: skip

    archived = then[then["obligation"] == "task_archived"].iloc[0]
    assert archived[["done_frozen", "done_now", "done_later"]].tolist() == [10, 12, 2]


def test_a_state_of_an_older_schema_says_that_the_present_answers_for_it(home):
    put(home, export("a", "16/11", 10))
    keep_after_publish(home, today=date(2023, 11, 22), by="vp", moment=AT)
    row = freezes(home, OFFICE)[-1]
    put(home, export("a", "16/11", 10), export("b", "20/11", 12))
    present = open_reader(home, OFFICE)
    assert not is_answered_by_present(row, frozen_reader(home, row, present))

    written_by_an_older_program(build_file(home, row["build_id"]))

    assert is_answered_by_present(row, frozen_reader(home, row, present))


def test_a_lock_is_lifted_by_van_phong_with_a_reason_and_an_end(home):
    put(home, export("a", "16/11", 10))
    keep_after_publish(home, today=date(2023, 11, 22), by="vp", moment=AT)
    number = freezes(home, OFFICE)[-1]["id"]
    ends = AT + timedelta(hours=2)

    with pytest.raises(NotAllowedError):
        lift_freeze(home, LEADER, number, reason="sửa", ends=ends, moment=AT)
    with pytest.raises(NotAllowedError):
        lift_freeze(home, CLERK, number, reason=" ", ends=ends, moment=AT)
    with pytest.raises(NotAllowedError):
        lift_freeze(home, CLERK, number, reason="sửa", ends=AT, moment=AT)
    with pytest.raises(UnknownNameError):
        lift_freeze(home, CLERK, 99, reason="sửa", ends=ends, moment=AT)
    lift_freeze(home, CLERK, number, reason="sửa nhầm mã", ends=ends, moment=AT)

    row = freezes(home, OFFICE)[-1]
    assert is_lifted(row, now=AT + timedelta(hours=1)) and not is_lifted(row, now=ends)


def test_a_limit_is_frozen_without_a_visitor_and_once_however_many_come(home):
    """The server asks every few minutes: nothing is kept before the limit, one state after it, no forecast ever."""
    put(home, annexes("13/11"), export("a", "10/11", 10))

    for day in (13, 14, 14):
        freeze_when_due(home, today=date(2023, 11, day), by="Hệ thống", moment=AT)
    with ThreadPoolExecutor() as pool:
        list(
            pool.map(
                lambda _: freeze_when_due(home, today=date(2023, 11, 24), by="Hệ thống", moment=AT), range(4)
            )
        )

    assert [row["campaign"] for row in freezes(home, OFFICE)] == ["2023-11-14", "2023-11-17"]
    assert listed(home, forecast_log) == []


def test_the_doctor_names_a_limit_of_an_office_that_nobody_froze(home):
    put(home, annexes("13/11"), export("a", "10/11", 10))
    assert "limit_not_frozen" not in {
        one.code for one in findings(home)
    }  # a trial: its days are those of the data

    create_admin(home, account="quantri", name="Quản trị", password="Mot-mat-khau-dai-23", by="thử")
    told = [one.what for one in findings(home) if one.code == "limit_not_frozen"]
    assert told == [
        f"Đợt hết hạn ngày{NBSP}{day} chưa có số liệu chốt." for day in ("13/11/2023", "16/11/2023")
    ]

    freeze_when_due(home, today=date(2023, 11, 24), by="Hệ thống", moment=AT)
    assert "limit_not_frozen" not in {one.code for one in findings(home)}


def test_a_server_freezes_by_itself(home):
    """A server that nobody visits: its start is enough."""
    put(home, annexes("13/11"), export("a", "10/11", 10))
    create_admin(home, account="quantri", name="Quản trị", password="Mot-mat-khau-dai-23", by="thử")
    start = (
        "import asyncio\nfrom ui.visit.warm_up import lifespan\n"
        "async def serve():\n async with lifespan(None):\n  await asyncio.sleep(600)\nasyncio.run(serve())"
    )
    server = subprocess.Popen(
        [sys.executable, "-c", start], cwd=ROOT, env={**os.environ, "DASHBOARD_HOME": str(home.path)}
    )
    try:
        ends = time.monotonic() + 120
        while not freezes(home, OFFICE) and time.monotonic() < ends and server.poll() is None:
            time.sleep(0.2)
    finally:
        server.kill()
        server.wait()

    assert [row["frozen_by"] for row in freezes(home, OFFICE)][:1] == ["Hệ thống"]


def test_papers_take_the_numbers_in_use_while_a_lock_is_lifted_and_the_kept_ones_afterwards(home):
    put(home, annexes("13/11"), export("a", "10/11", 10))
    keep_after_publish(home, today=date(2023, 11, 14), by="vp", moment=AT)
    [row] = freezes(home, OFFICE)
    lift_freeze(home, CLERK, row["id"], reason="bổ sung", ends=AT + timedelta(hours=1), moment=AT)
    reader, wanted = open_reader(home, OFFICE), Wanted(date(2023, 11, 13), "2023-11-14")

    during, after = (
        state_at(home, reader, wanted, moment=AT + timedelta(minutes=passed))[1] for passed in (30, 60)
    )

    assert during is None and after is not None and after["id"] == row["id"]


def promised(home, viewer, department="QLDT", on=date(2023, 11, 15)):
    return note_promise(home, viewer, department=department, campaign="2023-11-17", obligation="task_archived",
                        promised_date=on, promised_by="Trưởng phòng", moment=AT)  # fmt: skip


def test_a_department_promises_for_itself_only(home):
    put(home, export("a", "10/11", 10))

    promised(home, QLDT)
    promised(home, LEADER, department="VP")
    with pytest.raises(NotAllowedError):
        promised(home, QLDT, department="VP")
    with pytest.raises(NotAllowedError):
        promised(home, QLDT, on=date(2023, 11, 12))

    seen = promises(home, open_reader(home, QLDT.scope), as_of=date(2023, 11, 10))
    assert [(row["department_code"], row["state"]) for row in seen] == [("QLDT", "open")]


def test_a_withdrawn_promise_stays_in_the_list(home):
    put(home, export("a", "10/11", 10))
    number = promised(home, QLDT)

    withdraw_promise(home, QLDT, number, moment=AT)

    assert [row["state"] for row in promises(home, open_reader(home, OFFICE), as_of=date(2023, 11, 20))] == [
        "withdrawn"
    ]


def test_an_item_has_one_line_per_step_and_sending_turns_it_into_a_sent_one(home):
    put(home, export("a", "10/11", 10))
    reader = open_reader(home, OFFICE)
    left = what_is_left(reader, as_of=date(2023, 11, 10))
    message = next(
        r
        for r in due_reminders(left, as_of=date(2023, 11, 10), today=AT.date())
        if r.department_code == "QLDT"
    )

    first = log_reminder(home, CLERK, message, channel="copy", moment=AT)
    again = log_reminder(home, CLERK, message, channel="eml", moment=AT)
    log_reminder(home, CLERK, message, channel="smtp", moment=AT)
    lines = reminder_lines(home, QLDT.scope)

    assert (first, again) == (len(message.items), 0)
    assert {line["channel"] for line in lines} == {"smtp"} and len(lines) == first
    assert (
        due_reminders(left, as_of=date(2023, 11, 10), today=AT.date(), log=reminder_lines(home, OFFICE))[
            0
        ].department_code
        != "QLDT"
    )
    with pytest.raises(NotAllowedError):
        log_reminder(home, QLDT, message, channel="copy", moment=AT)


def test_a_pause_needs_a_reason_and_ends(home):
    pause_reminders(
        home, CLERK, department="QLDT", until=date(2023, 11, 14), reason="đang đối chiếu", moment=AT
    )

    assert len(pauses(home, OFFICE, as_of=date(2023, 11, 14))) == 1
    assert pauses(home, OFFICE, as_of=date(2023, 11, 15)) == []
    with pytest.raises(NotAllowedError):
        pause_reminders(home, CLERK, department="QLDT", until=date(2023, 11, 14), reason="", moment=AT)
    with pytest.raises(NotAllowedError):
        pause_reminders(home, LEADER, department="QLDT", until=date(2023, 11, 14), reason="x", moment=AT)


def test_a_pause_is_ended_and_says_by_whom(home):
    pause_reminders(
        home, CLERK, department="QLDT", until=date(2023, 11, 20), reason="đang đối chiếu", moment=AT
    )
    with pytest.raises(NotAllowedError):
        resume_reminders(home, LEADER, department="QLDT", moment=AT)

    assert resume_reminders(home, CLERK, department="QLDT", moment=AT) == 1
    assert pauses(home, OFFICE, as_of=AT.date()) == []
    (row,) = pauses(home, OFFICE, as_of=date(2023, 11, 12))
    assert row["reason"] == (
        "đang đối chiếu (Văn phòng cho nhắc lại từ 13/11/2023, trước đó tạm dừng đến hết 20/11/2023)"
    )

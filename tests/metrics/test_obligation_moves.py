"""Does what moved for each obligation lead from what was left to what is left, on every pair of days and for every reader?"""

from datetime import date
from itertools import pairwise
from random import Random

import pytest

from domain.agency.scope import Scope, whole_office
from metrics.asking.exports import days_of_kind, export_days
from metrics.asking.state import TOTAL
from metrics.criteria.assessment import assess
from metrics.limits.changes import last_differing
from metrics.points.ledger import moves, total
from metrics.progress.completion import claims
from metrics.progress.obligation_moves import obligation_moves, obligation_moves_words
from store.current.warehouse import open_reader
from store.disk.home import Home

OLD, NEW = date(2023, 11, 10), date(2023, 11, 12)


@pytest.fixture(scope="module")
def office(sample_home):
    return open_reader(Home(sample_home), whole_office())


def left_on(reader, day):
    return {pair: one.left for pair, one in claims(reader, as_of=day).items() if one.left is not None}


def is_balanced(row):
    came, went = ("new", "reopened", "moved_in"), ("done", "gone", "moved_out")
    return row["left_after"] == row["left_before"] + sum(row[n] for n in came) - sum(row[n] for n in went)


def test_every_pair_of_export_days_leads_from_what_was_left_to_what_is_left(office):
    days = sorted({day for kind in export_days(office, as_of=NEW).values() for day in days_of_kind(kind)})[
        -5:
    ]
    for from_day, to_day in [*pairwise(days), (days[0], days[-1])]:
        before, after = left_on(office, from_day), left_on(office, to_day)
        rows = obligation_moves(office, from_day=from_day, to_day=to_day).to_dict("records")

        assert rows
        for row in rows:
            pair = row["department_code"], row["obligation"]
            assert (row["left_before"], row["left_after"]) == (before.get(pair, 0), after.get(pair, 0)), pair
            assert is_balanced(row)


def test_a_unit_reads_of_itself_what_the_leadership_reads(office, sample_home):
    own = open_reader(Home(sample_home), Scope(("QLDT",)))

    theirs, ours = (
        found[found["department_code"] == "QLDT"].to_dict("records")
        for found in (obligation_moves(one, from_day=OLD, to_day=NEW) for one in (office, own))
    )

    assert theirs == ours


def test_two_builds_tell_what_one_build_tells_of_the_same_two_days(office, sample_home):
    other = open_reader(Home(sample_home), whole_office())
    days = days_of_kind(export_days(office, as_of=NEW)["hpnet_tasks"])[-3:]

    for from_day, to_day in pairwise(days):
        one = obligation_moves(office, from_day=from_day, to_day=to_day)
        two = obligation_moves(office, from_day=from_day, to_day=to_day, earlier=other)

        assert one.to_dict("records") == two.to_dict("records")


def test_a_task_handed_over_is_neither_new_nor_gone_for_anybody(add_task, reader, reader_for):
    def handed(key, *, old, new):
        add_task(
            business_key=key,
            department_code="QLDT",
            as_of_date=OLD,
            state_from=date(1, 1, 1),
            state_until=NEW,
            is_reported=old,
        )
        add_task(business_key=key, department_code="QLLD", as_of_date=NEW, state_from=NEW, is_reported=new)

    handed("still open", old=False, new=False)
    handed("done on the way", old=False, new=True)
    handed("done before", old=True, new=True)
    handed("open again", old=True, new=False)

    def told(one):
        rows = obligation_moves(one, from_day=OLD, to_day=NEW).to_dict("records")
        assert all(map(is_balanced, rows))
        return {
            row["department_code"]: tuple(
                row[n]
                for n in (
                    "left_before",
                    "new",
                    "done",
                    "reopened",
                    "gone",
                    "moved_in",
                    "moved_out",
                    "left_after",
                )
            )
            for row in rows
            if row["obligation"] == "task_reported"
        }

    assert told(reader) == {
        "QLDT": (2, 0, 0, 0, 0, 0, 2, 0),
        "QLLD": (0, 0, 1, 1, 0, 2, 0, 2),
        TOTAL: (2, 0, 1, 1, 0, 2, 2, 2),
    }
    assert told(reader_for("QLDT")) == {"QLDT": (2, 0, 0, 0, 0, 0, 2, 0), TOTAL: (2, 0, 0, 0, 0, 0, 2, 0)}
    assert "chuyển đơn vị 2" in obligation_moves_words(
        obligation_moves(reader, from_day=OLD, to_day=NEW), from_day=OLD, to_day=NEW
    )


def test_a_job_handed_over_is_neither_new_nor_gone_for_anybody(
    add_assignment, add_shortfall, reader, reader_for
):
    def handed(add, code, *, old, new, status="in_progress"):
        leads = "lead_codes" if add is add_assignment else "department_codes"
        key = {"business_key": code, "code": code}
        add(**key, **{leads: old}, as_of_date=OLD, state_from=date(1, 1, 1), state_until=NEW)
        add(**key, **{leads: new}, as_of_date=NEW, state_from=NEW, status=status)

    handed(add_assignment, "1.1", old=["QLDT"], new=["QLLD"])
    handed(add_assignment, "1.2", old=["QLDT", "VP"], new=["QLDT"])
    handed(add_assignment, "1.3", old=["QLDT"], new=["QLLD"], status="done")
    handed(add_shortfall, "2.1", old=[], new=["QLLD"])

    def told(one):
        rows = obligation_moves(one, from_day=OLD, to_day=NEW).to_dict("records")
        assert all(map(is_balanced, rows)) and not any(row["new"] or row["gone"] for row in rows)
        return {
            (row["department_code"], row["obligation"]):
            tuple(row[n] for n in ("left_before", "done", "moved_in", "moved_out", "left_after")) for row in rows
        }  # fmt: skip

    whole = told(reader)
    assert whole == {
        ("QLDT", "assignment"): (3, 0, 0, 2, 1),
        ("QLLD", "assignment"): (0, 1, 2, 0, 1),
        ("VP", "assignment"): (1, 0, 0, 1, 0),
        (TOTAL, "assignment"): (3, 1, 2, 2, 2),
        ("QLLD", "shortfall"): (0, 0, 1, 0, 1),
        ("", "shortfall"): (1, 0, 0, 1, 0),
        (TOTAL, "shortfall"): (1, 0, 1, 1, 1),
    }
    for code in ("QLDT", "QLLD", "VP"):
        own = {pair: row for pair, row in told(reader_for(code)).items() if pair[0] == code}
        assert own == {pair: row for pair, row in whole.items() if pair[0] == code}, code


STATES = (
    {"is_reported": True, "is_archived": False}, {"is_reported": False, "is_archived": True},
    {"is_reported": True, "is_archived": True, "work_file_code": "HS-1"}, {"is_reported": False, "status": "cancelled"},
)  # fmt: skip


@pytest.mark.parametrize("seed", range(8))
def test_whatever_happens_leads_from_what_was_left_to_what_is_left_for_every_reader(warehouse, seed):
    """Tasks and shortfalls that come, go, vanish, are cancelled, taken back or handed over, at random."""
    luck, units = Random(seed), ("VP", "QLDT", "QLLD")
    for unit in luck.sample(units, 2):
        warehouse.add("work_file", work_file_code="HS-1", department_code=unit, title="Hồ sơ")
    for n in range(40):
        old = {"business_key": f"{n}", "department_code": luck.choice(units), **luck.choice(STATES)}
        new = {**old, **luck.choice(STATES), "department_code": luck.choice((old["department_code"], *units))}
        kind = luck.choice(("came", "vanished", "stayed", "changed", "changed"))
        if kind == "came":
            warehouse.add("task", **new, as_of_date=NEW, state_from=NEW, assigned_date=NEW)
            continue
        ends = {"vanished": {"vanished_from": NEW}, "changed": {"state_until": NEW}}.get(kind, {})
        warehouse.add("task", **old, as_of_date=OLD, **ends)
        if kind == "changed":
            warehouse.add("task", **new, as_of_date=NEW, state_from=NEW)
    for n in range(10):
        for day, ends in ((OLD, {"state_until": NEW}), (NEW, {"state_from": NEW})):
            leads = luck.sample(units, luck.randint(1, 2))
            warehouse.add(
                "shortfall", code=f"{n}", business_key=f"{n}", department_codes=leads, as_of_date=day,
                status=luck.choice(("done", "in_progress")), **ends,
            )  # fmt: skip

    found = {}
    for codes in ((), *((unit,) for unit in units)):
        reader = warehouse.reader(*codes)
        before, after = left_on(reader, OLD), left_on(reader, NEW)
        for row in obligation_moves(reader, from_day=OLD, to_day=NEW).to_dict("records"):
            pair = row["department_code"], row["obligation"]
            assert (row["left_before"], row["left_after"]) == (before.get(pair, 0), after.get(pair, 0)), pair
            assert is_balanced(row), pair
            assert pair[0] == TOTAL or found.setdefault(pair, row) == row, pair
    assert len(found) > 5


def test_each_step_is_done_reopened_new_and_gone_by_itself(add_task, reader):
    def twice(key, old, new):
        until = {"state_until": NEW} if new is not None else {}
        if old is not None:
            add_task(business_key=key, as_of_date=OLD, state_from=date(1, 1, 1), **until, **old)
        if new is not None:
            add_task(business_key=key, as_of_date=NEW, state_from=NEW, **new)

    twice("reported since", {"is_reported": False}, {"is_reported": True})
    twice("no longer reported", {"is_reported": True}, {"is_reported": False})
    twice("as it was", {"is_reported": False}, {"is_reported": False})
    twice("new", None, {"is_reported": False})
    twice("cancelled", {"is_reported": False}, {"is_reported": False, "status": "cancelled"})

    found = obligation_moves(reader, from_day=OLD, to_day=NEW).to_dict("records")

    (row,) = [one for one in found if (one["department_code"], one["obligation"]) == (TOTAL, "task_reported")]
    assert {name: row[name] for name in ("left_before", "new", "done", "reopened", "gone", "left_after")} == {
        "left_before": 3, "new": 1, "done": 1, "reopened": 1, "gone": 1, "left_after": 3,
    }  # fmt: skip
    assert all(is_balanced(one) for one in found)


def test_what_moves_in_no_export_of_tasks_is_told_all_the_same(office):
    said = obligation_moves_words(
        obligation_moves(office, from_day=OLD, to_day=NEW), from_day=OLD, to_day=NEW
    )

    assert "Phụ lục 1 xong 4" in said.replace("\u00a0", " ")
    assert last_differing(office, as_of=NEW) == (date(2023, 11, 9), OLD)


def test_the_moves_of_the_criteria_are_the_change_of_the_whole(office):
    before, after = (assess(office, as_of=day) for day in (date(2023, 11, 8), NEW))

    found = moves(before, after)

    assert sum(move.points for move in found) == total(after).at_risk - total(before).at_risk
    assert all(move.why for move in found)

"""As of day D the newest build says what the build that was current on D said."""

import random
from datetime import date, timedelta

import pandas as pd
import pytest

from metrics.counts.tasks import tasks as task_counts
from metrics.limits.changes import changes_between
from metrics.pace.burn_up import burn_up
from metrics.pace.forecast import forecast
from metrics.progress.completion import completion
from metrics.progress.department_score import department_score
from metrics.progress.fair_score import fair_score
from metrics.progress.what_is_left import what_is_left
from store.current.warehouse import open_reader
from store.disk.home import Home
from tests.store.conftest import OFFICE, an_import, put, table

FIRST = date(2023, 10, 30)
UNITS = ("VP", "QLDT", "TNMT")
QUESTIONS = {
    "tasks": task_counts,
    "completion": completion,
    "department_score": department_score,
    "fair_score": fair_score,
    "forecast": forecast,
    "what_is_left": what_is_left,
}


def exports(seed):
    """Six exports of a changing office: items come, get done, are reopened, moved and vanish; some speak for one unit."""
    luck = random.Random(seed)
    items: dict[str, dict] = {}
    for number in range(6):
        on = FIRST + timedelta(days=2 * number + luck.randint(0, 1))
        for _ in range(luck.randint(3, 8)):
            key = f"t{len(items)}"
            items[key] = {"business_key": key, "task_code": key, "department_code": luck.choice(UNITS),
                          "assigned_date": on - timedelta(days=luck.randint(0, 9)), "due_date": on + timedelta(days=9),
                          "completed_date": None, "is_reported": False, "reported_date": None, "is_archived": False,
                          "archived_date": None, "work_file_code": None, "subject": "Việc"}  # fmt: skip
        for row in items.values():
            _live(row, on, luck)
        listed = [row for row in items.values() if luck.random() > 0.05]
        if number in (2, 4):
            only = luck.choice(UNITS)
            listed = [row for row in listed if row["department_code"] == only] or listed
        written = [dict(row) for row in listed]
        plans = [{"business_key": f"p{n}", "year": 2022, "code": f"p{n}", "department_code": luck.choice(UNITS),
                  "department_codes": [luck.choice(UNITS)], "status": "done" if luck.random() < number / 6 else "in_progress"}
                 for n in range(5)]  # fmt: skip
        day_month = f"{on.day}/{on.month}"
        yield on, an_import(f"e{number}", table("hpnet_tasks", day_month, written),
                            table("shortfalls", day_month, plans, sheet="P"))  # fmt: skip


def _live(row, on, luck):
    if row["completed_date"] is None and luck.random() < 0.3:
        done_on = on - timedelta(days=luck.randint(0, 1))
        row.update(completed_date=done_on, is_reported=True, reported_date=done_on)
    elif row["is_reported"] and not row["is_archived"] and luck.random() < 0.5:
        row.update(is_archived=True, archived_date=on, work_file_code="HS")
    elif row["is_archived"] and luck.random() < 0.05:
        row.update(
            completed_date=None, is_reported=False, reported_date=None, is_archived=False, archived_date=None
        )
    if luck.random() < 0.05:
        row["due_date"] += timedelta(days=3)


def answers(home: Home, on: date) -> dict[str, pd.DataFrame]:
    reader = open_reader(home, OFFICE)
    found = {name: ask(reader, as_of=on) for name, ask in QUESTIONS.items()}
    chart = burn_up(reader, as_of=on, obligation="task_archived")
    if chart is not None:
        found |= {"burn_up": chart.history, "fan": chart.fan}
    found["changes"] = changes_between(reader, kind="hpnet_tasks", from_day=FIRST, to_day=on)
    return found


@pytest.mark.parametrize("seed", [1, 2])
def test_every_question_of_a_past_day_has_the_answer_it_had_then(home, seed):
    loaded, then = [], {}
    for on, parsed in exports(seed):
        loaded.append(parsed)
        put(home, *loaded)
        then[on] = answers(home, on)

    for on, told in then.items():
        now = answers(home, on)
        for name, table_then in told.items():
            pd.testing.assert_frame_equal(now[name], table_then, obj=f"{name} on {on}")


def test_a_day_between_two_exports_has_the_state_of_the_earlier_one(home):
    loaded = [parsed for _, parsed in exports(7)]
    days = [on for on, _ in exports(7)]
    put(home, *loaded)
    reader = open_reader(home, OFFICE)

    between = days[-2] + timedelta(days=1)
    if between < days[-1]:
        columns = ["total", "completed", "reported", "archived"]
        pd.testing.assert_frame_equal(
            task_counts(reader, as_of=between)[columns], task_counts(reader, as_of=days[-2])[columns]
        )

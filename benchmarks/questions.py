"""What each metric costs on ten thousand and on ten million tasks."""

import time
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.measure import Result
from benchmarks.warehouse import filled_warehouse
from domain.departments import all_codes
from domain.scope import Scope
from metrics.completion import completion
from metrics.department_score import department_score
from metrics.tasks import tasks

AS_OF = date(2023, 11, 12)
EVERYTHING = Scope(all_codes(), is_whole_office=True)
BY_HAND = Path(__file__).with_name("tasks_by_hand.sql")
SMALL, LARGE = 10_000, 10_000_000


def run() -> list[Result]:
    """Growth over a thousandfold, and the time at the large end."""
    took = {rows: timed(rows) for rows in (SMALL, LARGE)}
    results = []
    for name in ("tasks", "completion", "department_score"):
        growth = took[LARGE][name] / took[SMALL][name]
        results.append(
            Result(f"{name}: 10.000 → 10.000.000 việc", growth, 60, "thời gian tăng bao nhiêu lần")
        )
        results.append(Result(f"{name} trên 10.000.000 việc", took[LARGE][name], 1, "thời gian", unit=" s"))
    hand = took[LARGE]["by_hand"]
    results.append(Result("tasks so với SQL viết tay", took[LARGE]["tasks"] / hand, 1.3, "10.000.000 việc"))
    return results


def timed(rows: int) -> dict[str, float]:
    """The best of three for each metric on *rows* tasks."""
    reader = filled_warehouse(rows, AS_OF, EVERYTHING)
    questions: dict[str, Any] = {
        "tasks": lambda: tasks(reader, as_of=AS_OF),
        "completion": lambda: completion(reader, as_of=AS_OF),
        "department_score": lambda: department_score(reader, as_of=AS_OF),
        "by_hand": lambda: reader.query(BY_HAND, as_of=AS_OF),
    }
    return {name: best(question) for name, question in questions.items()}


def best(question: Any) -> float:
    """The shortest of three runs."""
    taken = []
    for _ in range(3):
        start = time.perf_counter()
        question()
        taken.append(time.perf_counter() - start)
    return min(taken)

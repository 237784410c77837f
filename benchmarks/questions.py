"""What each metric costs on ten thousand and on ten million tasks, and the whole judgement on the samples."""

import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from benchmarks.measure import Result, cost
from benchmarks.warehouse import filled_warehouse, samples_home
from domain.agency.scope import whole_office
from metrics.counts.tasks import tasks
from metrics.pace.forecast import forecast
from metrics.points.index import index
from metrics.points.risk import risk
from metrics.progress.completion import completion
from metrics.progress.department_score import department_score
from store.builds.reader import Reader
from store.current.warehouse import open_reader

AS_OF = date(2023, 11, 12)
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
    return [*results, *on_the_samples()]


def on_the_samples() -> list[Result]:
    """CPU of what a page of the index and of the forecast asks when nothing is kept yet, on the samples."""
    with tempfile.TemporaryDirectory() as name:
        home = samples_home(Path(name))

        def fresh() -> Reader:
            return open_reader(home, whole_office())

        as_of = fresh().newest_as_of() or AS_OF
        asked: dict[str, tuple[Callable[[], Any], int]] = {
            "risk và index tính lại": (
                lambda: (risk(fresh(), as_of=as_of), index(fresh(), as_of=as_of)),
                300,
            ),
            "forecast mọi đơn vị": (lambda: forecast(fresh(), as_of=as_of), 150),
        }
        results = []
        for words, (question, budget) in asked.items():
            question()  # imports and files of rules, read once in the life of a server
            spent = cost(question, times=7) * 1000
            results.append(Result(f"{words}, số liệu mẫu", spent, budget, "CPU, trung vị 7 lần", unit=" ms"))
        return results


def timed(rows: int) -> dict[str, float]:
    """The best of three for each metric on *rows* tasks."""
    reader = filled_warehouse(rows, AS_OF, whole_office())
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

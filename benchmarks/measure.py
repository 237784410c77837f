"""How long a thing takes in CPU time, and how a ratio is printed beside its budget."""

import gc
import resource
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Result:
    """
    One measured ratio.

    Attributes:
        what: What was measured.
        value: The ratio, or the value where a budget is absolute.
        budget: What it may be at most; None where it is only told.
        note: The baseline, and the sizes.
    """

    what: str
    value: float
    budget: float | None
    note: str
    unit: str = "×"

    @property
    def line(self) -> str:
        """One row of the printed table."""
        limit = "" if self.budget is None else f"≤ {self.budget:g}{self.unit}"
        verdict = "" if self.budget is None else ("đạt" if self.value <= self.budget else "VƯỢT")
        return f"| {self.what} | {self.value:.2f}{self.unit} | {limit} | {verdict} | {self.note} |"


def cpu_seconds() -> float:
    """CPU seconds of this process and its ended children."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def cost(work: Callable[[], Any], *, times: int = 3) -> float:
    """The median CPU seconds of *work* over *times* runs, children included."""
    taken = []
    for _ in range(times):
        gc.collect()
        before = cpu_seconds()
        work()
        taken.append(cpu_seconds() - before)
    return statistics.median(taken)

"""Which metrics are there, from which kinds of source, with which columns?"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

import pandas as pd

MetricFunction = Callable[..., pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Metric:
    """
    One question that pages, reports and the command line ask alike.

    The module is imported at the first question, so that a command that needs one
    metric does not pay for the libraries of all.

    Attributes:
        name: Name on the command line; the function of the same name lives in ``metrics.<room>.<name>``.
        room: Package of `metrics` that answers it.
        kinds: Kinds of source it reads.
        columns: Column names of its table, in order.
    """

    name: str
    room: str
    kinds: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def function(self) -> MetricFunction:
        """``function(reader, as_of=…, department=…)`` returns the table."""
        return getattr(import_module(f"metrics.{self.room}.{self.name}"), self.name)


_OF_COMPLETION = (
    "hpnet_tasks", "hpnet_summary", "work_files", "dossiers", "apologies",
    "shortfalls", "assignments", "outgoing_documents",
)  # fmt: skip

_OF_INDEX = (*_OF_COMPLETION, "indicator_set", "indicator_scores", "sipas", "ddci")

_METRICS = (
    Metric("tasks", "counts", ("hpnet_tasks",), (
        "department_code", "total", "completed", "completed_on_time", "completed_late", "open", "open_overdue",
        "open_in_time", "open_no_deadline", "reported", "archived", "with_work_file",
    )),
    Metric("work_files", "counts", ("work_files",), (
        "department_code", "total", "closed", "submitted_to_archive", "documents", "complete",
    )),
    Metric("dossiers", "counts", ("dossiers",), (
        "department_code", "total", "resolved", "resolved_on_time", "resolved_late", "pending", "pending_overdue",
        "online",
    )),
    Metric("apologies", "counts", ("dossiers", "apologies"), (
        "department_code", "total", "apologised", "missing", "late", "invalid", "days_late",
    )),
    Metric("documents", "counts", ("outgoing_documents",), ("department_code", "total", "signed")),
    Metric("assignments", "counts", ("assignments",), ("department_code", "total", "done", "overdue")),
    Metric("shortfalls", "counts", ("shortfalls",), ("department_code", "total", "lost", "recovered", "open")),
    Metric("completion", "progress", _OF_COMPLETION, (
        "department_code", "obligation", "required", "done", "rate_pct", "not_applicable", "vanished",
        "data_age_days", "from_summary",
    )),
    Metric("department_score", "progress", _OF_COMPLETION, ("department_code", "score", "coverage_pct", "rank", "band")),
    Metric("forecast", "pace", _OF_COMPLETION, (
        "department_code", "campaign", "obligation", "remaining", "required_per_day", "pace_per_day", "p_on_time",
        "expected_date", "points_used", "points_needed",
    )),
    Metric("scores", "points", ("indicator_scores",), (
        "department_code", "criteria", "max", "self_score", "appraised", "lost", "appraised_lost",
    )),
    Metric("risk", "points", _OF_INDEX, (
        "code", "max_score", "expected_score", "expected_loss", "level", "reasons", "owners",
    )),
    Metric("index", "points", _OF_INDEX, (
        "expected", "p10", "p25", "p75", "p90", "max", "known_max", "unknown_points", "appraisal_points", "bonus",
        "penalty", "index_pct",
    )),
    Metric("published", "counts", ("sipas", "ddci", "par_results"), (
        "index", "year", "agency", "component", "score", "rank", "of",
    )),
)  # fmt: skip

CATALOGUE: dict[str, Metric] = {metric.name: metric for metric in _METRICS}

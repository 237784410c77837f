"""Which table holds the rows of each kind of source, and how its rows come and go."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class FactTable:
    """
    How the rows of one kind behave. Every expression is SQL over the table's own columns.

    Attributes:
        kind: Kind of source.
        table: Table in schema core.
        department: Department that a row belongs to; '' where no single one does.
        natural_date: The row's own date, compared with the period an export covers.
        part: What a table speaks for besides departments, such as the year.
        ends: What ends a row. ``key``: a newer row of its key, and without one it is
            vanished; ``key_only``: a newer row alone; ``table``: a newer table of the same part.
        only: Condition where the table holds several kinds.
    """

    kind: str
    table: str
    department: str = "''"
    natural_date: str = "null::date"
    part: str = "''"
    ends: Literal["key", "key_only", "table"] = "key"
    only: str = "true"

    @property
    def has_departments(self) -> bool:
        """Tell whether a row belongs to one department, so that an export may speak for some only."""
        return self.department != "''"

    @property
    def needs_department(self) -> bool:
        """Tell whether a row without a department is rejected, so that none read means none known."""
        return self.has_departments and "coalesce" not in self.department


FACTS = (
    FactTable("hpnet_tasks", "task", "department_code", "assigned_date"),
    FactTable("hpnet_summary", "hpnet_summary", "department_code", ends="table"),
    FactTable("work_files", "work_file", "department_code", "opened_date"),
    FactTable("outgoing_documents", "outgoing_document", "department_code", "issued_date"),
    FactTable("dossiers", "dossier", "department_code", "received_at::date"),
    FactTable("dossier_counts", "dossier_count", "coalesce(department_code, '')", "as_of_date", ends="table"),
    FactTable("apologies", "apology", "coalesce(department_code, '')", "apology_date"),
    FactTable("indicator_set", "indicator", part="decision", ends="table"),
    FactTable("indicator_scores", "indicator_score", part="year || ' ' || round"),
    FactTable("shortfalls", "shortfall", part="year::text"),
    FactTable("assignments", "assignment", part="year::text"),
    FactTable("sipas", "index_result", ends="key_only", only="kind = 'sipas'"),
    FactTable("ddci", "index_result", ends="key_only", only="kind = 'ddci'"),
    FactTable("par_results", "index_result", ends="key_only", only="kind = 'par_results'"),
)

KINDS: dict[str, FactTable] = {fact.kind: fact for fact in FACTS}

# Columns of every fact table that the store fills itself.
STORE_COLUMNS = ("import_id", "sheet", "as_of_date", "state_from", "state_until", "vanished_from")

"""How many rows of a kind stand at the end of a day, whose are they, and how many of them are done or gone?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from store.builds.kinds import KINDS
from store.builds.reader import Reader


@dataclass(frozen=True, slots=True)
class Standing:
    """
    The rows of one department and part (such as a year).

    Attributes:
        rows: All of them, those that vanished included.
        old: Those whose own date lies on or before the day asked about, or that have none.
        done: Rows that are done, or the sum that a table of counts gives.
        gone: Rows that a later export no longer has.
    """

    rows: int = 0
    old: int = 0
    done: int = 0
    gone: int = 0


def rows_standing(
    reader: Reader, kind: str, as_of: date, *, old_until: date
) -> Mapping[tuple[str, str], Standing]:
    """The state of *kind* at the end of *as_of* by department and part."""
    fact = KINDS[kind]
    done = f"coalesce(sum({fact.summed}), 0)" if fact.summed else f"count(*) filter (where {fact.done})"
    found = reader.records(
        f"select {fact.department} as department_code, {fact.part} as part, count(*) as rows,"
        f" count(*) filter (where {fact.natural_date} is null or {fact.natural_date} <= $old_until) as old,"
        f" {done} as done, count(*) filter (where vanished_from <= $as_of) as gone"
        f" from scoped.{fact.table} where {fact.only} and state_from <= $as_of"
        " and (state_until is null or state_until > $as_of) group by 1, 2",
        as_of=as_of,
        old_until=old_until,
    )
    return {
        (row["department_code"] or "", row["part"] or ""): Standing(
            row["rows"], row["old"], int(row["done"] or 0), row["gone"]
        )
        for row in found
    }


def newest_loaded_day(reader: Reader, kind: str) -> date | None:
    """The newest day of *kind* that is loaded."""
    rows = reader.records(
        "select max(as_of_date) as day from scoped.import_table where kind = $kind", kind=kind
    )
    return rows[0]["day"] if rows else None


def stated_scores(
    reader: Reader, as_of: date
) -> dict[tuple[int, str], dict[str, tuple[float | None, float | None]]]:
    """Per year and round the points and the maximum that are stated for each criterion at the end of *as_of*."""
    found: dict[tuple[int, str], dict[str, tuple[float | None, float | None]]] = {}
    for row in reader.records(
        "select year, round, code, coalesce(final_score, appraised_2, appraised_1, self_score, survey_score) as points,"
        " max_score from scoped.indicator_score where state_from <= $as_of"
        " and (state_until is null or state_until > $as_of)",
        as_of=as_of,
    ):
        found.setdefault((row["year"], row["round"]), {})[row["code"]] = (row["points"], row["max_score"])
    return found

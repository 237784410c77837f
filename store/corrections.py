"""The corrections people made, as rows of the application database."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from store.application import correction, now, writing
from store.building import AppliedCorrection
from store.home import Home
from store.records import listed

IN_FORCE = ("active", "retired")


def write_correction(
    home: Home, *, person: str, reason: str, moment: datetime | None = None, **values: Any
) -> int:
    """Write one correction down; an earlier one of the same cell is superseded by it."""
    same = _same_cell(values)
    with writing(home) as connection:
        connection.execute(
            sa.update(correction).where(same, correction.c.state.in_(IN_FORCE)).values(state="superseded")
        )
        key = connection.execute(
            sa.insert(correction).values(
                **values, person=person, reason=reason, made_at=moment or now(), state="active"
            )
        ).inserted_primary_key
    return int(key[0]) if key else 0


def _same_cell(values: dict[str, Any]) -> Any:
    names = ("kind", "business_key", "column_name")
    if values.get("business_key") is None:
        names = ("sha256", "sheet", "source_row", "column_name")
    return sa.and_(
        *(correction.c[name] == values.get(name) for name in names), correction.c.state.in_(IN_FORCE)
    )


def end_correction(home: Home, number: int, *, person: str, moment: datetime | None = None) -> bool:
    """Take a correction back; False where it was not in force."""
    with writing(home) as connection:
        done = connection.execute(
            sa.update(correction)
            .where(correction.c.id == number, correction.c.state.in_(IN_FORCE))
            .values(state="reversed", reversed_by=person, reversed_at=moment or now())
        )
    return done.rowcount == 1


def corrections_in_force(home: Home) -> list[dict[str, Any]]:
    """Corrections that enter a build: active ones, and retired ones for the days before they retired."""
    return listed(home, correction, state=IN_FORCE)


def all_corrections(home: Home) -> list[dict[str, Any]]:
    """Every correction ever made, newest first."""
    return listed(home, correction, newest_first=True)


def applied(rows: list[dict[str, Any]]) -> list[AppliedCorrection]:
    """Those of *rows* that are keyed by business key, as a build applies them."""
    return [
        AppliedCorrection(
            correction_id=str(row["id"]),
            kind=row["kind"],
            business_key=row["business_key"],
            column_name=row["column_name"],
            value_found=row["value_found"],
            value=row["value"],
            as_of=row["as_of"] or date.min,
        )
        for row in rows
        if row["business_key"] is not None
    ]


def retire(home: Home, caught: dict[str, date]) -> None:
    """Mark as retired exactly the corrections in force that the sources have *caught* up with."""
    with writing(home) as connection:
        for row in connection.execute(
            sa.select(correction).where(correction.c.state.in_(IN_FORCE))
        ).mappings():
            day = caught.get(str(row["id"]))
            state = "active" if day is None else "retired"
            if (row["state"], row["retired_as_of"]) != (state, day):
                connection.execute(
                    sa.update(correction)
                    .where(correction.c.id == row["id"])
                    .values(state=state, retired_as_of=day)
                )

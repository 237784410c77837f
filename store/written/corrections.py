"""The corrections people made, as rows of the application database."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from domain.said.citizens import for_record
from store.builds.building import AppliedCorrection
from store.disk.home import Home
from store.written.application import correction, now, writing
from store.written.audit import recorded
from store.written.records import change, found, listed

IN_FORCE = ("active", "retired")


def write_corrections(home: Home, many: Sequence[Mapping[str, Any]], **said: Any) -> list[int]:
    """Write several down, all with what is *said* of them as `write_correction` takes it; return their numbers."""
    return [write_correction(home, **one, **said) for one in many]


def write_correction(
    home: Home,
    *,
    person: str,
    reason: str,
    moment: datetime | None = None,
    waits_with: Collection[int] | None = None,
    **values: Any,
) -> int:
    """
    Write one correction down; an earlier one of the same cell is superseded by it.

    Args:
        waits_with: Of a waiting file, the numbers of its corrections so far. This one counts only once the file is
            published; until then it supersedes theirs alone, never what somebody else made for another waiting file.
    """
    same = same_cell(values)
    name = values["column_name"]
    thing = values.get("business_key") or f"{values.get('sheet')}, dòng {values.get('source_row')}"
    with (
        recorded(
            home, person, "correction_made", object_kind=str(values.get("kind")), object_id=thing,
            before={name: for_record(name, values.get("value_found"))},
            after={name: for_record(name, values.get("value")), "reason": reason},
        ),
        writing(home) as connection,
    ):  # fmt: skip
        earlier = (
            correction.c.state.in_(IN_FORCE)
            if waits_with is None
            else sa.and_(correction.c.state == "waiting", correction.c.id.in_(waits_with))
        )
        connection.execute(sa.update(correction).where(same, earlier).values(state="superseded"))
        key = connection.execute(
            sa.insert(correction).values(
                **values,
                person=person,
                reason=reason,
                made_at=moment or now(),
                state="active" if waits_with is None else "waiting",
            )
        ).inserted_primary_key
    return int(key[0]) if key else 0


def same_cell(values: Mapping[str, Any]) -> Any:
    """The condition that a correction is of the cell that *values* names."""
    names = ("kind", "business_key", "column_name")
    if values.get("business_key") is None:
        names = ("sha256", "sheet", "source_row", "column_name")
    return sa.and_(*(correction.c[name] == values.get(name) for name in names))


def end_correction(home: Home, number: int, *, person: str, moment: datetime | None = None) -> bool:
    """Take a correction back; False where it was not in force."""
    row = found(home, correction, number)
    if row is None or row["state"] not in (*IN_FORCE, "waiting"):
        return False
    thing = {"object_kind": row["kind"], "object_id": row["business_key"] or row["sheet"] or ""}
    name = row["column_name"]
    was, then = {name: for_record(name, row["value"])}, {name: for_record(name, row["value_found"])}
    with recorded(home, person, "correction_reversed", before=was, after=then, **thing):
        change(home, correction, number, state="reversed", reversed_by=person, reversed_at=moment or now())
    return True


def withdraw(home: Home, numbers: Collection[int], *, standing: Collection[int], person: str) -> None:
    """Take corrections back that came into no build; in their cells those of *standing* count again."""
    for row in listed(home, correction, id=list(numbers)):
        if end_correction(home, row["id"], person=person):
            with writing(home) as connection:
                under = sa.and_(
                    same_cell(row), correction.c.id.in_(standing), correction.c.state == "superseded"
                )
                connection.execute(sa.update(correction).where(under).values(state="active"))


def resume(home: Home, row: Mapping[str, Any], *, person: str) -> None:
    """Let the correction *row* count as it did before it was taken back: no build came about without it."""
    name, thing = (
        row["column_name"],
        {"object_kind": row["kind"], "object_id": row["business_key"] or row["sheet"] or ""},
    )
    was, then = {name: for_record(name, row["value_found"])}, {name: for_record(name, row["value"])}
    with recorded(home, person, "correction_made", before=was, after=then, **thing):
        change(home, correction, row["id"], state=row["state"], reversed_by=None, reversed_at=None)


def corrections_in_force(home: Home, *, waiting: Sequence[int] = ()) -> list[dict[str, Any]]:
    """
    Corrections that enter a build: active ones, and retired ones for the days before they retired.

    Args:
        waiting: Numbers of corrections that would count too, in the order in which they would be put in force: each
            in place of those of its cell before it.
    """
    standing = listed(home, correction, state=IN_FORCE)
    if not waiting:
        return standing
    by_number = {row["id"]: row for row in listed(home, correction, state="waiting")}
    coming = {_cell_of(by_number[one]): by_number[one] for one in waiting if one in by_number}
    kept = [row for row in standing if _cell_of(row) not in coming]
    return [*kept, *sorted(coming.values(), key=lambda row: row["id"])]


def _cell_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
    names = ("kind", "business_key", "column_name")
    if row["business_key"] is None:
        names = ("sha256", "sheet", "source_row", "column_name")
    return tuple(row[name] for name in names)


def all_corrections(home: Home) -> list[dict[str, Any]]:
    """Every correction ever made, newest first."""
    return listed(home, correction, newest_first=True)


def applied(rows: Sequence[Mapping[str, Any]]) -> list[AppliedCorrection]:
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

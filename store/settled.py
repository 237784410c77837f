"""What somebody has settled once: spellings of departments, headings of sources."""

from datetime import datetime

import sqlalchemy as sa

from domain.text import fold, fold_words
from store.application import alias, heading, now, writing
from store.audit import recorded
from store.home import Home
from store.records import listed


def settle_alias(
    home: Home, text: str, department_code: str, *, person: str, moment: datetime | None = None
) -> None:
    """From now on *text* means *department_code*; the latest word counts."""
    _replace(
        home,
        alias,
        {"folded": fold(text)},
        {
            "text_seen": text,
            "department_code": department_code,
            "settled_by": person,
            "settled_at": moment or now(),
        },
    )


def settle_heading(
    home: Home, kind: str, text: str, column: str, *, person: str, moment: datetime | None = None
) -> None:
    """From now on heading *text* of *kind* is *column*, or is ignored where *column* is empty."""
    _replace(
        home,
        heading,
        {"kind": kind, "folded": fold_words(text)},
        {"heading_seen": text, "column_name": column, "settled_by": person, "settled_at": moment or now()},
    )


def aliases(home: Home) -> dict[str, str]:
    """Folded department text to code."""
    return {row["folded"]: row["department_code"] for row in listed(home, alias)}


def headings(home: Home, kind: str | None = None) -> dict[str, str]:
    """Folded heading to column name, of one kind or of all."""
    rows = listed(home, heading, kind=kind) if kind else listed(home, heading)
    return {row["folded"]: row["column_name"] for row in rows}


def _replace(home: Home, table: sa.Table, key: dict[str, str], values: dict) -> None:
    said = {name: value for name, value in values.items() if name not in ("settled_by", "settled_at")}
    before = [row for row in listed(home, table) if key.items() <= row.items()]
    was = {name: before[0][name] for name in said} if before else None
    thing = {"object_kind": table.name, "object_id": " ".join(key.values())}
    with (
        recorded(home, values["settled_by"], f"{table.name}_settled", before=was, after=said, **thing),
        writing(home) as connection,
    ):
        same = sa.and_(*(table.c[name] == value for name, value in key.items()))
        connection.execute(sa.delete(table).where(same))
        connection.execute(sa.insert(table).values(**key, **values))

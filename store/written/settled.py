"""What somebody has settled once: spellings of departments, headings of sources."""

from datetime import datetime

import sqlalchemy as sa

from domain.wording.text import fold_words
from store.disk.home import Home
from store.written.application import alias, heading, now, writing
from store.written.audit import recorded
from store.written.records import listed


def settle_heading(
    home: Home, kind: str, text: str, column: str, *, person: str, moment: datetime | None = None
) -> None:
    """From now on heading *text* of *kind* is *column*, or is ignored where *column* is empty; the latest word counts."""
    key, said = {"kind": kind, "folded": fold_words(text)}, {"heading_seen": text, "column_name": column}
    stood = [row for row in listed(home, heading, kind=kind) if row["folded"] == key["folded"]]
    before = {name: stood[0][name] for name in said} if stood else None
    thing = {"object_kind": "heading", "object_id": " ".join(key.values())}
    with (
        recorded(home, person, "heading_settled", before=before, after=said, **thing),
        writing(home) as connection,
    ):
        same = sa.and_(*(heading.c[name] == value for name, value in key.items()))
        connection.execute(sa.delete(heading).where(same))
        values = {**key, **said, "settled_by": person, "settled_at": moment or now()}
        connection.execute(sa.insert(heading).values(values))


def aliases(home: Home) -> dict[str, str]:
    """Folded department text to code."""
    return {row["folded"]: row["department_code"] for row in listed(home, alias)}


def headings(home: Home, kind: str | None = None) -> dict[str, str]:
    """Folded heading to column name, of one kind or of all."""
    rows = listed(home, heading, kind=kind) if kind else listed(home, heading)
    return {row["folded"]: row["column_name"] for row in rows}

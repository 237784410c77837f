"""How the head of each department is addressed, without a person's name."""

import csv
from dataclasses import dataclass

from domain.agency.departments import department_name
from domain.program.places import CODES, effective, kept


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one department: title to address, and the department's mailbox ('' where none is kept)."""

    code: str
    title_vi: str
    email: str


_FILE = CODES / "department_heads.csv"


@kept(_FILE)
def _heads() -> dict[str, Head]:
    with effective(_FILE).open(encoding="utf-8-sig", newline="") as file:
        rows = csv.DictReader(file)
        return {row["code"]: Head(row["code"], row["title_vi"], (row["email"] or "").strip()) for row in rows}


def head_of(code: str) -> Head:
    """Return the head of *code*; for a department not in the list a title made from its name."""
    return _heads().get(code) or Head(code, f"Thủ trưởng {department_name(code)}", "")


def has_head(code: str) -> bool:
    """Tell whether the list of heads names one for *code*."""
    return code in _heads()

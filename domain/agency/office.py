"""What is the office called, how does it sign, and who gathers its figures?"""

import csv
import tomllib
from dataclasses import MISSING, dataclass, fields
from pathlib import Path
from typing import Any

from domain.agency.departments import departments
from domain.program.errors import RuleNotFoundError
from domain.program.places import CODES, OFFICE_FILE, REFERENCE, effective, kept
from domain.wording.text import upper_first

_OWN_NAMES = REFERENCE / "own_agency.csv"


@dataclass(frozen=True, slots=True)
class Office:
    """
    The names of one office, as its pages and papers print them.

    Attributes:
        superior: The agency above, one line of the letterhead per line.
        letterhead: The office's own name on its letterhead, one line per line.
        province: The province or city whose agencies it is ranked among.
        notation: What stands after the type of a document: ``BQL`` in ``BC-BQL``.
        units_words: How all units together are called.
        whole_words: How the office as a whole is called where units stand beside it: ``Toàn Ban``.
        leaders_words: How its leadership is called: ``Lãnh đạo Ban``.
        e_office: The program in which work is handed out: ``HpNet``.
        gathering_unit: Code of the unit that gathers the figures and chases; empty where there is none.
        gathering_name: Its name.
        leadership: Codes of the leadership, which has no score.
    """

    name: str
    short_name: str
    superior: str
    letterhead: str
    place: str
    province: str
    notation: str
    head_title: str
    deputy_title: str
    gathering_head_title: str
    units_words: str
    whole_words: str
    leaders_words: str
    e_office: str
    gathering_unit: str = ""
    gathering_name: str = ""
    leadership: tuple[str, ...] = ()


KEYS: tuple[str, ...] = tuple(one.name for one in fields(Office) if one.default is MISSING)
"""What `office.toml` says; the rest comes from the list of units."""

SPOKEN = ("name", "e_office", "gathering_name", "short_name", "head_title", "deputy_title", "whole_words")
"""What a text may name in braces, to be said in the office's own words (`spoken`)."""


@kept(OFFICE_FILE, CODES / "departments.csv")
def office() -> Office:
    """
    Return the record of the office; a key that its own file lacks is the shipped one.

    Raises:
        RuleNotFoundError: The file cannot be read, or says something unknown.
    """
    path = effective(OFFICE_FILE)
    try:
        said = {**_content(OFFICE_FILE), **_content(path)}
        return Office(**{**said, **_roles()})
    except (OSError, tomllib.TOMLDecodeError, TypeError, UnicodeDecodeError) as problem:
        raise RuleNotFoundError(
            "Không đọc được thông tin cơ quan", where=f"data/{path.name}",
            remedy="Ghi đủ các mục như tệp mẫu kèm phần mềm.",
        ) from problem  # fmt: skip


def _content(path: Path) -> dict[str, str]:
    return tomllib.loads(path.read_text(encoding="utf-8-sig"))


def _roles() -> dict[str, Any]:
    offices = [d for d in departments() if d.kind == "office"]
    gathering = next((d for d in offices if d.valid_until is None), offices[-1] if offices else None)
    return {
        "gathering_unit": gathering.code if gathering else "",
        "gathering_name": gathering.name_vi if gathering else "đơn vị tổng hợp",
        "leadership": tuple(d.code for d in departments() if d.kind == "leadership"),
    }


@kept(OFFICE_FILE, _OWN_NAMES)
def spellings() -> tuple[str, ...]:
    """Every spelling of the office's name, as `reference/own_agency.csv` lists them; its full name first."""
    names = [office().name, office().letterhead.replace("\n", " ")]
    if (path := effective(_OWN_NAMES)).exists():
        with path.open(encoding="utf-8-sig", newline="") as file:
            names += [row["name"] for row in csv.DictReader(file)]
    return tuple(dict.fromkeys(names))


@kept(OFFICE_FILE, CODES / "departments.csv")
def spoken(text: str) -> str:
    """
    *text* with the office's own words for what stands in braces.

    >>> spoken("Chưa có bản xuất {e_office} nào."), spoken("{một}")
    ('Chưa có bản xuất HpNet nào.', '{một}')
    """
    own, is_sentence = office(), text.startswith("{gathering_name}")
    for name in SPOKEN:
        text = text.replace(f"{{{name}}}", getattr(own, name))
    return upper_first(text) if is_sentence else text

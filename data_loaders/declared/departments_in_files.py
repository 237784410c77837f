"""Which department does a cell, a group row or a title mean?"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from domain.agency.departments import departments
from domain.agency.office import office, spellings
from domain.program.places import CODES, OFFICE_FILE, REFERENCE, effective, kept
from domain.wording.text import clean, fold, fold_words

_NUMBERING = re.compile(r"^\s*(?:[-+*•]|(?:[IVXLC]+|\d{1,2}(?:\.\d{1,2})*|[a-zA-Zđ])\s*[.)\-/:])\s*(?=\S)")
_LABEL = re.compile(
    r"^(?:tên\s+)?(?:đơn vị(?:\s+(?:xử lý|chủ trì|báo cáo|thực hiện))?|phòng(?:\s*[,/]\s*đơn vị)?|phòng ban|bộ phận)\s*:\s*",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s*(?:\([^()]*\)|[:–—-]\s*(?:tổng\s*(?:số|cộng)?\s*:?\s*)?\d+\s*[^\d]*|:)\s*$", re.IGNORECASE
)
_SPLIT = re.compile(r"(\s*[;\n]\s*|\s*,\s*|\s*/\s*|\s+và\s+|\s*\+\s*|\s+-\s+|\s*&\s*)", re.IGNORECASE)
_REMARK = re.compile(
    r"\((?:chủ trì|đầu mối|chính|chịu trách nhiệm chính|xử lý chính|thực hiện"
    r"|(?:đ/c|đồng chí|ông|bà|anh|chị|cv\.?|chuyên viên)\s[^()]{1,40})\)",
    re.IGNORECASE,
)
_COMRADE = re.compile(r"\bđ/c[.:]?\s*", re.IGNORECASE)  # its stroke parts no units
# Whoever stands beside a unit is named by title or by a family name; anything else may be another unit.
_PERSON = re.compile(
    r"(?i:(?:đ/c|đồng chí|ông|bà|anh|chị|cv\.?|chuyên viên):?\s+)\w.{1,40}"
    r"|(?:Nguyễn|Trần|Lê|Phạm|Hoàng|Huỳnh|Phan|Vũ|Võ|Đặng|Bùi|Đỗ|Hồ|Ngô|Dương|Lý|Đào|Đoàn|Vương|Trịnh|Trương|Đinh|Lâm|Phùng|Mai|Tô|Tạ|Lưu|Lương|Tống|Quách|Nghiêm)"
    r"(?: [A-ZĐÀ-Ỹ][\w.]*){1,4}"
)
_MOST_PIECES = 40
_SCORED = frozenset({"office", "specialised", "service_unit"})
_UNITS, _GROUPS = CODES / "departments.csv", CODES / "department_groups.csv"


@dataclass(frozen=True)
class DepartmentResolver:
    """
    Finds department codes in text.

    Attributes:
        confirmed: Folded text to code, as Văn phòng has mapped it; these win.
    """

    confirmed: Mapping[str, str] = field(default_factory=dict)

    def one(self, text: str) -> str | None:
        """
        The single department that *text* names, else None.

        Exact spelling first, then without accents and punctuation; a folded spelling that
        several departments share is refused, and so is one whose đ stands where the known
        spelling has a d.

            >>> find = DepartmentResolver()
            >>> find.one("P.QLĐT"), find.one("phong quan ly dau tu"), find.one("QLĐN"), find.one("Phòng X")
            ('QLDT', 'QLDT', None, None)
        """
        named = clean(text)
        mapped = self.confirmed.get(fold(named)) or self.confirmed.get(fold_words(named))
        return mapped or _exact().get(named.casefold()) or _by_key(named)

    def every(self, text: str, as_of: date | None = None) -> tuple[list[str], list[str]]:
        """
        All departments that *text* names, in order, and the pieces that name none; "all units" are those there on *as_of*.

        A name that itself holds a comma or "và" is not cut; "Các phòng, đơn vị" is every scored one.

            >>> DepartmentResolver().every("Phòng QLĐT; Phòng Quy hoạch và Xây dựng, VP")
            (['QLDT', 'QHXD', 'VP'], [])
            >>> DepartmentResolver().every("VP và Phòng Lạ")
            (['VP'], ['Phòng Lạ'])
            >>> DepartmentResolver().every("Phòng QLĐT/ Nguyễn Văn A"), DepartmentResolver().every("VP (đ/c Lan)")
            ((['QLDT'], []), (['VP'], []))
        """
        whole = self.one(text)
        if whole:
            return [whole], []
        together = collective(text, as_of)
        if together:
            return list(together), []
        codes, unknown = self._pieces(_COMRADE.sub("đồng chí ", _REMARK.sub(" ", text)), as_of)
        return codes, [piece for piece in unknown if not (codes and is_person(piece))]

    def group(self, text: str) -> str | None:
        """The department of a group row or a title line, without its numbering, label and count."""
        bare = _NUMBERING.sub("", clean(text).replace("\n", " "))
        bare = _LABEL.sub("", bare).strip()
        return self.one(bare) or self.one(_TAIL.sub("", bare).strip())

    def _pieces(self, text: str, as_of: date | None) -> tuple[list[str], list[str]]:
        """Cut at the separators, the longest known runs first."""
        parts = _SPLIT.split(clean(text))[:_MOST_PIECES]
        codes: list[str] = []
        unknown: list[str] = []
        at = 0
        while at < len(parts):
            end, found = self._longest_run(parts, at, as_of)
            codes += [code for code in found if code not in codes]
            if not found and parts[at].strip():
                unknown.append(parts[at].strip())
            at = end + 2  # over the separator
        return codes, unknown

    def _longest_run(self, parts: list[str], at: int, as_of: date | None) -> tuple[int, list[str]]:
        for end in range(len(parts) - 1, at - 1, -2):
            run = _NUMBERING.sub("", "".join(parts[at : end + 1])).strip()
            code = self.one(run)
            if code:
                return end, [code]
            if together := collective(run, as_of):
                return end, list(together)
        return at, []


def is_person(text: str) -> bool:
    """
    Tell a person's name beside a unit's.

    >>> is_person("Nguyễn Văn A"), is_person("đ/c Lan"), is_person("Phòng Lạ"), is_person("Hải Quan")
    (True, True, False, False)
    """
    return bool(_PERSON.fullmatch(clean(text)))


@kept(_UNITS, _GROUPS, OFFICE_FILE)
def collective(text: str, as_of: date | None = None) -> tuple[str, ...]:
    """
    The departments that a collective name means, with *as_of* those there on it; empty when it is none.

    >>> len(collective("Các phòng, đơn vị")), collective("Phòng Lạ")
    (10, ())
    """
    kinds = _collectives().get(fold_words(text))
    if not kinds:
        return ()
    return tuple(
        d.code
        for d in departments()
        if d.is_scored and d.kind in kinds and (as_of is None or d.is_there(as_of))
    )


@kept(_GROUPS, OFFICE_FILE)
def _collectives() -> dict[str, frozenset[str]]:
    """Names of several units at once to their kinds: those of the file, and how this office calls all of its own."""
    with effective(_GROUPS).open(encoding="utf-8-sig", newline="") as file:
        listed = {
            fold_words(row["name_vi"]): frozenset(row["kinds"].split("|")) for row in csv.DictReader(file)
        }
    own = office()
    every = (
        own.units_words,
        f"Tất cả {own.units_words}",
        f"{own.units_words} thuộc {own.short_name}",
        own.whole_words,
    )
    return dict.fromkeys(map(fold_words, every), _SCORED) | listed


@kept(_UNITS)
def _exact() -> dict[str, str]:
    """Every spelling as written, case aside, to its code; a spelling of two departments is left out."""
    return _unambiguous((name.casefold(), code) for name, code in _names())


@kept(_UNITS, OFFICE_FILE, REFERENCE)
def _folded() -> dict[str, tuple[str, str]]:
    """Folded key to (spelling, code) where the key belongs to one department."""
    pairs = [(_key(name), code) for name, code in _names()]
    alone = _unambiguous(pairs)
    return {_key(name): (name, code) for name, code in reversed(_names()) if _key(name) in alone}


def _unambiguous(pairs) -> dict[str, str]:  # type: ignore[no-untyped-def]
    seen: dict[str, set[str]] = {}
    for key, code in pairs:
        seen.setdefault(key, set()).add(code)
    return {key: next(iter(codes)) for key, codes in seen.items() if len(codes) == 1}


@kept(_UNITS)
def _names() -> list[tuple[str, str]]:
    return [(name, d.code) for d in departments() for name in (d.name_vi, d.short_vi, d.code, *d.aliases)]


@kept(OFFICE_FILE, REFERENCE)
def _agency_tail() -> re.Pattern[str]:
    """The office's own name behind a unit's: "Phòng Quản lý Đầu tư thuộc Ban Quản lý"."""
    own = office()
    names = {fold_words(name) for name in (*spellings(), own.short_name, own.notation)}
    longest_first = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf" (?:thuoc )?(?:{'|'.join(map(re.escape, longest_first))})$")


def _key(text: str) -> str:
    """A spelling without accents, spaces and the words that offices abbreviate."""
    words = _agency_tail().sub("", fold_words(text.replace("&", " va ")))
    words = re.sub(r"^p(?:hong)? ", "phong ", words)
    words = re.sub(r"\b(?:q ly|ql)\b", "quan ly", words)
    words = re.sub(r"\btt\b", "trung tam", words)
    words = re.sub(r"\bvp\b", "van phong", words)
    words = re.sub(r"\b(?:va|cac)\b", "", words)
    return words.replace(" ", "").replace("y", "i")  # quản lý, quản lí


def _by_key(text: str) -> str | None:
    key = _key(text)
    for candidate in (key, key.removeprefix("phong"), f"phong{key}", key.replace("phongquanli", "phong", 1)):
        found = _folded().get(candidate)
        if found and candidate and not _contradicts(text, found[0]):
            return found[1]
    return None


def _contradicts(text: str, known: str) -> bool:
    """Tell whether *text* has a đ where the *known* spelling has a d: then it is another name."""
    ours, theirs = _dee(text), _dee(known)
    return (
        "đ" in ours
        and len(ours) == len(theirs)
        and any(a == "đ" and b == "d" for a, b in zip(ours, theirs, strict=True))
    )


def _dee(text: str) -> str:
    return "".join(c for c in clean(text).casefold() if c in "dđ")

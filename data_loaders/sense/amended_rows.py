"""What does each row of an amendment do, where no column says it: by its group, old beside new, or a sentence?"""

import re
from collections.abc import Sequence

from data_loaders.declared.statuses import status_of
from data_loaders.received.sheets import Cell, Sheet
from data_loaders.tables.headings import Mapped
from data_loaders.tables.layout import Layout
from data_loaders.tables.sheet_header import SheetText
from data_loaders.values.cells import says_nothing, shown
from data_loaders.values.criterion_codes import name_without_code
from data_loaders.values.typed import Table
from domain.wording.text import clean, fold_words

_LIST = "amendment"
_REMOVED = re.compile(r"^(?:bai bo|huy bo|bo|xoa)\b")
_ACTS = re.compile(r"^(?:sua doi|bo sung|bai bo|huy bo|thay the|dieu chinh|them|bo)\b")


def put_changes(table: Table, texts: SheetText, layout: Layout, found: Mapped) -> None:
    """Fill the action of every row of a set that has no column for it but says it otherwise."""
    if table.kind.name != "indicator_set" or table.has("action"):
        return
    rows = layout.data
    words = _by_columns(table, texts.sheet, rows, found) if found.old else _by_groups(texts, layout)
    if any(words):
        table.raw["action"] = words
        table.matches["action"] = table.matches["name"]


def _by_groups(texts: SheetText, layout: Layout) -> list[str | None]:
    """The words of the last group row above each row, where they say what is done."""
    acts: list[tuple[int, str]] = []
    for row, why in layout.skipped:
        line = [name_without_code(text) for text in texts.line(row)] if why in ("group", "title") else []
        said = next((text for text in line if _ACTS.match(fold_words(text)) and status_of(text, _LIST)), None)
        if said and (not layout.data or row > layout.data[0] or row < layout.data[0]):
            acts.append((row, said))
    acts.sort()
    return [next((text for at, text in reversed(acts) if at < row), None) for row in layout.data]


def _by_columns(table: Table, sheet: Sheet, rows: Sequence[int], found: Mapped) -> list[str | None]:
    """By what stands in the columns of old and of new; what the new ones leave open is as it was."""
    words: list[str | None] = []
    for position, row in enumerate(rows):
        was = {name: sheet.rows[row][column] for name, column in found.old.items()}
        now = {name: table.raw[name][position] for name in found.old if name in table.raw}
        said = next(
            (str(cell) for cell in now.values() if isinstance(cell, str) and _says_removed(cell)), None
        )
        if said:
            words.append("Bãi bỏ")
            for name in now:
                table.put(position, name, was[name] if name == "name" else None)
            continue
        words.append("Bổ sung" if all(map(says_nothing, was.values())) else "Sửa đổi")
        for name, cell in now.items():
            if says_nothing(cell) and not says_nothing(was[name]):
                table.put(position, name, was[name])
    return words


def _says_removed(cell: str) -> bool:
    return len(cell) < 40 and bool(_REMOVED.match(fold_words(cell)))


# --- changes printed as sentences, one article each --------------------------------------------------

_HEADINGS = ("Mã tiêu chí", "Hình thức", "Tiêu chí", "Điểm tối đa", "Cách tính điểm")
_THINGS = r"(?:chỉ số thành phần|tiêu chí thành phần|tiêu chí|chỉ số|tctp|tc|mục)"
_CODE = r"(?:\d+|[IVX]+)(?:\.\d+)*"
_ARTICLE = re.compile(
    r"^(?:(?:điều|khoản)\s+\d+\s*[.:)]?\s*|\d+\s*[.)]\s*|[a-zđ]\)\s*|[-+•]\s*)?"
    r"(?P<act>sửa đổi(?:, bổ sung)?|bổ sung|bãi bỏ|hủy bỏ|huỷ bỏ|thay thế)\s+(?:nội dung\s+|quy định tại\s+)?"
    rf"{_THINGS}\s+(?:số\s+|mã\s+)?(?P<code>{_CODE})(?![\d.]*\d)\s*(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
_BEFORE = r"(?:(?:điều|khoản)\s+\d+\s*[.:)]?\s*|\d+\s*[.)]?\s+|[a-zđ]\)\s*|[-+•]\s*)?"
# "Tiêu chí 1.1.1 được sửa đổi như sau: …"
_PASSIVE = re.compile(
    rf"^{_BEFORE}{_THINGS}\s+(?:số\s+|mã\s+)?(?P<code>{_CODE})(?![\d.]*\d)[^:.;]{{0,200}}?\s+(?:được|bị)\s+"
    r"(?P<act>sửa đổi(?:, bổ sung)?|bổ sung|bãi bỏ|hủy bỏ|huỷ bỏ|thay thế)\b(?P<rest>.*)$",
    re.IGNORECASE | re.DOTALL,
)
# "Bãi bỏ các tiêu chí 2.1.1, 2.1.2 và 2.1.4"
_SEVERAL = re.compile(
    rf"^{_BEFORE}(?:bãi bỏ|hủy bỏ|huỷ bỏ)\s+(?:các\s+)?{_THINGS}\s+(?P<codes>{_CODE}(?:\s*(?:,|;|và)\s*{_CODE})+)\s*\.?$",
    re.IGNORECASE,
)
# A sentence that changes something of a criterion, whichever way it says so.
_CHANGES_SOMETHING = re.compile(
    r"^(?:(?:điều|khoản)\s+\d+|\d+\s*[.)]?\s|[a-zđ]\)|[-+•]).*\b(?:sửa đổi|bổ sung|bãi bỏ|hủy bỏ|huỷ bỏ|thay (?:thế|cụm từ)|điều chỉnh)\b"
    rf".*\b{_THINGS}\s+(?:số\s+)?{_CODE}",
    re.IGNORECASE,
)
_OTHER_ARTICLE = re.compile(r"^(?:điều|khoản)\s+\d+\b", re.IGNORECASE)
_LEAD_IN = re.compile(r"^[\s,;:.]*(?:như sau|thành|bằng)?\s*[:,]?\s*", re.IGNORECASE)
_MOST = r"(\d+(?:[.,]\d+)?)"
_NAMED = re.compile(
    rf"^[“\"«]?(?P<name>[^“”\"«»\n:]{{3,200}}?)[”\"»]?\s*[:,(.\n]\s*(?:(?:số )?điểm (?:tối đa|chuẩn)\s*(?:là|:)?\s*)?{_MOST}(?:\s*điểm|(?=\s*[.;,)\n”\"»]|$))\)?",
    re.IGNORECASE,
)


def with_articles(sheet: Sheet) -> Sheet | None:
    """
    The changes that *sheet* prints as sentences, as a table; None where it prints none.

    "Điều 1. Sửa đổi tiêu chí thành phần 1.1.2 như sau: “Báo cáo: 1,5 điểm. Có: 1,5 điểm; không: 0 điểm”" is one row.
    What a sentence leaves open stays blank and is said at its row.
    """
    lines = [
        " ".join(str(shown(cell)).strip() for cell in row if not says_nothing(cell)) for row in sheet.rows
    ]
    starts = [place for place, line in enumerate(lines) if _is_change(clean(line))]
    if not any(_understood(clean(lines[place])) for place in starts):
        return None
    ends = [place for place, line in enumerate(lines) if _OTHER_ARTICLE.match(clean(line))]
    rows: list[list[Cell]] = [list(_HEADINGS)]
    numbers = [sheet.row_numbers[starts[0]] - 1]
    for start in starts:
        stop = min([place for place in (*starts, *ends) if place > start], default=len(lines))
        changes = _changes_of("\n".join(filter(None, lines[start:stop])))
        rows += changes
        numbers += [sheet.row_numbers[start]] * len(changes)
    above = (*sheet.preamble, *filter(None, lines[: starts[0]]))
    return Sheet(sheet.name, rows, numbers, visibility=sheet.visibility, preamble=above)


def _is_change(line: str) -> bool:
    return bool(_understood(line) or _SEVERAL.match(line) or _CHANGES_SOMETHING.match(line))


def _understood(line: str) -> re.Match[str] | None:
    return _ARTICLE.match(line) or _PASSIVE.match(line)


def _changes_of(text: str) -> list[list[Cell]]:
    """The changes that one sentence states; one without a code where it is not understood, to be refused at its row."""
    said = clean(text)
    if several := _SEVERAL.match(said):
        return [[code, "Bãi bỏ", None, None, None] for code in re.findall(_CODE, several["codes"])]
    found = _understood(said)
    return [[None, "Sửa đổi", said, None, None] if found is None else _change_of(found)]


def _change_of(found: re.Match[str]) -> list[Cell]:
    """Code, what is done, name, maximum and rule of one sentence; None for what it does not say."""
    act = found["act"].capitalize()
    if status_of(act, _LIST) == "remove":
        return [found["code"], act, None, None, None]
    body = _LEAD_IN.sub("", found["rest"], count=1).strip()
    named = _NAMED.match(body)
    if named is None:
        return [found["code"], act, None, None, None]
    rule = body[named.end() :].strip(' \n.;:,)“”"«»')
    return [found["code"], act, named["name"].strip(), named[2], rule or None]

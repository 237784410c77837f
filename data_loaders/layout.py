"""Which rows under a header are data, and what are the others?"""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from data_loaders.departments_in_files import DepartmentResolver
from data_loaders.outcome import RowSkip
from data_loaders.recognise import Header, SheetText
from domain.text import fold_words

Row = Sequence[object]

_NUMBERING = re.compile(r"^[(\[]?\s*[-−]?\s*(\d{1,2})\s*[)\]]?(?:\s*=.*)?$")
_ROMAN = re.compile(r"^\(?[IVXLC]{1,6}\s*[.)/:\-]?$")
_LETTER = re.compile(r"^\(?[A-Ha-hĐđ]\s*[.)/:\-]?$")
_DECIMAL = re.compile(r"^\d{1,2}(?:\.\d{1,2})+\.?$")
_INTEGER = re.compile(r"^\d{1,6}\s*[.)]?$")
_NUMBER_LIKE = re.compile(r"^[-+(]?[\d.,\s]+%?\)?$")
_LEADING_LEVEL = re.compile(r"^\s*(?:([IVXLC]{1,6})|([A-Ha-hĐđ])|(\d{1,2}(?:\.\d{1,2})*))\s*[.)/:\-]\s*\S")

_TOTAL = re.compile(r"^(?:tong cong|tong so|tong toan|cong toan|toan ban|tong$|tong \d|tong cac phong|cong tong)")
_SUBTOTAL = re.compile(
    r"^(?:cong$|cong \d|cong (?:phong|muc|nhom|don vi|theo|linh vuc|phan|[ivx]+\b|[a-d]$)"
    r"|tong (?:phong|don vi|nhom|muc|linh vuc|van phong|trung tam|truong|phan|diem linh vuc|[ivx]+\b)"
    r"|(?:tong|tong so|tong cong|cong)(?: cong viec| viec)?(?: cua)? (?:phong|muc|nhom|linh vuc|van phong|trung tam|truong)\b|cong don)"
)
_SIGNATURE = re.compile(
    r"^(?:nguoi (?:lap|tong hop|kiem tra|bao cao|duyet|ghi so|theo doi)(?: bieu| bang| bao cao| so| danh sach)?$"
    r"|noi nhan|(?:kt|tm|tl|tuq|q) (?:truong|pho|chanh|giam doc|lanh dao|chu tich)|(?:pho )?truong (?:ban|phong)(?: |$)"
    r"|thu truong|(?:pho )?chanh van phong|xac nhan cua|can bo (?:tong hop|lap bieu|lap)|lap bieu|nguoi lap|(?:pho )?giam doc"
    r"|phu trach (?:bo phan|phong|don vi)|lanh dao (?:phong|don vi|van phong)|da ky|ky ten|ky ghi ro ho ten|ky va ghi ro|luu vt|luu vp"
    r"|hai phong ngay|ngay (?:\d{1,2} )?thang (?:\d{1,2} )?nam|nguoi phu trach$|ke toan|dai dien)"
)
_DATE_LINE = re.compile(r"^(?:[a-z ]{2,25} )?ngay(?: \d{0,2})? ?thang(?: \d{0,2})? ?nam(?: \d{4})?$")
_NOTE = re.compile(
    r"^(?:ghi chu|luu y|chu thich|chu giai|nguon|don vi tinh|danh sach (?:nay )?(?:co|gom)|bang (?:nay )?(?:co|gom)"
    r"|tong hop tu|so lieu|ket xuat|trang \d|xuat luc|in luc|bieu (?:nay|mau)|tinh den|noi dung nay)"
)
_LETTERHEAD = re.compile(r"^(?:cong hoa xa hoi|doc lap tu do|uy ban nhan dan|ubnd|ban quan ly khu kinh te|so \w* ?tb bql)")
_MOST_SIGNED = 5


@dataclass
class Layout:
    """
    The rows under one header.

    Attributes:
        data: Indexes of data rows, from the top.
        skipped: Row index and reason of every other row that is not blank.
        group_department: Data row index to the department of the group it stands in.
        group_row: Data row index to the index of that group row.
    """

    data: list[int] = field(default_factory=list)
    skipped: list[tuple[int, RowSkip]] = field(default_factory=list)
    group_department: dict[int, str] = field(default_factory=dict)
    group_row: dict[int, int] = field(default_factory=dict)


class RowClassifier:
    """
    Tells data rows from the rest, for one table.

    A row is data unless its whole shape says otherwise: "Tổng hợp số liệu" is the content of a task
    where the row has a key, and never a total.
    """

    def __init__(self, texts: SheetText, header: Header, resolver: DepartmentResolver) -> None:
        self._texts, self._header, self._resolver = texts, header, resolver
        self._rows = texts.sheet.rows
        columns = header.column_indexes()
        self._columns = columns
        self._order = header.order_column
        keys = [columns[name] for key in header.kind.keys for name in key if name in columns]
        self._key = self._key_column(keys, columns)
        self._label_columns = {c for c in (self._order, self._key, 0, 1) if c is not None}
        self._matched = set(columns.values())
        self._enough = max(3, min(5, (len(self._matched) + 1) // 2))
        self._header_texts = self._texts_of_header()
        self._wide = {
            (row, left) for row, left, last, right in texts.sheet.merged if row == last and right - left >= 2
        }
        self._is_code_kind = "code" in columns and header.kind.columns["code"].type == "criterion"

    def classify(self, rows: range, *, repeated: dict[int, int]) -> Layout:
        """
        Sort *rows* (indexes); *repeated* gives header rows that stand again: first index to last index.
        """
        layout = Layout()
        self._signing = False
        self._group: tuple[str, str, int] | None = None
        self._has_groups = False
        row = rows.start
        while row < rows.stop:
            if row in repeated:
                end = min(repeated[row], rows.stop - 1)
                layout.skipped += [(n, "repeated_header") for n in range(row, end + 1) if self._is_filled(n)]
                self._signing = False
                row = end + 1
                continue
            self._take(layout, row, rows.stop)
            row += 1
        self._settle_tail(layout)
        return layout

    def _key_column(self, keys: list[int], columns: dict[str, int]) -> int | None:
        if keys:
            return keys[0]
        required = [columns[name] for name, column in self._header.kind.columns.items() if column.required and name in columns]
        return required[0] if required else None

    def _texts_of_header(self) -> dict[int, set[str]]:
        found: dict[int, set[str]] = {}
        for row in range(self._header.top, self._header.bottom + 1):
            for column, _ in enumerate(self._rows[row]):
                text = fold_words(self._texts.at(row, column))
                if text:
                    found.setdefault(column, set()).add(text)
        return found

    def _is_filled(self, row: int) -> bool:
        return any(v is not None and (not isinstance(v, str) or v.strip()) for v in self._rows[row])

    def _take(self, layout: Layout, row: int, stop: int) -> None:
        if self._is_plain(self._rows[row]):
            self._add_data(layout, row)
            return
        why = self._why(row, stop)
        if why == "data":
            self._add_data(layout, row)
        elif why != "blank":
            layout.skipped.append((row, why))

    def _add_data(self, layout: Layout, row: int) -> None:
        layout.data.append(row)
        self._signing = False
        if self._group:
            layout.group_department[row] = self._group[0]
            layout.group_row[row] = self._group[2]

    def _is_plain(self, values: Row) -> bool:
        """Tell a row that is data beyond doubt; costs little, since nearly every row is one."""
        if len(values) - values.count("") - values.count(None) < self._enough:
            return False
        if self._order is not None:
            order = values[self._order]
            if isinstance(order, str):
                if not order.isdigit():
                    return False
            elif not isinstance(order, int | float) or order < 1:
                return False
        key = values[self._key] if self._key is not None else None
        if not isinstance(key, str):
            return False
        return len(key) > 3 and not _may_be_label(key)

    def _why(self, row: int, stop: int) -> str:
        cells = self._cells(row)
        if not cells:
            return "blank"
        if self._is_numbering(cells):
            return "numbering"
        if self._is_repeated_header(cells):
            return "repeated_header"
        label = next((text for column, text in cells if not _is_level(text) or column not in self._label_columns), cells[0][1])
        words = fold_words(label)
        return self._closing(row, cells, label, words) or self._heading_row(row, cells, label, words, stop) or "data"

    def _cells(self, row: int) -> list[tuple[int, str]]:
        """Column and text of the filled cells; numbers and dates as text."""
        cells = []
        for column, value in enumerate(self._rows[row]):
            if value is None or value == "":
                continue
            text = self._texts.readable(value) if isinstance(value, str) else _text_of(value)
            if text:
                cells.append((column, text))
        return cells

    def _is_numbering(self, cells: list[tuple[int, str]]) -> bool:
        """Tell a row "(1) (2) (3)", "A B 1 2", or what Excel made of it: -1 -2 -3."""
        texts = [text for _, text in cells]
        while texts and re.fullmatch(r"\(?[A-ZĐ]\)?", texts[0]) and len(texts) > 2:
            texts = texts[1:]
        numbers = [int(found[1]) for text in texts if (found := _NUMBERING.match(text))]
        if len(numbers) != len(texts) or len(texts) < min(3, len(self._matched)):
            return False
        return all(b - a == 1 for a, b in itertools.pairwise(numbers)) and numbers[0] in (0, 1, 2, 3)

    def _is_repeated_header(self, cells: list[tuple[int, str]]) -> bool:
        same = sum(fold_words(text) in self._header_texts.get(column, ()) for column, text in cells)
        return same >= 2 and same * 10 >= len(cells) * 6

    def _closing(self, row: int, cells: list[tuple[int, str]], label: str, words: str) -> RowSkip | None:
        """Totals, notes and signatures."""
        if self._has_key(cells, words):
            return None
        if self._is_total(cells, words):
            self._group_ends_with(words)
            return self._total_kind(words)
        if self._is_signature(cells, words):
            self._signing = True
            return "signature"
        if len(cells) <= 2 and (_NOTE.match(words) or label.lstrip().startswith(("*", "(*", "./."))):
            return "note"
        return None

    def _has_key(self, cells: list[tuple[int, str]], label_words: str) -> bool:
        """Tell whether the key cell holds something else than the label, with a running number or more beside it."""
        key = next((text for column, text in cells if column == self._key), "")
        if not key or fold_words(key) == label_words:
            return False
        return self._has_order(cells) or any(c.isdigit() for c in key) or len(cells) >= self._enough

    def _has_order(self, cells: list[tuple[int, str]]) -> bool:
        return any(column == self._order and _INTEGER.match(text) for column, text in cells)

    def _is_total(self, cells: list[tuple[int, str]], words: str) -> bool:
        if not (_TOTAL.match(words) or _SUBTOTAL.match(words)) or self._has_order(cells):
            return False
        texts = [text for _, text in cells if not _NUMBER_LIKE.match(text) and not _is_level(text) and len(text) > 1]
        return len(texts) <= 2 or all(len(text) <= 30 and any(c.isdigit() for c in text) for text in texts[1:])

    def _total_kind(self, words: str) -> RowSkip:
        if _SUBTOTAL.match(words) and not words.startswith("cong toan"):
            bare = words in {"cong", "tong"} or re.fullmatch(r"cong \d.*", words)
            return "subtotal" if not bare or self._has_groups else "total"
        return "total"

    def _group_ends_with(self, words: str) -> None:
        if _TOTAL.match(words) and not _SUBTOTAL.match(words):
            self._group = None

    def _is_signature(self, cells: list[tuple[int, str]], words: str) -> bool:
        if len(cells) > _MOST_SIGNED or self._has_order(cells):
            return False
        if any(_NUMBER_LIKE.match(text) for _, text in cells):
            return False
        every = [fold_words(text) for _, text in cells]
        if any(_SIGNATURE.match(text) or _DATE_LINE.match(text) for text in every):
            return self._resolver.group(cells[0][1]) is None or len(cells) > 1
        return self._signing and len(cells) <= 4

    def _heading_row(self, row: int, cells: list[tuple[int, str]], label: str, words: str, stop: int) -> str | None:
        """Group rows and stray titles: a name or number of a level, and text only."""
        if _LETTERHEAD.match(words) and len(cells) <= 3:
            return "title"
        if self._is_code_kind and self._criterion_row(cells):
            return None
        level = self._level(cells, label)
        others = [text for _, text in cells if text != label and not _is_level(text)]
        if self._signing or len(others) > 3 or not all(_NUMBER_LIKE.match(text) or _count_words(text) for text in others):
            return None
        department = self._department(label)
        if not self._may_be_group(row, cells, label, level, department, stop):
            return None
        self._open_group(row, level, department)
        return "group"

    def _criterion_row(self, cells: list[tuple[int, str]]) -> bool:
        """Tell a row of a set or score table: a code with a name is a criterion, whatever its level."""
        code = next((text for column, text in cells if column == self._columns["code"]), "")
        return bool(re.match(r"^\d", code)) and len(cells) >= 2

    def _department(self, label: str) -> str | None:
        return self._resolver.group(label)

    def _level(self, cells: list[tuple[int, str]], label: str) -> str:
        first = cells[0][1]
        found = _LEADING_LEVEL.match(label)
        if (_ROMAN.match(first) and first != label) or (found and found[1]):
            return "roman"
        if (_LETTER.match(first) and first != label) or (found and found[2]):
            return "letter"
        if (_DECIMAL.match(first) and first != label) or (found and found[3] and "." in found[3]):
            return "decimal"
        return "integer" if _INTEGER.match(first) or (found and found[3]) else "none"

    def _may_be_group(
        self, row: int, cells: list[tuple[int, str]], label: str, level: str, department: str | None, stop: int
    ) -> bool:
        column = next(c for c, text in cells if text == label)
        is_early = column in self._label_columns or column <= 2 or (row, column) in self._wide
        if department and is_early and not self._names_its_own_row(cells, level):
            return True
        if not is_early or (any(c.isdigit() for c in label) and column == self._key and level == "none"):
            return False
        if level in ("roman", "letter", "decimal"):
            return True
        if level == "integer":
            return self._children_follow(row, cells[0][1], stop) or ((row, column) in self._wide)
        return len(cells) == 1 and (column in self._label_columns or (row, column) in self._wide)

    def _names_its_own_row(self, cells: list[tuple[int, str]], level: str) -> bool:
        """Tell a row of counts by department ("1 | Phòng A | 45 | 40") from a group row."""
        numbers = sum(bool(_NUMBER_LIKE.match(text)) for _, text in cells[1:])
        return numbers >= 2 and level in ("integer", "none")

    def _children_follow(self, row: int, number: str, stop: int) -> bool:
        """Tell whether the next filled row is numbered below *number*: 1 then 1.1."""
        prefix = number.rstrip(".) ") + "."
        for below in range(row + 1, min(row + 4, stop)):
            cells = self._cells(below)
            if cells:
                return cells[0][1].startswith(prefix) and len(cells) > 1
        return False

    def _open_group(self, row: int, level: str, department: str | None) -> None:
        self._has_groups = True
        if department:
            self._group = (department, level, row)
        elif self._group and self._group[1] == level:
            self._group = None

    def _settle_tail(self, layout: Layout) -> None:
        """A last unnumbered line under all data is no group of anything: it is a note."""
        last = layout.data[-1] if layout.data else -1
        for n, (row, why) in enumerate(layout.skipped):
            if why == "group" and row > last and layout.data:
                cells = self._cells(row)
                named = self._department(cells[0][1]) or self._level(cells, cells[0][1]) != "none" or len(cells) > 1
                layout.skipped[n] = (row, "group" if named else "note")


@lru_cache(maxsize=50_000)
def _may_be_label(text: str) -> bool:
    """Tell whether a key cell might be a word of a total, note or signature: an id has digits, they seldom do."""
    if any(c.isdigit() for c in text):
        folded = fold_words(text[:12])
        return folded.startswith(("tong", "cong", "ghi chu", "ngay", "hai phong"))
    folded = fold_words(text[:40])
    return len(folded) < 4 or bool(
        _TOTAL.match(folded) or _SUBTOTAL.match(folded) or _SIGNATURE.match(folded) or _NOTE.match(folded)
        or folded.startswith(("tong", "cong", "ma ", "so ", "stt", "trich yeu", "noi dung", "ho ten", "nhiem vu"))
    )


def _is_level(text: str) -> bool:
    return bool(_ROMAN.match(text) or _LETTER.match(text) or _DECIMAL.match(text) or _INTEGER.match(text))


def _count_words(text: str) -> bool:
    """Tell a remark such as "(45 việc)" beside a group's name."""
    return len(text) <= 30 and bool(re.match(r"^\(?\s*\d+\s*(?:công việc|việc|hồ sơ|văn bản|nhiệm vụ|điểm)?\s*\)?$", text))


def _text_of(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

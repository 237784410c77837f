"""Which rows under a header are data, and what are the others?"""

import itertools
import re
from bisect import bisect_left
from dataclasses import dataclass, field

from data_loaders.declared.departments_in_files import DepartmentResolver
from data_loaders.declared.outcome import RowSkip
from data_loaders.tables.headings import ORDER_WORDS
from data_loaders.tables.sheet_header import Header, SheetText
from data_loaders.values.as_of import TITLE_LISTS, TITLE_PAGES
from domain.agency.office import office
from domain.clauses.rule_lines import is_rule_line
from domain.program.places import OFFICE_FILE, kept
from domain.sets.outside_scale import Line, is_outside_by_name
from domain.wording.text import fold_words

_NUMBERING = re.compile(r"^[(\[]?\s*[-−]?\s*(\d{1,2})\s*[)\]]?(?:\s*=.*)?$")
# I, II., A), b), I.1, I.1.a, TC1 …
_SET_KINDS = frozenset({"indicator_set", "indicator_scores"})
_FIELD_CODE = re.compile(
    r"^(?:tctp|tc)?\s*(?:[IVXLC]{1,6}|[A-ZĐ]|[a-zđ])(?:[.)]|(?:\.[\da-zđ]{1,3})+)?[.)]?$|^tc(?:tp)?\b",
    re.IGNORECASE,
)
_ROMAN = re.compile(r"^\(?[IVXLC]{1,6}\s*[.)/:\-]?$")
_LETTER = re.compile(r"^\(?[A-Ha-hĐđ]\s*[.)/:\-]?$")
_DECIMAL = re.compile(r"^(?:\d{1,2}|[IVXLC]{1,6})(?:\.(?:\d{1,2}|[a-zđ]))+[.)]?$")
_INTEGER = re.compile(r"^\d{1,6}\s*[.)]?$")
_NUMBER_LIKE = re.compile(r"^[-+(]?[\d.,\s]+%?\)?$")
_SAYS_WHAT_IS_DONE = re.compile(r"^(?:sua doi|bo sung|bai bo|huy bo|thay the|dieu chinh)\b")
_POINTS = re.compile(r"^[-+(]?[\d.,\s]+%?\)?\s*(?:đ|điểm)?\.?$", re.IGNORECASE)
_LEADING_LEVEL = re.compile(r"^\s*(?:([IVXLC]{1,6})|([A-Ha-hĐđ])|(\d{1,2}(?:\.\d{1,2})*))\s*[.)/:\-]\s*\S")

_TOTAL = re.compile(
    r"^(?:total\b|grand total|sum$|t cong|tong cong|tong diem(?! linh vuc)|cong diem|diem tong|tong so|tong toan|cong toan|toan ban|t ?c$|so cong$|chung toan|tong$|tong \d|tong cac phong|cong tong)"
)
_SUBTOTAL = re.compile(
    r"^(?:sub ?total\b|trong do\b|(?:tong )?cong (?:thang|quy|tuan|ngay)\b|cong$|cong \d|cong (?:phong|muc|nhom|don vi|theo|linh vuc|phan|[ivx]+\b|[a-d]$)"
    r"|tong (?:phong|don vi|nhom|muc|linh vuc|van phong|trung tam|truong|phan|diem linh vuc|[ivx]+\b)"
    r"|(?:tong|tong so|tong cong|cong)(?: cong viec| viec)?(?: cua)? (?:phong|muc|nhom|linh vuc|van phong|trung tam|truong)\b|cong don|luy ke|cong (?:trang|luy ke)|(?:so )?(?:mang|chuyen) sang)"
)
_SUM_SIGNS = ("Σ", "∑")
_TOTAL_OF = re.compile(
    r"^\s*(?:tổng|cộng|tổng cộng|tổng số|total|subtotal|sub total)\s*[:\-–]?\s*(?=\S)", re.IGNORECASE
)
# A row of one cell may be an item that follows something up, never a page or a list of its own.
_TITLE_OF_TABLE = re.compile(rf"^(?:{TITLE_PAGES}|{TITLE_LISTS}|phan|muc|chi tiet)\b")
_MEAN = re.compile(r"^(?:diem )?(?:trung binh|binh quan)(?: |$)")
_SIGNATURE = re.compile(
    r"^(?:nguoi (?:lap|tong hop|kiem tra|bao cao|duyet|ghi so|theo doi)(?: bieu| bang| bao cao| so| danh sach)?$"
    r"|noi nhan|(?:kt|tm|tl|tuq|q) (?:truong|pho|chanh|giam doc|lanh dao|chu tich)|(?:pho )?truong (?:ban|phong)(?: |$)"
    r"|thu truong|(?:pho )?chanh van phong|xac nhan cua|can bo (?:tong hop|lap bieu|lap)|lap bieu|nguoi lap|(?:pho )?giam doc"
    r"|phu trach (?:bo phan|phong|don vi)|lanh dao (?:phong|don vi|van phong)|da ky|ky ten|ky ghi ro ho ten|ky va ghi ro|luu vt|luu vp"
    r"|ngay (?:\d{1,2} )?thang (?:\d{1,2} )?nam|nguoi phu trach$|ke toan|dai dien)"
)
_DATE_LINE = re.compile(r"^(?:[a-z ]{2,25} )?ngay(?: \d{0,2})? ?thang(?: \d{0,2})? ?nam(?: \d{4})?$")
_NOTE = re.compile(
    r"^(?:ghi chu|luu y|chu thich|chu giai|nguon|don vi tinh|danh sach (?:nay )?(?:co|gom)|bang (?:nay )?(?:co|gom)"
    r"|tong hop tu|so lieu|ket xuat|trang \d|xuat luc|in luc|bieu (?:nay|mau)|tinh den|noi dung nay)"
)
_STAMP = re.compile(
    r"^(?:ngay (?:gio )?(?:in|xuat|ket xuat)|(?:in|xuat|ket xuat)(?: ra)? (?:ngay|luc|boi|tu)|(?:gio|thoi gian|thoi diem) (?:in|xuat|ket xuat)"
    r"|nguoi (?:in|xuat|ket xuat)\b|(?:may|noi) in\b|trang(?: so)?(?: \d+.*)?$|page(?: \d+.*)?$|print(?:ed)?(?: |$)|ket xuat)"
)
_PERIOD = re.compile(r"^(?:thang|quy|tuan|dot|ngay|nam)(?: [\divx]{1,4}){1,4}$")
_PAGE_MARK = re.compile(r"^(?:-\s*\d{1,4}\s*-|\d{1,4}\s*/\s*\d{1,4})$")
_PLAIN_NUMBER = re.compile(r"^\d{1,3}(?:[.,\s]?\d{3})*(?:[.,]\d{1,2})?$")
_MOMENT = re.compile(r"^[\d/.:\- ]*(?:[AaPpSsCc][MmAaHh])?\s*$")
_NUMBER_LINE = re.compile(r"^so \w* ?tb \w+")
_LETTERHEAD = re.compile(r"^(?:cong hoa xa hoi|doc lap tu do|uy ban nhan dan|ubnd)")
_MOST_SIGNED = 5
_MOST_STAMPED = 8
_LISTED = (
    "id",
    "code",
    "criterion",
)  # types of a key that names one thing: such a row never stands without it


@kept(OFFICE_FILE)
def _own_beginnings() -> tuple[str, tuple[str, ...]]:
    """How the date line and the letterhead of the office itself begin, folded."""
    own = office()
    letterhead = (fold_words(own.letterhead.replace("\n", " ")), fold_words(own.name))
    return f"{fold_words(own.place)} ngay", letterhead


def _is_own_date(words: str) -> bool:
    return words.startswith(_own_beginnings()[0])


def _is_own_letterhead(words: str) -> bool:
    if any(words.startswith(name) for name in _own_beginnings()[1]):
        return True
    return bool(_NUMBER_LINE.match(words)) and fold_words(office().notation) in words.split()


@dataclass
class Layout:
    """
    The rows under one header.

    Attributes:
        data: Indexes of data rows, from the top.
        skipped: Row index and reason of every other row that is not blank.
        groups: From which row index on which department's group runs (None: none), with its level and group row.
        foreign_table: Index of a header that begins another table, of no known kind; its rows are notes.
        stray: Indexes of rows all of whose cells stand where the table has no column; they are notes.
    """

    data: list[int] = field(default_factory=list)
    skipped: list[tuple[int, RowSkip]] = field(default_factory=list)
    groups: list[tuple[int, str | None, str, int]] = field(default_factory=list)
    foreign_table: int | None = None
    stray: list[int] = field(default_factory=list)

    def group_of(self, row: int) -> tuple[str, int] | None:
        """The department of the group that a row stands in, and the index of the group row."""
        at = bisect_left(self.groups, row, key=lambda group: group[0]) - 1
        if at < 0 or self.groups[at][1] is None:
            return None
        return str(self.groups[at][1]), self.groups[at][3]


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
        self._key = header.key_column()
        self._label_columns = {c for c in (self._order, self._key, 0, 1) if c is not None}
        self._matched = set(columns.values())
        self._end = self._end_of_table()
        self._enough = header.enough()
        self._header_texts = self._texts_of_header()
        self._wide = {
            (row, left) for row, left, last, right in texts.sheet.merged if row == last and right - left >= 2
        }
        self._continued = {
            row
            for first, left, last, right in texts.sheet.merged
            if self._key is not None and left <= self._key <= right and first > header.bottom
            for row in range(first + 1, last + 1)
        }
        keys = {name for key in header.kind.keys for name in key if name in columns}
        self._is_of_units = keys == {"department_code"}
        self._is_listed = any(
            column == self._key and header.kind.columns[name].type in _LISTED
            for name, column in columns.items()
        )
        self._is_code_kind = "code" in columns and header.kind.columns["code"].type == "criterion"

    def classify(self, rows: range, *, repeated: dict[int, int]) -> Layout:
        """
        Sort *rows* (indexes); *repeated* gives header rows that stand again: first index to last index.
        """
        layout = self._layout = Layout()
        self._signing = self._closed = False
        self._group: tuple[str, str, int] | None = None
        self._has_groups = False
        self._is_outlined = self._header.is_outlined
        odd = self._header.odd_rows
        at, end = rows.start, rows.stop
        for row in odd[bisect_left(odd, rows.start) : bisect_left(odd, rows.stop)]:
            if row < at:
                continue
            self._add_data(layout, range(at, row))
            at = row + 1
            if row in repeated:
                at = min(repeated[row] + 1, end)
                self._name_titles(layout, row)
                self._skip(layout, range(row, at), "repeated_header")
                self._signing = False
            elif self._is_foreign_header(row, bool(layout.data)):
                self._skip(layout, range(row, end), "note")
                layout.foreign_table, at = row, end
            else:
                self._take(layout, row, end)
        self._add_data(layout, range(at, end))
        self._name_next_title(layout, end)
        self._settle_tail(layout)
        return layout

    def _skip(self, layout: Layout, rows: range, why: RowSkip) -> None:
        layout.skipped.extend((row, why) for row in rows if self._is_filled(row))

    def _name_titles(self, layout: Layout, header: int) -> None:
        """Lines straight above a repeated header are its page's titles, unless they name a department."""
        last = layout.data[-1] if layout.data else -1
        for n in range(len(layout.skipped) - 1, -1, -1):
            row, why = layout.skipped[n]
            if row <= last or why not in ("group", "note", "title") or header - row > 8:
                return
            cells = self._cells(row)
            if (
                len(cells) <= 2
                and not self._department(cells[0][1])
                and self._level(cells, cells[0][1]) == "none"
            ):
                layout.skipped[n] = (row, "title")

    def _name_next_title(self, layout: Layout, end: int) -> None:
        """A line alone above the headings of the next table is its title: "Bảng 2. Chi tiết"."""
        last = layout.data[-1] if layout.data else -1
        if last < 1 or end >= len(self._rows) or last < end - 4:
            return
        cells = self._cells(last)
        if len(cells) == 1 and _TITLE_OF_TABLE.match(fold_words(cells[0][1])):
            layout.data.pop()
            layout.skipped.append((last, "title"))

    def _is_foreign_header(self, row: int, has_data: bool) -> bool:
        """Tell the header of a table of no known kind: "STT" and other words, once this table is closed."""
        if not (has_data and self._closed):
            return False
        values = [v for v in self._rows[row] if v is not None and v != ""]
        if len(values) < 3 or not all(isinstance(v, str) and not any(c.isdigit() for c in v) for v in values):
            return False
        texts = [fold_words(self._texts.readable(str(v))) for v in values]
        cells = self._cells(row)
        return any(text in ORDER_WORDS for text in texts) and not self._is_repeated_header(cells)

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
        why = self._why(row, stop)
        if why == "data" and self._is_beside(row):
            layout.skipped.append((row, "note"))
            layout.stray.append(row)
        elif why == "data":
            self._add_data(layout, range(row, row + 1))
        elif why != "blank":
            layout.skipped.append((row, why))  # type: ignore[arg-type]
            if why in ("group", "total", "subtotal"):
                code, level, group_row = self._group or (None, "", -1)
                layout.groups.append((row, code, level, group_row))

    def _is_beside(self, row: int) -> bool:
        """Tell whether every filled cell stands in a column without a heading, or past one right of the table."""
        headings = self._header.headings
        return all(
            column >= self._end or column >= len(headings) or headings[column] is None
            for column, _ in self._cells(row)
        )

    def _end_of_table(self) -> int:
        """The first column without a heading right of all that we know; what stands there is another table's."""
        headings = self._header.headings
        last = max([*self._matched, self._order or 0])
        return next((n for n in range(last + 1, len(headings)) if headings[n] is None), len(headings))

    def _add_data(self, layout: Layout, rows: range) -> None:
        if rows:
            layout.data.extend(rows)
            self._signing = False

    def _why(self, row: int, stop: int) -> str:
        cells = self._cells(row)
        if not cells:
            return "blank"
        if self._is_numbering(cells):
            return "numbering"
        if self._is_repeated_header(cells):
            return "repeated_header"
        label = next(
            (text for column, text in cells if not _is_level(text) or column not in self._label_columns),
            cells[0][1],
        )
        words = fold_words(label)
        return (
            self._footer(cells)
            or self._closing(row, cells, label, words)
            or self._heading_row(row, cells, label, words, stop)
            or "data"
        )

    def _footer(self, cells: list[tuple[int, str]]) -> RowSkip | None:
        """Print stamps and page marks, and form lines that hold a running number alone: they say nothing of a row."""
        if len(cells) == 1:
            column, text = cells[0]
            if _PAGE_MARK.match(text) or (column == self._order and _INTEGER.match(text)):
                return "note"
        stamps = [bool(_STAMP.match(fold_words(text))) for _, text in cells]
        is_bare = all(said or _MOMENT.match(text) for said, (_, text) in zip(stamps, cells, strict=True))
        if any(stamps) and len(cells) <= _MOST_STAMPED and (is_bare or self._is_stamped(cells)):
            return "note"
        return "total" if self._is_bare_total(cells) else None

    def _is_stamped(self, cells: list[tuple[int, str]]) -> bool:
        """Tell a stamp with a name beside it, such as "Người in: | Nguyễn Văn A | Trang 1/3"."""
        key = next((text for column, text in cells if column == self._key), "")
        is_key = any(c.isdigit() for c in key) and not _STAMP.match(fold_words(key))
        return len(cells) < self._enough and not self._has_order(cells) and not is_key

    def _is_bare_total(self, cells: list[tuple[int, str]]) -> bool:
        """Tell sums that stand under their columns without any word; where rows have no code they must add up."""
        if self._has_order(cells) or not all(
            column in self._matched and _PLAIN_NUMBER.match(text) for column, text in cells
        ):
            return False
        if self._is_listed:
            return self._order is not None or all(column != self._key for column, _ in cells)
        return all(column != self._key and self._is_sum(column, text) for column, text in cells)

    def _is_sum(self, column: int, text: str) -> bool:
        """Tell whether *text* is what the column holds so far, in the whole table or in the group."""
        start = self._layout.groups[-1][0] if self._layout.groups else -1
        amounts = [(row, _amount(self._rows[row][column])) for row in self._layout.data]
        return _amount(text) in (sum(n for _, n in amounts), sum(n for row, n in amounts if row > start))

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
        words = "tong" if label.strip(" :") in _SUM_SIGNS else words
        if self._has_key(cells, words):
            return None
        if (
            _MEAN.match(words)
            and not self._has_order(cells)
            and all(column != self._key for column, _ in cells)
        ):
            return "total"  # with the mean in the column of names it is a result like any other
        if self._is_total_of_unit(cells, label):
            return "subtotal"
        if self._is_total(cells, words):
            self._group_ends_with(words)
            self._closed = self._closed or not _SUBTOTAL.match(words)
            return self._total_kind(words)
        if self._is_signature(cells, words):
            self._signing = self._closed = True
            return "signature"
        if len(cells) == 1 and label.startswith("(") and label.endswith(")") and not self._has_order(cells):
            return "note"
        if len(cells) <= 2 and (_NOTE.match(words) or label.lstrip().startswith(("*", "(*", "./."))):
            return "note"
        return None

    def _has_key(self, cells: list[tuple[int, str]], label_words: str) -> bool:
        """Tell whether the key cell holds something else than the label, with a running number or more beside it."""
        key = next((text for column, text in cells if column == self._key), "")
        if not key or fold_words(key) == label_words:
            return False
        if (_NUMBER_LIKE.match(key) or _is_count_remark(key)) and not self._has_order(cells):
            return False  # the count in a total row that stands where the ids do
        return self._has_order(cells) or any(c.isdigit() for c in key) or len(cells) >= self._enough

    def _has_order(self, cells: list[tuple[int, str]]) -> bool:
        return any(column == self._order and _INTEGER.match(text) for column, text in cells)

    def _is_total(self, cells: list[tuple[int, str]], words: str) -> bool:
        if not (_TOTAL.match(words) or _SUBTOTAL.match(words)) or self._has_order(cells):
            return False
        texts = [
            text
            for _, text in cells
            if not (_NUMBER_LIKE.match(text) or _is_level(text) or _is_count_remark(text)) and len(text) > 1
        ]
        return len(texts) <= 2 or all(
            len(text) <= 30 and any(c.isdigit() for c in text) for text in texts[1:]
        )

    def _is_total_of_unit(self, cells: list[tuple[int, str]], label: str) -> bool:
        """Tell "Cộng P.QLĐT" with nothing but counts beside it."""
        found = _TOTAL_OF.match(label)
        if not found or self._has_order(cells) or not self._resolver.group(label[found.end() :]):
            return False
        return all(text == label or _NUMBER_LIKE.match(text) or _is_count_remark(text) for _, text in cells)

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
        if any(_SIGNATURE.match(text) or _DATE_LINE.match(text) or _is_own_date(text) for text in every):
            return self._resolver.group(cells[0][1]) is None or len(cells) > 1
        return self._signing and len(cells) <= 4

    def _heading_row(
        self, row: int, cells: list[tuple[int, str]], label: str, words: str, stop: int
    ) -> str | None:
        """Group rows and stray titles: a name or number of a level, and text only."""
        # With a number beside it the agency of the letterhead is an agency in a list of results.
        if (
            (_LETTERHEAD.match(words) or _is_own_letterhead(words))
            and len(cells) <= 3
            and not any(_NUMBER_LIKE.match(text) for _, text in cells)
        ):
            return "title"
        if self._is_code_kind and (self._criterion_row(cells) or self._rule_row(cells, label)):
            return None
        level = self._level(cells, label)
        rest = cells[1:] if _is_level(cells[0][1]) else cells
        others = [text for _, text in rest if text != label]
        if (
            self._signing
            or row in self._continued
            or len(others) > 3
            or not all(_NUMBER_LIKE.match(text) or _is_count_remark(text) for text in others)
        ):
            return None
        department = self._department(label)
        if not self._may_be_group(row, cells, label, level, department, stop):
            return None
        self._open_group(row, level, department)
        return "group"

    def _criterion_row(self, cells: list[tuple[int, str]]) -> bool:
        """Tell a row of a set or score table: a code with a name is a criterion, whatever its level."""
        code = next((text for column, text in cells if column == self._columns["code"]), "")
        if re.match(r"^\d", code):
            return len(cells) >= 2
        if self._is_outlined:
            return len(cells) >= 2 and any(column == self._columns["max_score"] for column, _ in cells)
        if self._columns["code"] == self._columns.get("name"):
            return len(cells) >= 2 and bool(_LEADING_LEVEL.match(code))
        name = next((text for column, text in cells if column == self._columns.get("name")), "")
        if name and self._header.kind.name in _SET_KINDS and is_outside_by_name(Line(code, None, name, None)):
            return True  # a bonus or penalty group says its most in words
        # A field numbered I or A, or by its name alone, is a row of the set where it has points of its own.
        points = next((text for column, text in cells if column == self._columns.get("max_score")), "")
        is_named_with_code = any(_LEADING_LEVEL.match(text) for _, text in cells)
        has_points = bool(_POINTS.match(points))
        if not code and is_named_with_code and self._header.kind.name in _SET_KINDS:
            return has_points
        if not code and self._header.kind.name == "indicator_set":
            return bool(name) and has_points
        if code and name and self._header.kind.name == "indicator_set" and _FIELD_CODE.match(code):
            # A field without points has those of its parts; "I. Sửa đổi" says what is done to what follows.
            return has_points or not (
                self._resolver.group(name) or _SAYS_WHAT_IS_DONE.match(fold_words(name))
            )
        return bool(_FIELD_CODE.match(code)) and has_points and len(cells) >= 3

    def _rule_row(self, cells: list[tuple[int, str]], label: str) -> bool:
        """Tell a clause of a rule in a row of its own: "Từ 80% trở lên: 2 điểm", or with the points beside it."""
        points = any(column == self._columns.get("max_score") for column, _ in cells)
        return "max_score" in self._columns and is_rule_line(label, has_points=points)

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
        self,
        row: int,
        cells: list[tuple[int, str]],
        label: str,
        level: str,
        department: str | None,
        stop: int,
    ) -> bool:
        column = next(c for c, text in cells if text == label)
        is_code = any(c.isdigit() for c in label) and column == self._key
        is_bare_code = is_code and self._is_listed and " " not in label and level not in ("roman", "letter")
        if is_bare_code or self._is_row_of_unit(cells, column, department):
            return False
        is_early = column in self._label_columns or column <= 2 or (row, column) in self._wide
        if self._stands_apart(cells, label) and (
            level in ("roman", "letter") or (department and column != self._columns.get("department_code"))
        ):
            return True
        if department and (is_early or len(cells) == 1) and not self._names_its_own_row(cells, level):
            return True
        if len(cells) == 1 and _PERIOD.match(fold_words(label)):
            return True
        if not is_early or (is_code and (level == "none" or " " not in label)):
            return False
        if level in ("roman", "letter", "decimal"):
            return True
        if level == "integer":
            return (
                self._children_follow(row, cells[0][1], stop)
                or (row, column) in self._wide
                or (
                    len(cells) == 2
                    and not any(c.isdigit() for c in label)
                    and self._order_restarts(row, stop)
                )
            )
        return len(cells) == 1 and (column in self._label_columns or (row, column) in self._wide)

    def _stands_apart(self, cells: list[tuple[int, str]], label: str) -> bool:
        """Tell a name in whatever column with nothing but its level and counts beside it."""
        return all(text == label or _is_level(text) or _is_count_remark(text) for _, text in cells)

    def _is_row_of_unit(self, cells: list[tuple[int, str]], column: int, department: str | None) -> bool:
        """Tell a unit's counts in a table of units: however few of them are filled, they are its row."""
        is_named = bool(department) and self._is_of_units and column == self._key
        return is_named and (
            self._has_order(cells) or any(c in self._matched for c, _ in cells if c != column)
        )

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

    def _order_restarts(self, row: int, stop: int) -> bool:
        """Tell whether the next filled row is numbered 1 and has more to say."""
        for below in range(row + 1, min(row + 3, stop)):
            cells = self._cells(below)
            if cells:
                return (
                    cells[0][0] == self._order and cells[0][1].rstrip(".) ") in ("1", "01") and len(cells) > 2
                )
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
                named = (
                    self._department(cells[0][1])
                    or self._level(cells, cells[0][1]) != "none"
                    or len(cells) > 1
                )
                layout.skipped[n] = (row, "group" if named else "note")


def _is_level(text: str) -> bool:
    return bool(_ROMAN.match(text) or _LETTER.match(text) or _DECIMAL.match(text) or _INTEGER.match(text))


def _is_count_remark(text: str) -> bool:
    """Tell a remark such as "(45 việc)" beside a group's name."""
    return len(text) <= 30 and bool(
        re.match(
            r"^\(?\s*\d+\s*(?:công việc|việc|hồ sơ|văn bản|nhiệm vụ|điểm|dòng|mục|người|phiếu|tiêu chí|thủ tục)?\s*\)?$",
            text,
        )
    )


def _amount(value: object) -> float:
    """A count or score as a number; 0 for anything else."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    text = re.sub(r"\s", "", str(value or ""))
    text = re.sub(r"[.,](?=\d{3}(?:\D|$))", "", text).replace(",", ".")
    return float(text) if re.fullmatch(r"\d+(?:\.\d+)?", text) else 0.0


def _text_of(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

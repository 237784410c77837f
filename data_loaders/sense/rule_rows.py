"""Which rows of a set are no criteria but clauses of the rule of the criterion above them?"""

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from data_loaders.sense.code_tree import style
from data_loaders.sense.level_columns import level_columns
from data_loaders.tables.layout import Layout
from data_loaders.tables.sheet_header import Header, SheetText
from data_loaders.values.cells import read_score, says_nothing, shown
from data_loaders.values.criterion_codes import criterion_codes
from data_loaders.values.typed import Table
from domain.clauses.rule_lines import is_rule_line, without_bullet
from domain.wording.text import fold_words

_BULLETS = frozenset({"-", "+", "•", "*", "–", "·", "▪"})
_GIVEN = ("self_score", "appraised_1", "appraised_2", "survey_score", "final_score", "lost_points", "score")
RuleLines = dict[int, list[str]]  # index of the criterion's row to the lines under it


class _Reader:
    """The cells of one table of criteria, by what they are."""

    def __init__(self, texts: SheetText, header: Header) -> None:
        self._texts, self._rows = texts, texts.sheet.rows
        self._columns = header.column_indexes()
        self._levels = level_columns(header)
        self._steps = _step_columns(header)

    def cell(self, row: int, name: str) -> object:
        column = self._columns.get(name)
        return None if column is None else self._rows[row][column]

    def text(self, row: int, name: str) -> str:
        column = self._columns.get(name)
        if column is None:
            return ""
        if name == "name" and self._levels:
            return next((text for at in reversed(self._levels) if (text := self._texts.at(row, at))), "")
        value = self._rows[row][column]
        return self._texts.at(row, column) or (shown(value) or "" if not says_nothing(value) else "")

    def code(self, row: int) -> str | None:
        """The code; None for a bullet, and where the name holds the codes but this one has none."""
        text = self.text(row, "code")
        if text in _BULLETS or not text:
            return None
        code = criterion_codes([self.cell(row, "code")])[0][0]
        if self._columns.get("code") == self._columns.get("name"):
            return code if code and code != text.strip(" .") else None
        return code

    def points(self, row: int) -> Decimal | None:
        return read_score(self.cell(row, "max_score"))[0]

    def line(self, row: int) -> str | None:
        """The clause that the row states; None where it states none."""
        name, rule, points = self.text(row, "name"), self.text(row, "rule_text"), self.points(row)
        if any(not says_nothing(self.cell(row, given)) for given in _GIVEN):
            return None  # points that somebody gave are no clause
        if name and rule and not is_rule_line(name):
            return None
        text = name or rule
        if not text or not (is_rule_line(text, has_points=points is not None) or (rule and not name)):
            return None
        bare = without_bullet(text)
        if points is None or re.search(r"\bđiểm\b|\d\s*đ\b|:\s*\d", bare):
            return bare
        return _step_words(bare, points)

    def step_beside(self, row: int) -> str | None:
        """The step that the row states in columns of its own: "Mức đánh giá | Điểm"; None without them."""
        if self._steps is None:
            return None
        state, points = (self._rows[row][index] for index in self._steps)
        worth = read_score(points)[0]
        if worth is None or says_nothing(state):
            return None
        return _step_words(str(state).strip(), worth)

    def step(self, row: int) -> str | None:
        """The clause of a lettered row, or its state with its points: "a) Ban hành đúng hạn | 2"."""
        name, points = without_bullet(self.text(row, "name")), self.points(row)
        if (line := self.line(row)) or not name or points is None or self.text(row, "rule_text"):
            return line
        return _step_words(name, points)


def _step_words(state: str, points: Decimal) -> str:
    """A state and its points from a column beside it as one clause of a rule."""
    return f"{state.rstrip(' :;.')}: {f'{points:f}'.replace('.', ',')} điểm"


_STATES = re.compile(r"(?:cac )?(?:muc|tieu chuan|yeu cau|noi dung cham|ket qua thuc hien|dieu kien)\b.*")
_STEP_POINTS = re.compile(
    r"(?:so |muc )?diem(?: (?:dat|tung muc|cua muc|tuong ung|danh gia|thanh phan|so|cham))?"
)


def _step_columns(header: Header) -> tuple[int, int] | None:
    """The columns of the states of a rule and of the points of each, side by side; None where there are none."""
    most = header.column_indexes().get("max_score")
    said = ["" if heading is None else fold_words(heading.leaf) for heading in header.headings]
    for index, (state, points) in enumerate(pairwise(said)):
        if index + 1 != most and _STATES.fullmatch(state) and _STEP_POINTS.fullmatch(points):
            return index, index + 1
    return None


def take_rule_rows(texts: SheetText, header: Header, layout: Layout) -> RuleLines:
    """Move the rows that only state a rule from the data of *layout* to its notes; return them by their criterion."""
    if (
        not {"code", "name", "max_score"} <= set(header.found.columns)
        or header.kind.columns["code"].type != "criterion"
    ):
        return {}
    reader = _Reader(texts, header)
    lines: RuleLines = {}
    owner: int | None = None
    taken: set[int] = set()
    levels = level_columns(header)
    for place, row in enumerate(layout.data):
        if row in taken:
            continue
        if beside := reader.step_beside(row):
            is_own = reader.code(row) is not None or not reader.text(row, "name")
            owner = row if reader.code(row) is not None else owner
            if is_own and owner is not None:
                lines.setdefault(owner, []).append(beside)
                taken |= {row} - {owner}
                continue
        if _names_a_line(texts, row, levels):
            owner = row
            continue
        if reader.code(row) is None:
            if owner is not None and (line := reader.line(row)):
                lines.setdefault(owner, []).append(line)
                taken.add(row)
            continue
        owner = row
        for below in _coded_clauses(reader, layout.data[place:]):
            lines.setdefault(owner, []).append(str(reader.step(below)))
            taken.add(below)
    layout.data = [row for row in layout.data if row not in taken]
    layout.skipped.extend((row, "note") for row in sorted(taken))
    return lines


def _names_a_line(texts: SheetText, row: int, levels: Sequence[int]) -> bool:
    """Tell a row with a line of the set in one of its columns of *levels*; a clause stands alone there."""
    named = [text for text in (texts.at(row, index) for index in levels) if text]
    return bool(named) and not (len(named) == 1 and is_rule_line(named[0]))


def _coded_clauses(reader: _Reader, rows: Sequence[int]) -> list[int]:
    """
    The rows below the first that are lettered or numbered like criteria and yet are its steps.

    Steps exclude each other: the highest is the criterion's maximum, and together they are not.
    """
    first, found = rows[0], []
    whole, code = reader.points(first), reader.code(first) or ""
    for row in rows[1:]:
        own = reader.code(row)
        if own is None or reader.step(row) is None:
            break
        if not (style(own) in ("letter", "small_roman") or own.startswith(f"{code}.")):
            break
        found.append(row)
    points = [reader.points(row) for row in found]
    known = [one for one in points if one is not None]
    if len(found) < 2 or whole is None or len(known) != len(points):
        are_lines = all(reader.line(row) for row in found)
        return found if len(found) >= 2 and not known and are_lines else []
    if any(reader.line(row) is None for row in found) and not _falls_to_nought(known):
        return []
    return found if max(known) == whole and (sum(known) != whole or 0 in known) else []


def _falls_to_nought(points: Sequence[Decimal]) -> bool:
    """Tell points that fall from state to state down to none: no criterion is worth nothing."""
    return points[-1] == 0 and all(a > b for a, b in pairwise(points))


def put_rule_lines(table: Table, rows: Sequence[int], lines: RuleLines) -> None:
    """Add the *lines* to the rules of the criteria of *table*, whose positions stand in *rows*."""
    if not lines or "rule_text" not in table.kind.columns:
        return
    own = table.raw.get("rule_text") or [None] * len(rows)
    joined = []
    for row, cell in zip(rows, own, strict=True):
        parts = [*([] if says_nothing(cell) else [str(cell)]), *lines.get(row, ())]
        joined.append("\n".join(parts) or None)
    table.raw["rule_text"] = joined
    table.matches.setdefault("rule_text", table.matches["name"])

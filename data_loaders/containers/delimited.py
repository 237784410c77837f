"""What rows does a CSV or TSV hold, in whatever encoding and with whatever separator?"""

import csv
import re
from collections import Counter
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from data_loaders.received.limits import Limits
from data_loaders.received.refusals import refused
from data_loaders.received.sheets import Cell, Sheet
from domain.wording.text import is_blank

SHEET_NAME = "CSV"
_SEPARATORS = ";\t,|"
_FRAME = dict.fromkeys(map(ord, _SEPARATORS + '"'))
_SAMPLE_LINES = 400
_MAX_REPAIRS = 50
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffd]")
_TONE_AFTER_VOWEL = re.compile("[aăâeêioôơuưy][\u0300\u0301\u0303\u0309\u0323]", re.I)
_TONE = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_LEGACY_MARKS = re.compile("[\xa1-\xbf]")
_SEP_LINE = re.compile(r"\ufeff?\"?sep=(.)\"?\r?\n", re.I)


def read(content: bytes, limits: Limits) -> Iterator[Sheet]:
    """Yield the one sheet of a text file; refuse a text in which no table can be seen."""
    csv.field_size_limit(max(limits.received_bytes, 131_072))
    text = decode(content)
    if _says_nothing(text):
        raise refused("empty_file")
    _reject_other_text(text)
    first_line = 1
    if directive := _SEP_LINE.match(text):
        separator, first_line, text = directive[1], 2, text[directive.end() :]
    else:
        separator = separator_of(text)
    records, broken = _records(text, separator, first_line)
    yield _sheet(records, broken, _CONTROL.search(text) is not None)


def _says_nothing(text: str) -> bool:
    """Whether there are blanks, separators and quotes alone; a long text is looked at only where it begins so."""
    return all(is_blank(part.translate(_FRAME)) for part in (text[:1000], text))


def decode(content: bytes) -> str:
    """
    Return the text of *content*.

    Byte order marks win, then NUL bytes tell UTF-16, then UTF-8 is tried. What is left is an 8-bit
    encoding: windows-1258 when tone marks follow vowels, else Latin-1, in which text of the old Vietnamese
    fonts (TCVN3, VNI) can still be told and converted later.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    if content.startswith(b"\xef\xbb\xbf"):
        return content[3:].decode("utf-8", "replace")
    sample = content[:4000]
    if sample.count(0) > len(sample) // 8:
        return content.decode(
            "utf-16-le" if sample[1::2].count(0) >= sample[::2].count(0) else "utf-16-be", "replace"
        )
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _decode_damaged_or_8_bit(content)


def _decode_damaged_or_8_bit(content: bytes) -> str:
    as_utf8 = content.decode("utf-8", "replace")
    wrong = as_utf8.count("\ufffd")
    right = sum(c > "\x7f" for c in as_utf8[:200_000]) - as_utf8[:200_000].count("\ufffd")
    if right > 10 * wrong:
        return as_utf8
    latin, as_1258 = content.decode("latin-1"), content.decode("cp1258", "replace")
    tones = len(_TONE.findall(as_1258))
    if tones:
        return as_1258 if len(_TONE_AFTER_VOWEL.findall(as_1258)) > 0.8 * tones else latin
    return latin if len(_LEGACY_MARKS.findall(latin)) > 2 else as_1258


def _reject_other_text(text: str) -> None:
    head = text[:4000]
    if len(_CONTROL.findall(head)) > len(head) // 20:
        raise refused("not_a_spreadsheet")
    if head.lstrip().startswith(("{", "[{", "<")):
        raise refused("not_a_spreadsheet")


_TITLES_AND_HEADER = 6


def separator_of(text: str) -> str:
    """
    The separator under which most lines have the same, largest number of fields.

    Title lines with fewer fields are normal. A comma inside quotes or as the decimal sign
    does not win over a separator that makes more columns.

    Raises:
        RefusedFileError: No separator makes a table: this is prose.
    """
    sample = _sample(text)
    best: tuple[float, str] = (0.0, "")
    for separator in _SEPARATORS:
        if separator in sample:
            best = max(best, (_tableness(sample, separator), separator), key=lambda pair: pair[0])
    if not best[1]:
        raise refused("not_a_spreadsheet")
    return best[1]


def _sample(text: str) -> str:
    """The first lines, quickly also where the whole is one line."""
    return "".join(islice(StringIO(text[:1_000_000], newline=""), _SAMPLE_LINES))


def _tableness(sample: str, separator: str) -> float:
    """How much of *sample* is a table under *separator*: 0 not at all, else cells in equal rows."""
    return max(_score(widths) for widths in _widths(sample, separator))


def _widths(sample: str, separator: str) -> list[Counter[int]]:
    """Fields per record, with quotes honoured and, should one of them never close, without."""
    return [
        Counter(
            len(row)
            for row in csv.reader(StringIO(sample, newline=""), delimiter=separator, quoting=quoting)
            if any(row)
        )
        for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE)
    ]


def _score(widths: Counter[int]) -> float:
    split = sum(lines for width, lines in widths.items() if width > 1)
    width, lines = max(widths.items(), key=lambda pair: (pair[0] - 1) * pair[1], default=(1, 0))
    share = lines / max(split, 1)
    # Prose has commas too, but rarely as many on most of its lines.
    # A header alone is an export of nothing; its words will tell it from a sentence.
    is_header_alone = width >= 5 and widths.total() <= _TITLES_AND_HEADER
    if (
        width < 2
        or (lines < 2 and not is_header_alone)
        or (width < 5 and (share < 0.5 or split < 0.4 * widths.total()))
    ):
        return 0.0
    if width == 2 and lines < 0.8 * widths.total():
        return 0.0
    return share * (width - 1) * min(1.0, 0.5 + share)


Record = tuple[int, list[str]]


def _records(text: str, separator: str, first_line: int) -> tuple[list[Record], set[int]]:
    """
    All records with the number of their first line, and the lines whose quotes do not close.

    A quote that never closes would swallow all that follows into one cell. Where lines inside a quoted
    field look like records themselves, the line that opened it is read without quotes
    and reading goes on after it.
    """
    lines = StringIO(text, newline="").readlines()
    width = _usual_width(text, separator)
    records: list[Record] = []
    broken: set[int] = set()
    start = 0
    while start < len(lines):
        quoting = csv.QUOTE_MINIMAL if len(broken) < _MAX_REPAIRS else csv.QUOTE_NONE
        end = start
        reader = csv.reader(islice(lines, start, None), delimiter=separator, quoting=quoting)
        for row in reader:
            at, end = end, start + reader.line_num
            if end - at > 1 and _swallowed(lines[at:end], len(row), width, separator):
                broken.add(first_line + at)
                records.append((first_line + at, lines[at].rstrip("\r\n").split(separator)))
                end = at + 1
                break
            if row:
                records.append((first_line + at, row))
        start = end
    return records, broken


def _usual_width(text: str, separator: str) -> int:
    """The number of fields that most of the table's records have."""
    widths = max(_widths(_sample(text), separator), key=_score)
    return max(widths, key=lambda width: (width - 1) * widths[width], default=1)


def _swallowed(lines: list[str], fields: int, width: int, separator: str) -> bool:
    """
    Whether these lines of one record are really several records after an unclosed quote.

    A quoted field may well hold line breaks and separators; then the record still has its usual
    number of fields and not every line inside looks like a record.
    """
    if "".join(lines).count('"') % 2 == 1:
        return True
    alike = [len(row) == width for row in csv.reader(lines[1:], delimiter=separator, quoting=csv.QUOTE_NONE)]
    if fields == width:
        return width > 2 and len(alike) > 2 and all(alike[:-1])
    return width > 2 and any(alike)


def _sheet(records: list[Record], broken: set[int], suspicious: bool) -> Sheet:
    widths = Counter(len(row) for _, row in records)
    usual = max(widths, key=lambda width: (width - 1) * widths[width], default=0)
    width = max(widths, default=0)
    bad: dict[int, str] = {}
    in_table = False
    for number, row in records:
        count = len(row)
        in_table = in_table or count >= usual
        if number in broken or (in_table and count != usual and _is_wrong(row, usual)):
            bad[number] = "wrong_field_count"
        if suspicious and any(map(_CONTROL.search, row)):
            bad[number] = "illegal_character"
    for _, row in records:
        row.extend([""] * (width - len(row)))
    rows: list[list[Cell]] = [row for _, row in records]  # type: ignore[misc]
    return Sheet(SHEET_NAME, rows, [number for number, _ in records], bad_rows=bad)


def _is_wrong(row: list[str], usual: int) -> bool:
    """A row of another width is wrong unless it is a lone remark or only has empty fields too many."""
    filled = sum(map(bool, row))
    return any(row[usual:]) if len(row) > usual else filled > 1

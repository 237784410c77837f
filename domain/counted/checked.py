"""Does a file that an official may edit say all it must, nothing it may not, and only what is possible?"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from domain.agency.office import SPOKEN
from domain.program.errors import DashboardError
from domain.program.places import effective

Found = Iterator[tuple[str, str]]  # key from the place that is looked at, and what is wrong with it

_HEADER = re.compile(r"\s*(\[\[|\[)\s*([^\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(r"\s*([A-Za-z0-9_\-]+)\s*=")
# Within these lies every day that a rule or a campaign can mean; a year beyond is a slip of the hand.
YEARS = (2000, 2099)


class FaultyFileError(DashboardError):
    """A file of rules or of a kind of source cannot be used as it stands."""


@dataclass(frozen=True, slots=True)
class Fault:
    """
    One thing that is wrong with a file.

    Attributes:
        key: Where, such as ``rule[1].weights.apology``; empty for the file as a whole.
        message: What is wrong, on which line where that is known, and what to write instead.
    """

    key: str
    message: str


@dataclass(frozen=True, slots=True)
class Shape:
    """
    What one value must look like.

    Attributes:
        words: What to write, such as "số từ 0 đến 100".
        faults: All that is wrong with a value, each with its key below it.
    """

    words: str
    faults: Callable[[Any], Found]


def _kind_of_value(words: str, is_right: Callable[[Any], bool]) -> Shape:
    def faults(value: Any) -> Found:
        if not is_right(value):
            yield "", f"ghi {_shown(value)}; cần {words}"

    return Shape(words, faults)


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return f"“{value}”"
    if isinstance(value, list | dict):
        return "một danh sách" if isinstance(value, list) else "một nhóm khoá"
    return str(value)


def within(low: float | None = None, high: float | None = None, *, whole: bool = False) -> Shape:
    """
    A number from *low* to *high*, both inclusive; with *whole* no fractions.

        >>> list(within(0, 100).faults(120))
        [('', 'ghi 120; cần số từ 0 đến 100')]
    """
    words = "số nguyên" if whole else "số"
    words += f" từ {low}" if low is not None else ""
    words += (f" đến {high}" if low is not None else f" không quá {high}") if high is not None else ""
    words += " trở lên" if low is not None and high is None else ""

    def is_right(value: Any) -> bool:
        if isinstance(value, bool) or not isinstance(value, int if whole else int | float):
            return False
        return (low is None or value >= low) and (high is None or value <= high)

    return _kind_of_value(words, is_right)


def text(words: str = "chữ trong ngoặc kép, không để trống", *, may_be_empty: bool = False) -> Shape:
    """
    A text, in braces only what the office calls itself (`domain.agency.office.SPOKEN`); empty only where *may_be_empty*.

        >>> list(text().faults("chờ {head_titel} xác nhận"))
        [('', 'không có chữ {head_titel}; trong ngoặc nhọn chỉ dùng: name, e_office, gathering_name, short_name, head_title, deputy_title, whole_words')]
    """
    plain = _kind_of_value(
        words, lambda value: isinstance(value, str) and (may_be_empty or bool(value.strip()))
    )
    return with_rule(plain, _known_braces)


def _known_braces(value: str) -> Found:
    for name in re.findall(r"\{([^{}]*)\}", value):
        if name not in SPOKEN:
            yield "", f"không có chữ {{{name}}}; trong ngoặc nhọn chỉ dùng: {', '.join(SPOKEN)}"


def text_of_form(pattern: str, words: str) -> Shape:
    """A text of the form *pattern*, which *words* describe."""
    form = re.compile(pattern)
    return _kind_of_value(words, lambda value: isinstance(value, str) and bool(form.fullmatch(value)))


def flag() -> Shape:
    """Yes or no."""
    return _kind_of_value("true hoặc false", lambda value: isinstance(value, bool))


def calendar_day() -> Shape:
    """A day that an office may mean, written without quotes."""
    return _kind_of_value(
        f"một ngày dạng 2023-11-17, từ năm {YEARS[0]} đến {YEARS[1]}, không có ngoặc kép",
        lambda value: (
            isinstance(value, date) and not isinstance(value, datetime) and YEARS[0] <= value.year <= YEARS[1]
        ),
    )


def one_of(*names: str) -> Shape:
    """One of *names*."""
    return _kind_of_value(f"một trong: {', '.join(names)}", lambda value: value in names)


def either(*shapes: Shape) -> Shape:
    """A value that fits one of *shapes*."""
    words = " hoặc ".join(shape.words for shape in shapes)
    return _kind_of_value(words, lambda value: any(not any(True for _ in s.faults(value)) for s in shapes))


def each(shape: Shape, *, least: int = 0, distinct: bool = False) -> Shape:
    """A list of *shape*, with at least *least* entries, none twice where *distinct*."""
    words = f"danh sách trong ngoặc vuông, mỗi mục là {shape.words}"

    def faults(value: Any) -> Found:
        if not isinstance(value, list):
            yield "", f"ghi {_shown(value)}; cần {words}"
            return
        if len(value) < least:
            yield "", f"có {len(value)} mục; cần ít nhất {least}, mỗi mục là {shape.words}"
        for place, one in enumerate(value):
            yield from _named(one, _below(f"[{place + 1}]", shape.faults(one)))
            if distinct and one in value[:place]:
                yield f"[{place + 1}]", f"ghi hai lần {_shown(one)}; bỏ một mục"

    return Shape(words, faults)


def _named(block: Any, found: Found) -> Found:
    """*found*, with the id of the block it was found in: people know a block by it, not by its place."""
    name = block.get("id") if isinstance(block, dict) else None
    for key, message in found:
        yield key, f"{message} (khối “{name}”)" if isinstance(name, str) else message


def table(required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    """A group of keys: all of *required*, any of *optional*, nothing else."""
    known = {**required, **(optional or {})}

    def faults(value: Any) -> Found:
        if not isinstance(value, dict):
            yield "", f"ghi {_shown(value)}; cần một nhóm khoá: {', '.join(known)}"
            return
        for key in required:
            if key not in value:
                yield key, f"thiếu; ghi thêm {known[key].words}"
        for key, one in value.items():
            if key in known:
                yield from _below(key, known[key].faults(one))
            else:
                yield key, f"không có khoá này; chỉ dùng: {', '.join(known)}"

    return Shape(f"nhóm khoá {', '.join(known)}", faults)


def open_table(required: Mapping[str, Shape]) -> Shape:
    """A group of keys: all of *required*, and anything else."""
    whole = table(required)

    def faults(value: Any) -> Found:
        known = (
            {key: one for key, one in value.items() if key in required} if isinstance(value, dict) else value
        )
        yield from whole.faults(known)

    return Shape(whole.words, faults)


def keyed(shape: Shape, *, names: Iterable[str] | None = None, complete: bool = False) -> Shape:
    """A group whose keys are free, or among *names* (all of them where *complete*), each with a *shape*."""
    known = None if names is None else tuple(names)

    def faults(value: Any) -> Found:
        if not isinstance(value, dict):
            yield "", f"ghi {_shown(value)}; cần một nhóm khoá, mỗi khoá là {shape.words}"
            return
        for key in known or ():
            if complete and key not in value:
                yield key, f"thiếu; ghi thêm {shape.words}"
        for key, one in value.items():
            if known is not None and key not in known:
                yield key, f"không có khoá này; chỉ dùng: {', '.join(known)}"
            else:
                yield from _below(key, shape.faults(one))

    return Shape(f"nhóm khoá, mỗi khoá là {shape.words}", faults)


def with_rule(shape: Shape, rule: Callable[[Any], Found]) -> Shape:
    """*shape*, and for a value that fits it also what *rule* says of its parts together."""

    def faults(value: Any) -> Found:
        found = list(shape.faults(value))
        yield from found or rule(value)

    return Shape(shape.words, faults)


def rising(*keys: str) -> Callable[[Any], Found]:
    """A rule for a table: the numbers under *keys* fall or stay equal from the first to the last."""

    def rule(value: Any) -> Found:
        for upper, lower in pairwise(keys):
            if value[upper] < value[lower]:
                yield lower, f"lớn hơn {upper} ({value[lower]} > {value[upper]}); các mức phải giảm dần"

    return rule


def _below(key: str, found: Iterable[tuple[str, str]]) -> Found:
    for rest, message in found:
        yield f"{key}{'' if rest.startswith('[') or not rest else '.'}{rest}", message


def checked_toml(path: Path, shape: Shape) -> dict[str, Any]:
    """
    The content of the TOML file that speaks for *path* (`domain.program.places.effective`), which fits *shape*.

    A key that an office's own file lacks has the value of the file that ships.

    Raises:
        FaultyFileError: It cannot be read or does not fit; the first fault stands in the message.
    """
    found = faults_of_toml(path, shape)
    if found:
        more = f" và {len(found) - 1} lỗi khác" if len(found) > 1 else ""
        raise FaultyFileError(
            f"Tệp quy định {path.name} có lỗi{more}",
            where=found[0].key or path.name,
            remedy=f"{found[0].message}.",
        )
    return _content(path)[0]


def _content(path: Path) -> tuple[dict[str, Any], str, list[str]]:
    """What the file says, as it is written, and the keys that it leaves to the file that ships."""
    own = effective(path)
    written = own.read_text(encoding="utf-8-sig")
    content, taken = tomllib.loads(written), []
    if own != path and path.exists():
        content, taken = filled(content, tomllib.loads(path.read_text(encoding="utf-8-sig")))
    return content, written, taken


def filled(own: dict[str, Any], shipped: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """
    *own* with the keys it lacks as *shipped* has them, and the names of those keys.

    Blocks of a list are the office's matter; only those of dated rules are filled, from the newest that ships.

        >>> filled({"a": 1, "rule": [{"x": 2}]}, {"b": 3, "rule": [{"x": 1, "y": {"z": 4}}], "campaign": [{}]})
        ({'a': 1, 'rule': [{'x': 2, 'y': {'z': 4}}], 'b': 3}, ['b', 'rule[1].y'])
    """
    whole, taken = dict(own), []
    for key, value in shipped.items():
        if key not in own:
            if not _is_blocks(value):
                whole[key] = value
                taken.append(key)
        elif isinstance(value, dict) and isinstance(own[key], dict):
            whole[key], deeper = filled(own[key], value)
            taken += [f"{key}.{name}" for name in deeper]
        elif key == "rule" and _is_blocks(value) and isinstance(own[key], list):
            whole[key] = []
            for place, block in enumerate(own[key], start=1):
                full, deeper = filled(block, value[-1]) if isinstance(block, dict) else (block, [])
                whole[key].append(full)
                taken += [f"rule[{place}].{name}" for name in deeper]
    return whole, taken


def _is_blocks(value: Any) -> bool:
    return isinstance(value, list) and any(isinstance(one, dict) for one in value)


def keys_of_program(path: Path) -> list[str]:
    """The keys that an office's own file lacks, which therefore say what the program says."""
    try:
        return _content(path)[2]
    except (OSError, ValueError):
        return []  # such a file has faults, which are told apart


def unread_file(problem: OSError | UnicodeDecodeError) -> Fault:
    """What is wrong with a file of which nothing could be read, whatever its form."""
    if isinstance(problem, OSError):
        return Fault("", "Không mở được tệp; kiểm tra tệp còn ở đó và được quyền đọc")
    return Fault("", "Tệp không ở bảng mã UTF-8; lưu lại bằng UTF-8")


def faults_of_toml(path: Path, shape: Shape) -> list[Fault]:
    """All that is wrong with the TOML file that speaks for *path*; empty for a file in order."""
    try:
        content, written, _taken = _content(path)
    except (OSError, UnicodeDecodeError) as problem:
        return [unread_file(problem)]
    except tomllib.TOMLDecodeError as problem:
        return [
            Fault(
                "",
                f"{_place_of(problem)}: không đúng cách ghi TOML; so với dòng cùng loại ở trên rồi sửa lại",
            )
        ]
    lines = _lines_of(written)
    return [
        Fault(key, _sentence(key, message, _line_for(key, lines))) for key, message in shape.faults(content)
    ]


def _place_of(problem: tomllib.TOMLDecodeError) -> str:
    place = re.search(r"line (\d+)", str(problem))
    return f"Dòng {place[1]}" if place else "Cuối tệp"


def _sentence(key: str, message: str, line: int | None) -> str:
    return f"{f'Dòng {line}, k' if line else 'K'}hoá {key}: {message}" if key else message.capitalize()


def _line_for(key: str, lines: Mapping[str, int]) -> int | None:
    """The line of *key*, else of what it stands in: a missing key has no line of its own."""
    while key and key not in lines:
        key = key[: max(key.rfind("."), key.rfind("["), 0)]
    return lines.get(key)


def _lines_of(written: str) -> dict[str, int]:
    """Every key and every header of a TOML text with its line; blocks of a list are counted from 1."""
    lines: dict[str, int] = {}
    counts: dict[str, int] = {}
    inside = ""
    for place, line in enumerate(written.splitlines(), start=1):
        if header := _HEADER.match(line):
            inside = _header_key(header[2], header[1] == "[[", counts)
            lines.setdefault(inside, place)
        elif key := _KEY.match(line):
            lines.setdefault(f"{inside}.{key[1]}" if inside else key[1], place)
    return lines


def _header_key(name: str, is_list: bool, counts: dict[str, int]) -> str:
    parts: list[str] = []
    names = [part.strip().strip('"') for part in name.split(".")]
    for depth, part in enumerate(names):
        path = ".".join([*parts, part])
        if is_list and depth == len(names) - 1:
            counts[path] = counts.get(path, 0) + 1
        parts.append(f"{part}[{counts[path]}]" if path in counts else part)
    return ".".join(parts)


@cache
def read_checked(path: Path, shape: Shape, _stamp: tuple[Any, ...]) -> dict[str, Any]:
    """As `checked_toml`, remembered as long as `domain.program.places.stamp` says the same."""
    return checked_toml(path, shape)

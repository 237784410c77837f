"""How is a rule of the office changed from a day on, value by value, with earlier days as they were?"""

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from typing import Any

from desk.setting.changes import NotFittingError
from desk.setting.papers import is_block, newest_rule, with_one_more
from domain.program.places import RULES, effective, files_in
from domain.wording.formats import day

_OWN_SECTIONS = frozenset({"department_score.toml", "campaigns.toml"})  # edited in a section of their own
_OF_SERVER = frozenset({"smtp"})  # who runs the server sets how it sends mail
_STAMPS = ("in_force_from", "authority")
YES_NO = {True: "có", False: "không"}
SEPARATOR = "; "
_NAME = re.compile(r"[a-z]+(?:_[a-z]+)*")
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class RuleValue:
    """
    One value of a rule.

    Attributes:
        path: Its keys from the block down, such as ``("half_life_days", "measured")``.
        meaning: What the file says about it; its key where the file says nothing.
        value: What counts now.
        choices: What a list of names may hold, each in words; empty where anything may be typed.
    """

    path: tuple[str, ...]
    meaning: str
    value: Any
    choices: Mapping[str, str]

    @property
    def key(self) -> str:
        """Its path in one word."""
        return ".".join(self.path)

    @property
    def said(self) -> str:
        """The value as a clerk types it: days dd/mm/yyyy, a decimal comma, several with semicolons."""
        return SEPARATOR.join(map(_said, self.value)) if isinstance(self.value, list) else _said(self.value)


def rule_titles() -> dict[str, str]:
    """The files of dated rules that are edited here, each with the first sentence it says about itself."""
    found: dict[str, str] = {}
    for path in sorted(files_in(RULES, "*.toml")):
        text = effective(path).read_text("utf-8-sig")
        if path.name not in _OWN_SECTIONS and isinstance(tomllib.loads(text).get("rule"), list):
            first = re.split(r"\.\s|\n", text.lstrip("# "))[0].rstrip(".")
            if rule_values(text.encode()):
                found[path.name] = re.sub(r"\s*\([^)]*\)", "", first)
    return found


def rule_values(present: bytes) -> list[RuleValue]:
    """Every value of the newest block that stands by itself, in the order of the file."""
    text, newest = present.decode("utf-8-sig"), newest_rule(present)
    return [
        RuleValue(path, _meaning(text, path), value, _choices(newest, path, value))
        for path, value in _leaves(newest)
        if _is_editable(value)
    ]


def _leaves(block: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Values by their keys; the place in a list of blocks is a key too."""
    inside = enumerate(block, start=1) if isinstance(block, list) else block.items()
    for key, value in inside:
        here = (*path, str(key))
        if here[0] in (*_STAMPS, *_OF_SERVER):
            continue
        if is_block(value):
            yield from _leaves(value, here)
        else:
            yield here, value


def _choices(block: Mapping[str, Any], path: tuple[str, ...], value: Any) -> Mapping[str, str]:
    """The names that a list of names may hold are those that the block has words for."""
    words = block.get("words")
    return words if len(path) == 1 and isinstance(value, list) and isinstance(words, Mapping) else {}


def _is_editable(value: Any) -> bool:
    """Names that the program gives to its own levels and facts are no values of the office; a list of sentences is no field."""
    if isinstance(value, list):
        return not any(SEPARATOR.strip() in str(item) for item in value)
    return not (isinstance(value, str) and _NAME.fullmatch(value))


def _meaning(text: str, path: tuple[str, ...]) -> str:
    """What the file says about the last key: in its list of keys, beside the value, or in the lines above it."""
    head, _, body = text.partition("\n[[rule")
    own, _, inner = body.partition("\n[")
    where = own if len(path) == 1 else inner[max(inner.find(f"rule.{path[0]}"), 0) :] or own
    key = re.escape(path[-1])
    if found := re.search(
        rf"^#[ \t]+(?:[\w, ]*, )?{key}(?:, [\w, ]*)?[ \t]{{2,}}(.+(?:\n#[ \t]{{10,}}.+)*)$", head, re.M
    ):
        return _one_line(found[1])
    if found := re.search(rf"^[ \t]*{key}[ \t]*=.*?[ \t]#[ \t]*(.+)$", where, re.M):
        return _one_line(found[1])
    if found := re.search(rf"((?:^#.+\n)+)[ \t]*{key}[ \t]*=", where, re.M):
        return _one_line(found[1])
    return ""


def _one_line(comment: str) -> str:
    words = " ".join(re.sub(r"\n?#", " ", comment).split()).strip()
    return re.sub(r"^true: ", "", words).rstrip(".")


def rule_file(present: bytes, typed: Mapping[str, str], *, begins: date, authority: str) -> bytes:
    """
    The file *present* with one more block: its newest with what was *typed* (key by key), from *begins* on.

    Raises:
        NotFittingError: Something typed is no value of its kind, or the block says no authority or no new day.
    """
    newest = newest_rule(present)
    if not authority.strip():
        raise NotFittingError("Chưa ghi căn cứ của thay đổi", remedy="Ghi văn bản, ngày của văn bản.")
    if begins <= newest["in_force_from"]:
        raise NotFittingError(
            "Ngày bắt đầu dùng chưa sau lần thay đổi gần nhất", where=day(newest["in_force_from"]),
            remedy="Chọn ngày sau ngày đó, hoặc trở lại bản trước rồi sửa.",
        )  # fmt: skip
    block: dict[str, Any] = deepcopy(newest)
    for one in rule_values(present):
        if one.key in typed and typed[one.key].strip() != one.said:
            _put(block, one.path, _read(typed[one.key].strip(), one))
    block |= {"in_force_from": begins, "authority": authority.strip()}
    return with_one_more(present, block)


def _put(block: Any, path: Sequence[str], value: Any) -> None:
    *above, last = path
    for key in above:
        block = block[int(key) - 1] if isinstance(block, list) else block[key]
    block[last] = value


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return YES_NO[value]
    if isinstance(value, date):
        return day(value)
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def _read(said: str, one: RuleValue) -> Any:
    """What was typed, as a value of the kind that stands there now."""
    try:
        if isinstance(one.value, list):
            kind = one.value[0] if one.value else ""
            return [_value(word.strip(), kind) for word in said.split(";") if word.strip()]
        return _value(said, one.value)
    except ValueError:
        raise NotFittingError(
            f"“{said}” chưa đúng", where=one.meaning or one.key, remedy=f"Ghi theo kiểu đang có: {one.said}."
        ) from None


def _value(said: str, like: Any) -> Any:
    if isinstance(like, bool):
        return list(YES_NO)[list(YES_NO.values()).index(said.lower())]
    if isinstance(like, date):
        number, month, year = said.split("/")
        return date(int(year), int(month), int(number))
    if isinstance(like, int | float):
        if not _NUMBER.fullmatch(said):
            raise ValueError(said)
        return float(said.replace(",", ".")) if set(said) & {",", "."} else int(said)
    return said

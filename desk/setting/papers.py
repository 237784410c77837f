"""How does what a clerk types become the files of an office: its record, units, heads, campaigns, calendar?"""

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from data_loaders.declared.office_files import UNIT_COLUMNS
from domain.agency.office import KEYS
from domain.wording.text import fold_words

CHANGE_COLUMNS = ("valid_from", "valid_until", "successors")
HEAD_COLUMNS = ("code", "title_vi", "email")
DAY_COLUMNS = ("date", "kind", "reason_vi", "authority")
_SMALL = frozenset({"va", "cac", "tai", "cua", "thuoc", "phong", "ban"})
_SERVICE = ("trung tam", "truong ", "bao tang", "thu vien", "benh vien", "chi cuc", "ban quan ly", "nha hat")
_GATHERING = ("van phong", "tong hop", "to chuc hanh chinh", "hanh chinh")


def office_file(said: Mapping[str, str]) -> bytes:
    """`office.toml` with these words; a line break in a letterhead stays one."""
    lines = [f"{key} = {_quoted(said[key])}" for key in KEYS]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _quoted(text: str) -> str:
    """*text* as TOML writes it: the escapes of JSON are those of a basic string."""
    return json.dumps(text.strip(), ensure_ascii=False).replace("\x7f", "\\u007F")


def table_file(columns: Sequence[str], rows: Iterable[Mapping[Any, Any]]) -> bytes:
    """A CSV of the folder `codes` with *columns*; rows without any value are left out."""
    told = [{name: _cell(row.get(name)) for name in columns} for row in rows]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(row for row in told if any(row.values()))
    return out.getvalue().encode("utf-8")


def _cell(value: Any) -> str:
    if value is None or value != value:  # a cell of a table that nobody filled
        return ""
    return value.isoformat() if isinstance(value, date) else str(value).strip()


def proposed_title(unit: str) -> str:
    """
    How the head of *unit* is usually addressed; a proposal for the clerk, never a reading.

    >>> proposed_title("Phòng Tổng hợp"), proposed_title("Thanh tra Sở"), proposed_title("Bảo tàng tỉnh")
    ('Trưởng phòng Tổng hợp', 'Chánh Thanh tra Sở', 'Giám đốc Bảo tàng tỉnh')
    """
    folded = f"{fold_words(unit)} "
    if folded.startswith(("van phong ", "thanh tra ")):
        return f"Chánh {unit}"
    if any(folded.startswith(word) for word in _SERVICE if word not in ("truong ", "chi cuc", "ban quan ly")):
        return f"Giám đốc {unit}"
    return f"Trưởng {unit[:1].lower()}{unit[1:]}"


def annex_file(decision: str, pasted: str) -> bytes:
    """A pasted annex as a file that the loader reads: the decision in its title, a line of the paste per row."""
    number = decision.strip()
    title = f"Bộ chỉ số ban hành kèm theo Quyết định số {number}" if number else "Bộ chỉ số"
    return f"\ufeff{title}\n{pasted.strip()}\n".encode()


def units_of(pasted: str) -> list[dict[str, str]]:
    """
    The units that a pasted list names, one per line, with what is missing proposed.

    A line holds the name alone, or code, name, short name, kind and spellings side by side.

        >>> [(u["code"], u["kind"]) for u in units_of("Văn phòng Sở\\nPhòng Quản lý Du lịch\\nBảo tàng tỉnh")]
        [('VPS', 'office'), ('QLDL', 'specialised'), ('BTT', 'service_unit')]
    """
    lines = [line for line in pasted.splitlines() if line.strip()]
    if lines and fold_words(re.split(r"[\t;,|]", lines[0])[0]) in ("code", "ma", "ma don vi"):
        lines = lines[1:]
    units: list[dict[str, str]] = []
    for line in lines:
        cells = [cell.strip() for cell in re.split(r"\t|;", line)]
        names = [str(name) for name in UNIT_COLUMNS]
        given: dict[str, str] = (
            dict(zip(names, cells, strict=False)) if len(cells) > 1 else {"name_vi": _bare(cells[0])}
        )
        units.append(_completed(given, units))
    return units


def changed_units(
    rows: Sequence[Mapping[str, str]], *, ended: Sequence[str], begins: date, names: str
) -> list[dict[str, str]]:
    """
    The list of units after *ended* ones became those of *names*, one per line, on the day *begins*.

    A name that is in the list already takes over without being new; without any name the units just end.
    """
    known = {fold_words(row["name_vi"]): row["code"] for row in rows}
    added: list[dict[str, str]] = []
    after: list[str] = []
    for name in filter(None, map(_bare, names.splitlines())):
        code = known.get(fold_words(name))
        if code is None or code in ended:
            unit = _completed({"name_vi": name}, [*rows, *added])
            kinds = {row["kind"] for row in rows if row["code"] in ended}
            if len(kinds) == 1:
                unit["kind"] = kinds.pop()
            added.append({**unit, "valid_from": begins.isoformat(), "valid_until": "", "successors": ""})
            code = unit["code"]
        after.append(code)
    last = (begins - timedelta(days=1)).isoformat()
    over = {"valid_until": last, "successors": "|".join(after)}
    dated = [{"valid_from": "", "valid_until": "", "successors": "", **row} for row in rows]
    return [*({**row, **over} if row["code"] in ended else row for row in dated), *added]


def _bare(line: str) -> str:
    return re.sub(r"^\s*(?:[-+•*]|\d{1,2}[.)])\s*", "", line).strip(" .;,")


def _completed(given: Mapping[str, str], before: Sequence[Mapping[str, str]]) -> dict[str, str]:
    name = given.get("name_vi", "")
    code = given.get("code") or _free_code(_initials(name), {unit["code"] for unit in before})
    short = re.sub(r"^(?:Phòng|Ban)\s+", "", name)
    return {
        "code": code, "name_vi": name, "short_vi": given.get("short_vi") or short[:1].upper() + short[1:24],
        "kind": given.get("kind") or _kind(name, any(unit["kind"] == "office" for unit in before)),
        "aliases": given.get("aliases", ""),
    }  # fmt: skip


def _initials(name: str) -> str:
    words = [word for word in fold_words(name).split() if word not in _SMALL]
    whole = words if words and len(words) > 1 else fold_words(name).split()
    if fold_words(name).startswith("van phong"):
        whole = fold_words(name).split()
    return "".join(word[0] for word in whole).upper()[:10] or "DV"


def _free_code(wanted: str, taken: set[str]) -> str:
    base = wanted if len(wanted) > 1 else f"{wanted}1"
    return next(code for code in (base, *(f"{base}{n}" for n in range(2, 100))) if code not in taken)


def _kind(name: str, has_gathering: bool) -> str:
    folded = f"{fold_words(name)} "
    if folded.startswith("lanh dao"):
        return "leadership"
    if not has_gathering and any(word in folded for word in _GATHERING):
        return "office"
    return "service_unit" if any(word in folded for word in _SERVICE) else "specialised"


def campaigns_file(campaigns: Iterable[Mapping[str, Any]]) -> bytes:
    """`rules/campaigns.toml` with these campaigns, in the shape that `domain.counted.rule_shapes` asks for."""
    lines = ["# Các đợt công việc có thời hạn của cơ quan."]
    for one in campaigns:
        lines += ["", *_toml_block("campaign", one, in_list=True)]
    return ("\n".join(lines) + "\n").encode("utf-8")


def _toml_block(name: str, block: Mapping[str, Any], *, in_list: bool) -> Iterator[str]:
    """A block as TOML: its own values first, then the blocks inside it."""
    yield f"[[{name}]]" if in_list else f"[{name}]"
    for key, value in block.items():
        if not is_block(value):
            yield f"{_toml_key(key)} = {_toml_value(value)}"
    for key, value in block.items():
        if is_block(value):
            for one in value if isinstance(value, list) else [value]:
                yield from _toml_block(f"{name}.{_toml_key(key)}", one, in_list=isinstance(value, list))


def is_block(value: Any) -> bool:
    """Tell what TOML writes under a heading of its own: a table, or a list of them."""
    return isinstance(value, Mapping) or (
        isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)
    )


def _toml_key(key: str) -> str:
    """*key* as TOML writes it: bare where it may be."""
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else _quoted(key)


def _toml_value(value: Any) -> str:
    """A value that is no block of its own, as TOML writes it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml_value, value))}]"
    return _quoted(str(value))


def weights_file(
    present: bytes, weights: Mapping[str, int], *, least: int, begins: date, authority: str
) -> bytes:  # fmt: skip
    """`rules/department_score.toml` with one more block: *weights* from *begins* on; earlier days keep their own."""
    block = {
        "in_force_from": begins, "authority": authority, "min_coverage_pct": least, "weights": weights,
        "bands": newest_rule(present)["bands"],
    }  # fmt: skip
    return with_one_more(present, block)


def newest_rule(present: bytes) -> dict[str, Any]:
    """The block of a file of dated rules that begins last."""
    return max(tomllib.loads(present.decode("utf-8-sig"))["rule"], key=lambda rule: rule["in_force_from"])


def with_one_more(present: bytes, block: Mapping[str, Any]) -> bytes:
    """The file of dated rules *present* with *block* behind it; what stands there stays as it is written."""
    lines = "\n".join(_toml_block("rule", block, in_list=True))
    return present.rstrip() + f"\n\n{lines}\n".encode()


def hours_file(sessions: Sequence[Sequence[str]], years: Iterable[int]) -> bytes:
    """`codes/office_hours.toml`: the sessions of a day, and the years whose calendar was looked through."""
    said = ", ".join(f"[{_quoted(a)}, {_quoted(b)}]" for a, b in sessions)
    years_said = ", ".join(str(year) for year in sorted(set(years)))
    return f"sessions = [{said}]\nyears = [{years_said}]\n".encode()

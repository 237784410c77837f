"""Do the files in which an office says who it is fit together: its record, units, heads, groups, calendar, sets?"""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from domain.agency.office import KEYS
from domain.agency.procedure_limits import COUNTED_IN
from domain.counted.checked import (
    Fault,
    Shape,
    checked_toml,
    each,
    faults_of_toml,
    table,
    text,
    text_of_form,
    unread_file,
    with_rule,
    within,
)
from domain.counted.rule_shapes import RULE_SHAPES
from domain.program.errors import DashboardError
from domain.program.places import CODES, INDICATOR_SETS, OFFICE_FILE, REFERENCE, RULES, effective
from domain.sets.shipped_sets import decision_heads, shipped_decisions
from domain.wording.text import fold_words

KINDS = ("office", "specialised", "service_unit", "leadership")
KIND_WORDS: Mapping[str, str] = {
    "office": "đơn vị tổng hợp", "specialised": "phòng chuyên môn", "service_unit": "đơn vị sự nghiệp",
    "leadership": "lãnh đạo",
}  # fmt: skip
_CODE = r"[A-Z0-9_]{2,12}"
_LONGEST_SHORT = 24
UNIT_COLUMNS = ("code", "name_vi", "short_vi", "kind", "aliases")
_TIME = r"([01]\d|2[0-3]):[0-5]\d"

Rows = list[dict[str, str]]
Found = Iterator[tuple[int, str]]


def _sessions(content: Any) -> Iterator[tuple[str, str]]:
    for place, (opens, closes) in enumerate(content["sessions"], start=1):
        if opens >= closes:
            yield f"sessions[{place}]", "giờ kết thúc phải sau giờ bắt đầu"


OFFICE_SHAPE: Shape = table({key: text() for key in KEYS})
HOURS_SHAPE: Shape = with_rule(
    table(
        {"sessions": each(each(text_of_form(_TIME, "giờ dạng 07:30"), least=2), least=1)},
        {"years": each(within(2000, 2099, whole=True), distinct=True)},
    ),
    _sessions,
)


def faults_of_office_files() -> Iterator[tuple[str, Path, list[Fault]]]:
    """Each such file that counts: its name in `data/`, where it lies, and all that is wrong with it."""
    yield "office.toml", OFFICE_FILE, faults_of_toml(OFFICE_FILE, OFFICE_SHAPE)
    hours = CODES / "office_hours.toml"
    yield "codes/office_hours.toml", hours, faults_of_toml(hours, HOURS_SHAPE)
    for name, columns, look in (
        ("departments.csv", UNIT_COLUMNS, _of_units),
        ("department_heads.csv", ("code", "title_vi", "email"), _of_heads),
        ("department_groups.csv", ("name_vi", "kinds"), _of_groups),
        ("calendar_overrides.csv", ("date", "kind", "reason_vi", "authority"), _of_calendar),
        ("procedure_limits.csv", ("procedure", "limit", "counted_in", "authority"), _of_limits),
        ("index_feeds.csv", ("measure", "index", "component", "authority"), _of_feeds),
    ):
        yield f"codes/{name}", CODES / name, _faults_of_csv(CODES / name, columns, look)
    for folder, name, columns, look in (
        (CODES, "status_words.csv", ("list", "words_vi", "match", "status"), _of_statuses),
        (CODES, "provinces.csv", ("name_vi",), _of_nothing),
        (REFERENCE, "own_agency.csv", ("name",), _of_nothing),
        (
            REFERENCE,
            "published_results.csv",
            ("index", "year", "agency", "component", "score", "rank", "of"),
            _of_nothing,
        ),
    ):
        if effective(folder / name).exists():
            yield f"{folder.name}/{name}", folder / name, _faults_of_csv(folder / name, columns, look)
    yield "indicator_sets", INDICATOR_SETS, [Fault("", words) for words in _of_sets()]


def _faults_of_csv(path: Path, columns: tuple[str, ...], look: Callable[[Rows], Found]) -> list[Fault]:
    try:
        content = effective(path).read_bytes()
        rows, heading = rows_of_file(content), next(csv.reader(io.StringIO(content.decode("utf-8-sig"))), [])
    except (OSError, UnicodeDecodeError) as problem:
        return [unread_file(problem)]
    missing = [name for name in columns if heading and name not in heading]
    if missing:
        return [Fault(name, f"Thiếu cột {name} ở dòng tiêu đề") for name in missing]
    return [
        Fault(f"dòng {line}" if line else "", f"Dòng {line}: {said}" if line else said)
        for line, said in look(rows)
    ]


def rows_of_file(content: bytes) -> Rows:
    """The rows of one such file; a cell that is not there is empty."""
    reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return [{key: value or "" for key, value in row.items() if isinstance(key, str)} for row in reader]


def _of_units(rows: Rows) -> Found:
    yield from _of_each_unit(rows)
    yield from _overlaps(rows)
    gathering = [row["code"] for row in rows if row["kind"] == "office" and not row.get("valid_until")]
    if len(gathering) > 1:
        yield (
            0,
            f"Có {len(gathering)} đơn vị tổng hợp ({', '.join(gathering)}); chỉ một đơn vị được ghi loại office",
        )
    if rows and not gathering:
        yield 0, "Chưa có đơn vị tổng hợp; ghi loại office cho đơn vị gom số liệu, đôn đốc"
    if not rows:
        yield 0, "Danh sách không có đơn vị nào"


def _of_each_unit(rows: Rows) -> Found:
    seen: dict[str, int] = {}
    for line, row in enumerate(rows, start=2):
        if not _fits(_CODE, row["code"]):
            yield line, f"mã “{row['code']}” chưa đúng; dùng 2–12 chữ in hoa không dấu, số hoặc gạch dưới"
        elif row["code"] in seen:
            yield line, f"mã {row['code']} đã có ở dòng {seen[row['code']]}; mỗi đơn vị một mã"
        seen.setdefault(row["code"], line)
        if not row["name_vi"].strip():
            yield line, "thiếu tên đơn vị"
        if len(row["short_vi"]) > _LONGEST_SHORT or not row["short_vi"].strip():
            yield line, f"tên ngắn “{row['short_vi']}” phải có từ 1 đến {_LONGEST_SHORT} chữ"
        if row["kind"] not in KINDS:
            yield line, f"loại “{row['kind']}” chưa có; chỉ dùng: {', '.join(KINDS)}"
        yield from _of_dates(line, row, {other["code"] for other in rows})


def _of_dates(line: int, row: Mapping[str, str], codes: set[str]) -> Found:
    for name in ("valid_from", "valid_until"):
        if row.get(name) and _day(row[name]) is None:
            yield line, f"{name} “{row[name]}” không phải ngày dạng 2024-07-01"
    begins, ends = _day(row.get("valid_from")), _day(row.get("valid_until"))
    if begins and ends and ends < begins:
        yield line, "ngày thôi hoạt động trước ngày bắt đầu"
    for code in filter(None, (row.get("successors") or "").split("|")):
        if code not in codes or code == row["code"]:
            yield line, f"đơn vị kế tiếp “{code}” không có trong danh sách, hoặc là chính đơn vị này"
        elif not ends:
            yield line, f"có đơn vị kế tiếp “{code}” mà chưa ghi ngày cuối (valid_until)"


def _overlaps(rows: Rows) -> Found:
    """A spelling of two units at the same time would count the work of one for the other."""
    seen: dict[str, tuple[str, str]] = {}
    for line, row in enumerate(rows, start=2):
        for name in dict.fromkeys([row["name_vi"], row["code"], *row["aliases"].split("|")]):
            key = fold_words(name)
            code, spelling = seen.setdefault(key, (row["code"], name))
            if key and code != row["code"] and _same_letters(name, spelling):
                yield (
                    line,
                    f"cách gọi “{name}” của {row['code']} trùng với {code}; mỗi cách gọi chỉ thuộc một đơn vị",
                )


def _same_letters(one: str, other: str) -> bool:
    """Tell spellings apart that differ in a đ: QLĐT and QLDT may be two units."""
    return [c for c in one.casefold() if c in "dđ"] == [c for c in other.casefold() if c in "dđ"]


def _of_heads(rows: Rows) -> Found:
    codes, seen = {row["code"] for row in unit_rows()}, set()
    for line, row in enumerate(rows, start=2):
        if row["code"] not in codes:
            yield line, f"người đứng đầu của “{row['code']}”: không có đơn vị mang mã này"
        if row["code"] in seen:
            yield line, f"{row['code']} có hai dòng; mỗi đơn vị một người đứng đầu"
        seen.add(row["code"])
        if not row["title_vi"].strip():
            yield line, "thiếu chức danh"
        if row["email"].strip() and "@" not in row["email"]:
            yield line, f"hộp thư “{row['email']}” thiếu dấu @"


def unit_rows() -> Rows:
    """The list of units that counts, as it is written; empty where it cannot be read."""
    try:
        return rows_of_file(effective(CODES / "departments.csv").read_bytes())
    except (OSError, UnicodeDecodeError):
        return []


def _of_groups(rows: Rows) -> Found:
    for line, row in enumerate(rows, start=2):
        unknown = [kind for kind in row["kinds"].split("|") if kind not in KINDS[:3]]
        if unknown:
            yield line, f"loại “{unknown[0]}” chưa có; chỉ dùng: {', '.join(KINDS[:3])}"


def _of_limits(rows: Rows) -> Found:
    seen: dict[str, int] = {}
    for line, row in enumerate(rows, start=2):
        name = fold_words(row["procedure"])
        if not name:
            yield line, "thiếu tên thủ tục"
        elif name in seen:
            yield line, f"thủ tục “{row['procedure']}” đã có ở dòng {seen[name]}; mỗi thủ tục một thời gian"
        seen.setdefault(name, line)
        if not row["limit"].strip().isdecimal() or int(row["limit"]) == 0:
            yield line, f"thời gian “{row['limit']}” phải là số nguyên từ 1"
        if row["counted_in"].strip() not in COUNTED_IN:
            yield line, f"cách đếm “{row['counted_in']}” chưa có; chỉ dùng: {', '.join(COUNTED_IN)}"


def _of_nothing(_rows: Rows) -> Found:
    yield from ()


def _of_statuses(rows: Rows) -> Found:
    if not rows:
        yield 0, "Danh sách không có dòng nào; bỏ tệp này ra khỏi thư mục để dùng danh sách kèm phần mềm"
    known = {(row["list"], row["status"]) for row in rows_of_file((CODES / "status_words.csv").read_bytes())}
    for line, row in enumerate(rows, start=2):
        if not row["words_vi"].strip():
            yield line, "thiếu cách ghi (words_vi)"
        if row["match"] not in ("start", "exact", "contains"):
            yield (
                line,
                f"cách so “{row['match']}” chưa có; ghi start (đầu câu), exact (cả câu) hoặc contains (trong câu)",
            )
        if (row["list"], row["status"]) not in known:
            yield line, f"danh sách “{row['list']}” không có trạng thái “{row['status']}”"


def _of_feeds(rows: Rows) -> Found:
    for line, row in enumerate(rows, start=2):
        if not row["measure"].strip() or not row["index"].strip():
            yield line, "thiếu tên số đo hoặc tên chỉ số"


def _of_calendar(rows: Rows) -> Found:
    seen = set()
    for line, row in enumerate(rows, start=2):
        if _day(row["date"]) is None:
            yield line, f"“{row['date']}” không phải ngày dạng 2025-05-02"
        elif row["date"] in seen:
            yield line, f"ngày {row['date']} có hai dòng"
        seen.add(row["date"])
        if row["kind"] not in ("off", "work", "half"):
            yield (
                line,
                f"loại “{row['kind']}” chưa có; ghi off (nghỉ), work (làm bù) hoặc half (làm buổi sáng)",
            )


def _of_sets() -> Iterator[str]:
    try:
        decisions = shipped_decisions()
        heads = decision_heads()
    except DashboardError as problem:
        yield f"Không đọc được bộ chỉ số: {problem}"
        return
    except OSError:
        yield "Không mở được tệp của bộ chỉ số; kiểm tra tệp còn ở đó và được quyền đọc"
        return
    years: dict[int, str] = {}
    for decision in decisions:
        year = heads[decision.number].get("first_year")
        if decision.amends is None and year is not None:
            if year in years:
                yield f"Năm {year} đã có bộ chỉ số {years[year]}; bỏ {decision.number} hoặc ghi là quyết định sửa đổi"
            years[year] = decision.number


def faults_between_files() -> Iterator[tuple[str, Path, Fault]]:
    """What no file is to blame for alone: a campaign of a unit that is not there, a year without a calendar."""
    path = RULES / "campaigns.toml"
    try:
        campaigns = checked_toml(path, RULE_SHAPES["campaigns"]).get("campaign", [])
        years = checked_toml(CODES / "office_hours.toml", HOURS_SHAPE).get("years")
    except DashboardError:
        return  # told by the file itself
    codes = {row["code"] for row in unit_rows()}
    for place, one in enumerate(campaigns, start=1):
        owners = [(f"campaign[{place}].owner", one["owner"])]
        owners += [
            (f"campaign[{place}].internal_limit[{n}].owner", limit["owner"])
            for n, limit in enumerate(one.get("internal_limit", ()), start=1)
        ]
        for key, owner in owners:
            if owner != "*" and owner not in codes:
                yield "rules/campaigns.toml", path, Fault(key, f"Khoá {key}: không có đơn vị mang mã “{owner}” (khối “{one['id']}”)")  # fmt: skip
        if not one.get("is_draft") and years is not None and one["limit"].year not in years:
            yield "rules/campaigns.toml", path, Fault(
                f"campaign[{place}].limit",
                f"Lịch làm việc chưa có năm {one['limit'].year}; rà ngày nghỉ, làm bù rồi thêm năm vào codes/office_hours.toml",
            )  # fmt: skip


def _fits(pattern: str, value: str) -> bool:
    return not any(True for _ in text_of_form(pattern, "").faults(value))


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value or "")
    except ValueError:
        return None

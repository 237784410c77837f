"""The paper for xếp loại, thi đua: the facts of a unit's year with their rows, and what might be considered."""

from collections.abc import Mapping
from typing import Any

from desk.keeping import promises
from domain.agency.departments import department_name
from domain.agency.office import office
from domain.wording.formats import EN_DASH, NBSP, count, day, is_known, points
from metrics.asking.rows import Row, records
from metrics.limits.campaigns import LABEL_VI
from metrics.plan.year_facts import (
    FACTS_VI,
    fact_rows,
    judged_promise_rows,
    passed_obligations,
    with_promises,
    year_facts,
)
from metrics.progress.completion import completion
from metrics.progress.consequence import MARK
from metrics.progress.rejected import rejected_rows
from metrics.progress.unread import nobodys_rows
from reports.drafting import Context, Draft, Paper, Sheet, Wanted, letterhead, numbered, shortened
from store.builds.reader import Reader
from store.written.import_log import logged_imports

# A page of rows per unit: the workbook beside the paper has every one.
ROWS_TOLD = 5
_COUNTS = {
    "unit": "Phòng, đơn vị", "unfinished": "Yêu cầu chưa đạt 100% khi đã qua hạn", "repeat_criteria": FACTS_VI["repeat"],
    "still_lost": "Điểm tiếp tục bị trừ", "overdue_assignments": "Nhiệm vụ quá hạn", "open_shortfalls": FACTS_VI["open_shortfall"],
    "promises_kept": "Lần giữ hẹn", "promises_broken": "Lần chưa giữ hẹn",
}  # fmt: skip
_ROWS = {
    "unit": "Phòng, đơn vị", "fact_vi": "Sự việc", "about": "Thuộc", "number": "Số, mã", "title": "Nội dung",
    "detail": "Cụ thể", "source": "Nguồn",
}  # fmt: skip


def year_basis(reader: Reader, wanted: Wanted) -> Draft:
    """Facts per unit in official order, each with its rows; suggestions are marked, and no person is named."""
    given = [] if reader.home is None else promises(reader.home, reader, as_of=wanted.as_of)
    facts = [
        row for row in records(with_promises(year_facts(reader, as_of=wanted.as_of), given))
        if wanted.department in (None, row["department_code"])
    ]  # fmt: skip
    if not facts:
        return Draft((), ({"what": "Căn cứ xếp loại, thi đua", "why": "Chưa có số liệu của đơn vị nào"},))
    codes = tuple(row["department_code"] for row in facts)
    rows = _lines(reader, records(fact_rows(reader, as_of=wanted.as_of)), codes)
    rows += _lines(reader, records(judged_promise_rows(given, codes)), codes)
    context = _context(wanted, facts, rows)
    unread = _unread(reader, wanted, codes)
    context["lines"] += [f"{one['what']}: {one['why']}." for one in unread]
    sheets = (
        Sheet("Tổng hợp", (*_COUNTS.values(), MARK), tuple(
            (*(row[name] for name in _COUNTS), row["suggested"]) for row in context["units"]
        )),
        Sheet("Từng sự việc", tuple(_ROWS.values()), tuple(
            tuple(row[name] for name in _ROWS) for code in codes for row in rows if row["code"] == code
        )),
    )  # fmt: skip
    stem = wanted.stem("can-cu-xep-loai", wanted.department or "")
    paper = Paper("year_basis", stem, wanted.department, len(facts), context, sheets)
    return Draft((paper,), (*_unknown(reader, wanted, codes), *unread))


def _context(wanted: Wanted, facts: list[dict[str, Any]], rows: list[Context]) -> Context:
    units = [_unit(row) for row in facts]
    whose = f" của {department_name(wanted.department)}" if wanted.department else ""
    return {
        **letterhead(wanted.as_of, kind="BC", head_signs=False),
        "subject": f"Sự việc làm căn cứ xếp loại chất lượng và bình xét thi đua năm {wanted.as_of.year}{whose}",
        "addressee": f"{office().head_title} {office().name}.",
        "lines": [
            f"Số liệu đến hết ngày{NBSP}{day(wanted.as_of)}. Các đơn vị nêu theo thứ tự trong danh mục, không xếp hạng; "
            "báo cáo chỉ nêu sự việc của đơn vị, không nêu và không xếp loại cá nhân.",
            f"Dấu “{EN_DASH}” là chưa có số liệu, còn dòng chưa đọc được hoặc chưa đến hạn, không tính là 0.",
        ],
        "units": numbered(units),
        "suggestions_title": f"{MARK}: những điều có thể cân nhắc",
        "suggestions": _suggestions(facts) or ["Không có gợi ý nào từ số liệu hiện có."],
        "parts": _parts(rows, [row["department_code"] for row in facts], wanted),
        "closing": f"Việc xếp loại, bình xét thi đua do {office().head_title} quyết định theo quy định hiện hành",
    }


def _suggestions(facts: list[dict[str, Any]]) -> list[str]:
    """Each suggestion once, with the units whose facts give it."""
    units: dict[str, list[str]] = {}
    for row in facts:
        for words in row["suggestions"]:
            units.setdefault(words, []).append(department_name(row["department_code"]))
    return [f"{words}: {', '.join(names)}." for words, names in units.items()]


def _unit(row: Row) -> Context:
    counted = {
        name: count(row[name]) if is_known(row[name]) else EN_DASH for name in _COUNTS if name != "unit"
    }
    return {
        "unit": department_name(row["department_code"]),
        **counted,
        "still_lost": points(row["still_lost"]) if is_known(row["still_lost"]) else EN_DASH,
        "suggested": "; ".join(row["suggestions"]),
    }


def _lines(reader: Reader, rows: list[dict[str, Any]], codes: tuple[str, ...]) -> list[Context]:
    files = {} if reader.home is None else logged_imports(reader.home)
    return [
        {
            "code": row["department_code"], "unit": department_name(row["department_code"]),
            "fact": row["fact"], "fact_vi": FACTS_VI[row["fact"]], "about": row["about"], "number": row["number"],
            "title": shortened(row["title"]), "detail": row["detail"],
            "said": ". ".join(filter(None, (row["about"], row["detail"]))), "source": _source(row, files),
        }
        for row in rows
        if row["department_code"] in codes
    ]  # fmt: skip


def _source(row: Row, files: Mapping[str, Any]) -> str:
    if not is_known(row["source_row"]):
        return "Ngày hẹn đã ghi" if row["fact"] in ("kept", "broken") else "Bảng thống kê"
    known = files.get(row["import_id"])
    name = f"{known.file_name}, " if known else ""
    return f"{name}trang {row['sheet']}, dòng {row['source_row']}"


def _parts(rows: list[Context], codes: list[str], wanted: Wanted) -> list[Context]:
    """One table of rows per unit that has any; in the paper of all units the first of each fact."""
    told = []
    for code in codes:
        own = [row for row in rows if row["code"] == code]
        if own:
            shown = own if wanted.department else _first_of_each(own)
            title = f"{len(told) + 1}. {department_name(code)}: {count(len(own))}{NBSP}dòng"
            told.append({"title": title, "rows": numbered(shown)})
    return told


def _first_of_each(rows: list[Context]) -> list[Context]:
    found: list[Context] = []
    for fact in FACTS_VI:
        own = [row for row in rows if row["fact"] == fact]
        found += own[:ROWS_TOLD]
        if len(own) > ROWS_TOLD:
            rest = f"Và {count(len(own) - ROWS_TOLD)} dòng khác, đủ ở tệp Excel kèm theo"
            found.append({**dict.fromkeys(own[0], ""), "fact_vi": FACTS_VI[fact], "title": rest})
    return found


def _unknown(reader: Reader, wanted: Wanted, codes: tuple[str, ...]) -> list[dict[str, str]]:
    """What these facts do not speak of: obligations that no source counts."""
    passed, left = passed_obligations(wanted.as_of), []
    table = records(completion(reader, as_of=wanted.as_of))
    for code in codes:
        names = [
            LABEL_VI[row["obligation"]] for row in table
            if row["department_code"] == code and row["obligation"] in passed
            and not (is_known(row["required"]) and is_known(row["done"]))
        ]  # fmt: skip
        if names:
            why = f"Chưa có số liệu nên không xét: {', '.join(names)}"
            left.append({"what": department_name(code), "why": why})
    return left


def _unread(reader: Reader, wanted: Wanted, codes: tuple[str, ...]) -> list[dict[str, str]]:
    """Nor of the rows that nobody could read: those of each unit, and those that may be any unit's."""
    unread = [row["department_code"] for row in records(rejected_rows(reader, as_of=wanted.as_of))]
    left = [
        {
            "what": department_name(code),
            "why": f"{count(unread.count(code))}{NBSP}dòng chưa đọc được nên chưa xét",
        }
        for code in codes
        if code in unread
    ]
    nobodys = sum(one.rows for one in nobodys_rows(reader, as_of=wanted.as_of))
    if nobodys:
        why = f"{count(nobodys)}{NBSP}dòng chưa đọc được, chưa rõ của đơn vị nào nên chưa xét cho đơn vị nào"
        left.append({"what": "Dòng chưa rõ đơn vị", "why": why})
    return left

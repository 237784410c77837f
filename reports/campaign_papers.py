"""The papers of the limits: the report to the head of the office, the letters to the units, the one page."""

from datetime import date
from typing import Any

from domain.agency.departments import UNASSIGNED_VI, department_name, scored_codes, short_name
from domain.agency.heads import head_of
from domain.agency.office import office
from domain.counted.obligations import RECORDS
from domain.counted.source_kinds import KIND_NAMES
from domain.program.errors import DashboardError
from domain.wording.formats import NBSP, UNKNOWN, count, day, is_known, points, rate
from domain.wording.text import clean
from metrics.asking.rows import Row, records
from metrics.asking.state import TOTAL
from metrics.criteria.assessment import Assessment, assess
from metrics.limits.campaigns import LABEL_VI, LEFT_VI, Campaign, countdown
from metrics.limits.changes import (
    NO_COMPARISON,
    changes_between,
    changes_by_department,
    last_differing,
    two_exports_words,
)
from metrics.plan.calls import todays_calls
from metrics.plan.planner import points_per_item
from metrics.points.ledger import ledger, total
from metrics.points.risk import by_loss
from metrics.progress.completion import Claims, claims, completion
from metrics.progress.left_out import left_out, left_out_items_words
from metrics.progress.obligation_moves import obligation_moves, obligation_moves_words
from metrics.progress.rejected import each_once, rejected_rows, rows_left_out
from metrics.progress.unread import nobodys_rows
from metrics.progress.what_is_left import NOTHING, what_is_left, work_in, work_left
from reports.drafting import (
    Context,
    Draft,
    Paper,
    Sheet,
    Wanted,
    letterhead,
    numbered,
    shortened,
    unbroken_end,
)
from store.builds.reader import Reader

CRITERIA_TOLD = 3
# An annex that nobody reads to its end hides its first rows: the workbook beside it has every one.
ANNEX_ROWS = 15
NAMED_UNITS_ON_ONE_PAGE = 20
_ANNEXES, _ROMAN = ("obligations", "units", "criteria", "moved", "skipped"), ("I", "II", "III", "IV", "V")
# What an annex also draws: the names of the bars, then what is added up in each.
_CHARTS = {"obligations": ("Yêu cầu", "Đã làm", "Còn lại"), "criteria": ("Mã", "Có thể mất")}


def summary_report(reader: Reader, wanted: Wanted) -> Draft:
    """The report of Văn phòng to the head of the office on the results of the limits."""
    table = [row for row in records(completion(reader, as_of=wanted.as_of)) if _is_wanted(row, wanted)]
    may_say = claims(reader, as_of=wanted.as_of)
    units = [_standing(row, may_say) for row in table if row["department_code"] != TOTAL]
    totals = [_standing(row, may_say) for row in table if row["department_code"] == TOTAL]
    own = [row for row in units if row["code"] == wanted.department] if wanted.department else units
    assessment = assess(reader, as_of=wanted.as_of)
    lost = _criteria(assessment, wanted.department)
    moved, moved_words = _moved(reader, wanted)
    skipped, unread = _unread(reader, wanted)
    context = {
        **letterhead(wanted.as_of, kind="BC", head_signs=False),
        "subject": _subject(wanted),
        "addressee": f"{office().head_title} {office().name}.",
        "bases": [f"Căn cứ {one.authority};" for one in wanted.campaigns[:-1]]
        + [f"Căn cứ {one.authority}." for one in wanted.campaigns[-1:]],
        "results_title": f"Kết quả đến hết ngày{NBSP}{day(wanted.as_of)}",
        "results": [
            *_clock_lines(wanted),
            *(_result_line(row) for row in (own if wanted.department else totals)),
        ],
        "risks_title": "Điểm Chỉ số cải cách hành chính có nguy cơ mất",
        "risks": _risk_lines(assessment, lost),
        "changes_title": "Thay đổi so với bản xuất trước",
        "changes": [moved_words],
        "unread_title": "Số liệu chưa đọc được hoặc không tính",
        "unread": unread,
        "proposals_title": "Đề nghị",
        "proposals": _proposals(own, unread=_rows_unread(reader, wanted)),
        "closing": f"{department_name(office().gathering_unit)} kính báo cáo {office().head_title} xem xét, chỉ đạo",
        "obligations": numbered(totals),
        "units": numbered(own),
        "criteria": numbered(lost),
        "moved": numbered(moved),
        "skipped": numbered(skipped),
    }
    sheets = _sheets(context)
    context |= {"criteria": _worst(lost), "skipped": _first(skipped), "labels": _labels(context)}
    stem = wanted.stem("bao-cao-tong-hop", wanted.department or "", _campaign_part(wanted))
    return Draft((Paper("summary_report", stem, wanted.department, len(own), context, sheets),))


def reminder_letter(reader: Reader, wanted: Wanted) -> Draft:
    """One official letter per unit that has something left, and by name those that have nothing."""
    left = records(what_is_left(reader, as_of=wanted.as_of, points_per_item=_worth(reader, wanted.as_of)))
    parts = _parts(reader, wanted.as_of)
    codes = (wanted.department,) if wanted.department else scored_codes()
    papers, nothing = [], []
    for code in codes:
        own = [
            row for row in left if row["department_code"] == code and row["obligation"] in wanted.obligations
        ]
        if own:
            papers.append(_letter(code, own, wanted, parts.get(code, 0.0)))
        else:
            unread = _rows_unread(reader, wanted, code)
            why = (
                f"Không còn việc nào trong số dòng đọc được; {_unread_rows_words(unread).lower()}"
                if unread
                else "Không còn việc nào phải đôn đốc trong số liệu"
            )
            nothing.append({"what": department_name(code), "why": why})
    nobodys = [row for row in left if row["department_code"] is None]
    if nobodys:
        nothing.append(
            {"what": f"{count(len(nobodys))} việc", "why": "Chưa rõ đơn vị nên không gửi được cho đơn vị nào"}
        )
    nothing += [
        {
            "what": f"{count(one.rows)} dòng {KIND_NAMES[one.kind]}",
            "why": "Chưa đọc được, chưa rõ của đơn vị nào",
        }
        for one in nobodys_rows(reader, as_of=wanted.as_of)
        if one.kind in {kind for name in wanted.obligations for kind in RECORDS[name].kinds}
    ]
    return Draft(tuple(papers), tuple(nothing))


def one_page(reader: Reader, wanted: Wanted) -> Draft:
    """One A4 page for the leadership."""
    table = [row for row in records(completion(reader, as_of=wanted.as_of)) if _is_wanted(row, wanted)]
    may_say = claims(reader, as_of=wanted.as_of)
    unread = _rows_unread(reader, wanted)
    units = [_unit_line(code, table, may_say) for code in _codes(table, wanted) if code != TOTAL]
    assessment = assess(reader, as_of=wanted.as_of)
    calls = todays_calls(reader, as_of=wanted.as_of, today=wanted.as_of)
    work = work_left(reader, as_of=wanted.as_of, obligations=wanted.obligations).get(TOTAL, NOTHING)
    context = {
        **letterhead(wanted.as_of, kind="BC", head_signs=False),
        "subject": f"Tình hình đến hết ngày{NBSP}{day(wanted.as_of)}",
        "recipients": f"- Lãnh đạo {office().short_name};\n- Lưu: VT, {office().gathering_unit}.",
        "lines": [
            *_clock_lines(wanted),
            *_risk_lines(assessment, []),
            f"Các yêu cầu trên còn {work.words}; bảng dưới đếm theo bước của từng yêu cầu.",
            *([f"{_unread_rows_words(unread)}, chưa kết luận đã đạt 100%."] if unread else []),
            *([] if calls else [_no_call_words(unread)]),
        ],
        "units": units[:NAMED_UNITS_ON_ONE_PAGE],
        "calls": [{"who": call.who, "about": call.about, "worth": call.worth} for call in calls],
        "closing": f"{department_name(office().gathering_unit)} kính báo cáo",
    }
    return Draft((Paper("one_page", wanted.stem("mot-trang"), None, len(context["units"]), context),))


# --- figures in words -----------------------------------------------------------------------------


def _is_wanted(row: Row, wanted: Wanted) -> bool:
    return row["obligation"] in wanted.obligations and (
        wanted.department in (None, row["department_code"]) or row["department_code"] == TOTAL
    )


def _codes(table: list[dict[str, Any]], wanted: Wanted) -> list[str]:
    return [code for code in dict.fromkeys(row["department_code"] for row in table) if code in scored_codes()]


def _standing(row: Row, may_say: Claims) -> dict[str, Any]:
    """One obligation of one unit as the pages say it: unknown is never zero, 100 % never claimed too early."""
    code = row["department_code"]
    said = may_say[code, row["obligation"]]
    return {
        "code": code,
        "unit": "Toàn cơ quan" if code == TOTAL else department_name(code),
        "obligation": row["obligation"],
        "label": LABEL_VI[row["obligation"]],
        "required": count(row["required"]),
        "done": count(row["done"]),
        "left": count(said.left),
        "left_number": said.left,
        "vanished": int(row["vanished"]) if is_known(row["vanished"]) else 0,
        "share": said.share,
        "unread": said.unread,
        "unread_words": said.unread_words,
    }


def _result_line(row: Row) -> str:
    if row["left_number"] is None:
        return f"{row['label']}: {row['share'].lower()}."
    if row["required"] == "0" and row["unread"]:
        return f"{row['label']}: {row['unread_words']}, chưa biết có phát sinh hay không."
    if row["required"] == "0":
        return f"{row['label']}: không phát sinh."
    left = f", còn {row['left']}{NBSP}{LEFT_VI[row['obligation']]}" if row["left_number"] else ""
    gone = (
        f"; {count(row['vanished'])} mục không còn trong bản xuất mới nhất vẫn tính vào số phải làm"
        if row["vanished"]
        else ""
    )
    unread = f"; {row['unread_words']}" if row["unread"] else ""
    return f"{row['label']}: {row['done']}/{row['required']} (đạt {row['share']}){left}{unread}{gone}."


def _rows_unread(reader: Reader, wanted: Wanted, code: str | None = None) -> int:
    """Rejected rows that hold back what the paper is about: all of them, or those of one unit."""
    kinds = {kind for name in wanted.obligations for kind in RECORDS[name].kinds}
    left_out = rows_left_out(reader, as_of=wanted.as_of)
    return sum(left_out[kind, code or TOTAL] for kind in kinds)


def _unread_rows_words(rows: int) -> str:
    return f"Còn {count(rows)} dòng chưa đọc được"


def _no_call_words(unread: int) -> str:
    """Why no unit is to be called; rows unread are no proof that none has to be."""
    return "Chưa biết hôm nay cần gọi đơn vị nào." if unread else "Hôm nay không cần gọi đơn vị nào."


def _unit_line(code: str, table: list[dict[str, Any]], may_say: Claims) -> Context:
    own = [row for row in table if row["department_code"] == code]
    known = [row for row in own if is_known(row["required"]) and is_known(row["done"])]
    required = sum(int(row["required"]) for row in known)
    done = sum(int(row["done"]) for row in known)
    furthest = min(
        (row for row in known if is_known(row["rate_pct"])), key=lambda r: r["rate_pct"], default=None
    )
    unknown = [row for row in own if row not in known and not row["not_applicable"]]
    unread = next((o for row in own if may_say[code, o := row["obligation"]].said == "unread"), None)
    if unknown:
        worst = f"{LABEL_VI[unknown[0]['obligation']]}: {UNKNOWN.lower()}"
    elif unread and (furthest is None or furthest["obligation"] == unread):
        worst = f"{LABEL_VI[unread]}: {may_say[code, unread].unread_words}"
    elif furthest is None:
        worst = "Không phát sinh"
    else:
        worst = f"{LABEL_VI[furthest['obligation']]}: {rate(furthest['rate_pct'])}"
    return {
        "unit": short_name(code), "required": count(required) if known else UNKNOWN,
        "done": count(done) if known else UNKNOWN, "left": count(required - done) if known else UNKNOWN,
        "furthest": worst,
    }  # fmt: skip


def _clock_lines(wanted: Wanted) -> list[str]:
    return [_clock_line(one, wanted.as_of) for one in wanted.campaigns]


def _clock_line(campaign: Campaign, as_of: date) -> str:
    clock = countdown(campaign, as_of)
    phrase = f"{clock.phrase_vi[:1].lower()}{clock.phrase_vi[1:]}"
    return f"{campaign.title_vi}: {clock.limit_vi[:1].lower()}{clock.limit_vi[1:]}; {phrase}."


def _subject(wanted: Wanted) -> str:
    titles = [f"{one.title_vi[:1].lower()}{one.title_vi[1:]}" for one in wanted.campaigns]
    unit = f" của {department_name(wanted.department)}" if wanted.department else ""
    return f"Về việc thực hiện: {'; '.join(titles)}{unit}"


def _campaign_part(wanted: Wanted) -> str:
    return f"dot-{wanted.campaign}-so-lieu" if wanted.campaign else ""


def _risk_lines(assessment: Assessment | None, lost: list[dict[str, Any]]) -> list[str]:
    if assessment is None or not assessment.known_max:
        return ["Chưa đủ số liệu để ước tính điểm Chỉ số cải cách hành chính."]
    unknown = (
        f"; còn {points(assessment.unknown_points)}{NBSP}điểm chưa có số liệu, không tính vào đây"
        if assessment.unknown_points
        else ""
    )
    lines = [
        f"Điểm dự kiến {points(assessment.expected)} trên {points(assessment.known_max)}{NBSP}điểm đã có số liệu; "
        f"có thể mất {points(assessment.expected_loss)}{NBSP}điểm, trong đó còn giữ được đến hạn"
        f" {points(total(assessment).keepable)}{NBSP}điểm{unknown}."
    ]
    if lost:
        told = "; ".join(f"{row['code']} ({row['loss']}{NBSP}điểm)" for row in lost[:CRITERIA_TOLD])
        lines.append(
            f"Có thể mất nhiều nhất ở các tiêu chí: {told}. Chi tiết ở phụ lục về tiêu chí có nguy cơ mất điểm."
        )
    return lines


def _criteria(assessment: Assessment | None, department: str | None) -> list[dict[str, Any]]:
    if assessment is None:
        return []
    return [
        {
            "code": leaf.code, "name": shortened(clean(leaf.name)), "max_score": points(leaf.max_score),
            "loss": points(leaf.expected_loss), "owners": ", ".join(leaf.owners) or UNASSIGNED_VI,
            "why": "; ".join(reason.text for reason in leaf.reasons),
        }
        for leaf in by_loss(assessment, department=department)
        if leaf.expected_loss is None or leaf.expected_loss > 0
    ]  # fmt: skip


def _worst(lost: list[dict[str, Any]]) -> list[Context]:
    """The criteria that may lose most, each with its first reason, and in one row how many more there are."""
    shown = numbered({**row, "why": row["why"].split("; ")[0]} for row in lost[:ANNEX_ROWS])
    rest = len(lost) - len(shown)
    if not rest:
        return shown
    words = f"Và {count(rest)} tiêu chí khác, đủ ở tệp Excel kèm theo"
    return [*shown, {**dict.fromkeys(shown[0], ""), "name": words}]


def _first(skipped: list[dict[str, Any]]) -> list[Context]:
    """The first of what is not counted, and in one row how much more there is."""
    shown = numbered(skipped[:ANNEX_ROWS])
    rest = len(skipped) - len(shown)
    if not rest:
        return shown
    return [*shown, {"tt": "", "what": f"Và {count(rest)} mục khác, đủ ở tệp Excel kèm theo", "why": ""}]


def _moved(reader: Reader, wanted: Wanted) -> tuple[list[dict[str, Any]], str]:
    days = last_differing(reader, as_of=wanted.as_of, department=wanted.department)
    if days is None:
        return [], NO_COMPARISON
    found = changes_between(
        reader, kind="hpnet_tasks", from_day=days[0], to_day=days[1], department=wanted.department
    )
    summary = changes_by_department(found)
    rows = [
        {
            "unit": "Toàn cơ quan" if row["department_code"] == TOTAL else _unit_name(row["department_code"]),
            **{name: count(row[name]) for name in ("closed", "reopened", "new", "vanished")},
        }
        for row in records(summary)
    ]
    words = two_exports_words(summary, from_day=days[0], to_day=days[1]).rstrip(".")
    by_obligation = obligation_moves_words(
        obligation_moves(reader, from_day=days[0], to_day=days[1]), from_day=days[0], to_day=days[1],
        department=wanted.department,
    )  # fmt: skip
    return (rows if len(rows) > 1 else []), " ".join(filter(None, [f"{words}.", by_obligation]))


def _unit_name(code: object) -> str:
    return department_name(code) if isinstance(code, str) and code else "Chưa rõ đơn vị"


def _unread(reader: Reader, wanted: Wanted) -> tuple[list[dict[str, Any]], list[str]]:
    rejected = [
        row
        for row in records(rejected_rows(reader, as_of=wanted.as_of))
        # A row of no known unit may be that of the unit the report is about.
        if wanted.department in (None, row["department_code"]) or not is_known(row["department_code"])
    ]
    outside = left_out(reader, as_of=wanted.as_of, department=wanted.department)
    rows = [
        {"what": f"Dòng {row['source_row']}, trang {row['sheet']} ({_unit_name(row['department_code'])})",
         "why": "Có ô không đọc được, chưa tính vào số nào"}
        for row in rejected
    ]  # fmt: skip
    rows += [
        {
            "what": shortened(f"{row['number'] or ''} {row['title'] or ''}".strip())
            + f" ({_unit_name(row['department_code'])})",
            "why": row["reason_vi"],
        }
        for row in records(outside)
    ]
    words = [
        f"{count(len(each_once(rejected)))} dòng có ô không đọc được nên chưa tính; tỷ lệ của đơn vị liên quan chưa kể những dòng này."
        if rejected
        else "Mọi dòng của các bản xuất đều đọc được."
    ]
    if len(outside):
        words.append(f"Không tính vào số phải làm: {left_out_items_words(outside)}.")
    return rows, words


def _proposals(units: list[dict[str, Any]], *, unread: int) -> list[str]:
    behind = {row["unit"] for row in units if row["left_number"] and row["code"] in scored_codes()}
    if not behind and unread:
        return [f"Chưa kết luận được mọi đơn vị đã xong: còn {count(unread)} dòng chưa đọc được."]
    if not behind:
        return ["Không còn đơn vị nào chậm theo số liệu hiện có."]
    named = ", ".join(dict.fromkeys(row["unit"] for row in units if row["unit"] in behind))
    return [f"Đề nghị {office().head_title} chỉ đạo các đơn vị còn việc khẩn trương hoàn thành: {named}."]


def _labels(context: Context) -> dict[str, str]:
    """The annexes that have rows, numbered one after the other: a missing number would look like a missing annex."""
    filled = [name for name in _ANNEXES if context[name]]
    return {name: f"Phụ lục {number}" for name, number in zip(filled, _ROMAN, strict=False)}


def _sheets(context: Context) -> tuple[Sheet, ...]:
    """The annexes as worksheets."""
    wanted = (
        ("Theo yêu cầu", "obligations", {"label": "Yêu cầu", "required": "Phải làm", "done": "Đã làm", "left": "Còn lại", "share": "Tỷ lệ"}),
        ("Theo đơn vị", "units", {"unit": "Phòng, đơn vị", "label": "Yêu cầu", "required": "Phải làm", "done": "Đã làm", "left": "Còn lại", "share": "Tỷ lệ"}),
        ("Nguy cơ mất điểm", "criteria", {"code": "Mã", "name": "Tiêu chí", "max_score": "Điểm tối đa", "loss": "Có thể mất", "owners": "Chủ trì", "why": "Vì sao"}),
        ("Thay đổi", "moved", {"unit": "Phòng, đơn vị", "closed": "Xong", "reopened": "Mở lại", "new": "Mới", "vanished": "Không còn"}),
        ("Không tính", "skipped", {"what": "Nội dung", "why": "Vì sao"}),
    )  # fmt: skip
    return tuple(
        Sheet(
            name,
            tuple(heads.values()),
            tuple(tuple(row[key] for key in heads) for row in context[field]),
            _CHARTS.get(field, ()),
        )
        for name, field, heads in wanted
    )


# --- letters --------------------------------------------------------------------------------------


def _worth(reader: Reader, as_of: date) -> dict[tuple[str, ...], float]:
    try:
        assessment = assess(reader, as_of=as_of)
    except DashboardError:
        return {}
    return points_per_item(assessment) if assessment else {}


def _parts(reader: Reader, as_of: date) -> dict[str, float]:
    """What every unit can still keep of the points, as the pages have it."""
    try:
        table = ledger(reader, as_of=as_of)
    except DashboardError:
        return {}
    return dict(zip(table["department_code"], table["keepable"], strict=True))


def _letter(code: str, items: list[dict[str, Any]], wanted: Wanted, keepable: float) -> Paper:
    name = department_name(code)
    groups = [
        _group(place, one, [row for row in items if row["obligation"] == one])
        for place, one in enumerate(dict.fromkeys(row["obligation"] for row in items), start=1)
    ]
    at_stake = (
        f", phần của đơn vị trong điểm còn giữ được đến hạn là {points(keepable)}{NBSP}điểm"
        if keepable >= 0.005
        else ""
    )
    limits = [c for c in wanted.campaigns if any(row["obligation"] in c.obligations for row in items)]
    context = {
        **letterhead(wanted.as_of, letter=True, head_signs=False),
        "signer_title": f"TL. {office().head_title}\n{office().gathering_head_title}".upper(),
        "subject": unbroken_end("đôn đốc hoàn thành các việc còn lại"),
        "addressee": f"{name}.",
        "opening": [
            *(
                " ".join(filter(None, (f"Thực hiện {one.authority}, {_lowered(_clock_line(one, wanted.as_of))}", one.earlier_vi(code))))
                for one in limits
            ),
            f"Theo số liệu đến hết ngày{NBSP}{day(wanted.as_of)}, {name} còn {work_in(items).words} phải hoàn thành{at_stake}:",
        ],
        "groups": groups,
        "closing": f"Đề nghị {head_of(code).title_vi} chỉ đạo hoàn thành đúng hạn; việc chưa thể xong thì báo "
        f"{department_name(office().gathering_unit)} lý do và ngày hẹn xong",
    }  # fmt: skip
    sheet = Sheet(
        "Việc còn lại",
        ("Yêu cầu", "Số, ký hiệu", "Nội dung", "Người xử lý", "Hạn", "Việc cần làm"),
        tuple(
            (LABEL_VI[row["obligation"]], *(_item(row)[key] for key in ("number", "title", "person", "due", "step")))
            for row in items
        ),
    )  # fmt: skip
    return Paper("reminder_letter", wanted.stem("don-doc", code), code, len(items), context, (sheet,))


def _group(place: int, obligation: str, items: list[dict[str, Any]]) -> Context:
    return {
        "number": str(place),
        "title": f"{LABEL_VI[obligation]}: còn {count(len(items))}{NBSP}{LEFT_VI[obligation]}",
        "items": numbered(_item(row) for row in items),
    }


def _item(row: Row) -> dict[str, Any]:
    return {
        "number": row["number"] or row["item_key"],
        "title": shortened(row["title"] or ""),
        "person": row["person"] or "",
        "due": day(row["due_date"]) if is_known(row["due_date"]) else "Chưa có hạn",
        "step": row["next_step"] or "",
    }


def _lowered(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"

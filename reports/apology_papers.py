"""The papers of the public apology: a slip for each overdue dossier, the letter, the public list."""

import re
from datetime import datetime
from typing import Any

from domain.agency.departments import department_name
from domain.agency.office import office
from domain.counted.obligations import RECORDS
from domain.said.citizens import masked
from domain.wording.formats import NBSP, count, day, is_known
from domain.wording.text import upper_first
from metrics.asking.rows import Row, records
from metrics.counts.apologies import apology_register
from metrics.counts.dossiers import undated_dossiers
from metrics.progress.rejected import rejected_rows
from reports.drafting import Context, Draft, Paper, Sheet, Wanted, letterhead, numbered, shortened
from store.builds.reader import Reader

BLANK = "…………………"
STATES = {
    "missing": "Chưa xin lỗi", "invalid": "Xin lỗi chưa hợp lệ", "late": "Đã xin lỗi, muộn", "done": "Đã xin lỗi",
}  # fmt: skip


def apology_slip(reader: Reader, wanted: Wanted) -> Draft:
    """One slip for each dossier that still owes a valid apology; all of them also as one file."""
    papers, left = [], []
    for row in records(apology_register(reader, as_of=wanted.as_of, department=wanted.department)):
        if why := _no_slip(row):
            left.append({"what": f"Hồ sơ {row['dossier_code']}", "why": why})
        else:
            papers.append(_slip(row, wanted))
            if _is_second(row):
                why = f"Đã hẹn lại một lần, ngày{NBSP}{_day(row['rescheduled_to'])}, và đã quá; chỉ được hẹn lại một lần"
                left.append({"what": f"Ngày hẹn lại của hồ sơ {row['dossier_code']}", "why": why})
    left += [*_undated(reader, wanted), *_unread(reader, wanted)]
    return Draft(tuple(papers), tuple(left), bundle=wanted.stem("phieu-xin-loi", wanted.department or ""))


def apology_letter(reader: Reader, wanted: Wanted) -> Draft:
    """The public letter of apology for every overdue dossier of the year."""
    rows = records(apology_register(reader, as_of=wanted.as_of, department=wanted.department))
    many, open_ones = count(len(rows)), sum(bool(row["is_open"]) for row in rows)
    whose = f" do {department_name(wanted.department)} thụ lý" if wanted.department else ""
    lines = [
        f"{office().name} trân trọng cảm ơn các tổ chức, cá nhân đã nộp hồ sơ thủ tục hành chính trong thời gian qua.",
        f"Trong năm {wanted.as_of.year}, đến hết ngày{NBSP}{day(wanted.as_of)}, có {many}{NBSP}hồ sơ{whose} giải quyết "
        f"quá hạn so với ngày hẹn trả kết quả, trong đó {count(open_ones)}{NBSP}hồ sơ chưa có kết quả.",
        f"{office().name} nhận trách nhiệm và xin lỗi công khai các tổ chức, cá nhân có hồ sơ trong danh sách kèm theo; "
        "cam kết giải quyết xong các hồ sơ còn lại vào ngày đã hẹn lại và không để chậm thêm lần nữa.",
    ]  # fmt: skip
    context = {
        **letterhead(wanted.as_of, kind="TXL"),
        "recipients": f"- Như trên;\n- Cổng thông tin điện tử;\n- Lưu: VT, {office().gathering_unit}.",
        "subject": "Về việc giải quyết hồ sơ thủ tục hành chính quá hạn",
        "addressee": "Các tổ chức, cá nhân có tên trong danh sách kèm theo.",
        "lines": lines,
        "closing": "Rất mong nhận được sự thông cảm và tiếp tục góp ý của các tổ chức, cá nhân",
        "dossiers": numbered(map(masked_line, rows)),
    }
    return _public("apology_letter", "thu-xin-loi", context, rows, wanted, _unread(reader, wanted))


def apology_list(reader: Reader, wanted: Wanted) -> Draft:
    """The list for publication: who applied is masked, no free text of the office is in it."""
    rows = records(apology_register(reader, as_of=wanted.as_of, department=wanted.department))
    owed = sum(row["status"] in ("missing", "invalid") for row in rows)
    context = {
        **letterhead(wanted.as_of, kind="DS"),
        "recipients": f"- Cổng thông tin điện tử;\n- Bộ phận Một cửa;\n- Lưu: VT, {office().gathering_unit}.",
        "subject": f"Hồ sơ giải quyết quá hạn và việc xin lỗi công khai năm {wanted.as_of.year}",
        "lines": [
            f"Số liệu đến hết ngày{NBSP}{day(wanted.as_of)}: {count(len(rows))}{NBSP}hồ sơ quá hạn, "
            f"{count(owed)}{NBSP}hồ sơ chưa có thư xin lỗi hợp lệ."
        ],
        "closing": f"Danh sách này có {count(len(rows))}{NBSP}hồ sơ; thông tin cá nhân đã được che",
        "dossiers": numbered(map(masked_line, rows)),
    }
    return _public("apology_list", "danh-sach-xin-loi", context, rows, wanted, _unread(reader, wanted))


def masked_line(row: Row) -> dict[str, str]:
    """One dossier of the public list."""
    return {
        "code": row["dossier_code"],
        "procedure": shortened(row["procedure"] or "Chưa ghi tên thủ tục"),
        "applicant": shortened(masked(row["applicant"])),
        "due": _day(row["due"]) or "Chưa có",
        "again": _day(row["rescheduled_to"]) or "Chưa hẹn",
        "state": STATES[row["status"]],
    }


def _public(
    name: str, stem: str, context: Context, rows: list[Any], wanted: Wanted, unread: list[dict[str, str]]
) -> Draft:
    if not rows:
        none = "Không có hồ sơ nào quá hạn" + (" trong số dòng đọc được" if unread else "")
        return Draft((), ({"what": "Danh sách hồ sơ", "why": none}, *unread))
    heads = {"code": "Mã hồ sơ", "procedure": "Thủ tục", "applicant": "Tổ chức, cá nhân", "due": "Hẹn trả", "again": "Hẹn lại", "state": "Kết quả"}  # fmt: skip
    lines = tuple(tuple(line[key] for key in heads) for line in context["dossiers"])
    sheet = Sheet("Danh sách", tuple(heads.values()), lines)
    stem = wanted.stem(stem, wanted.department or "")
    return Draft((Paper(name, stem, wanted.department, len(rows), context, (sheet,)),), tuple(unread))


def _is_second(row: Row) -> bool:
    """The dossier is still open after its new date: the rule allows no second one."""
    return bool(row["is_open"]) and "second_overdue" in row["failed_rules"]


def _no_slip(row: Row) -> str:
    if row["status"] in ("done", "late"):
        return f"Đã có thư xin lỗi {row['apology_number'] or 'chưa ghi số'}, không hẹn lại lần thứ hai"
    if not is_known(row["due"]):
        return "Chưa có ngày hẹn trả nên không viết được phiếu; bổ sung ngày hẹn trả trong sổ"
    return ""


def _undated(reader: Reader, wanted: Wanted) -> list[dict[str, str]]:
    """Dossiers that nobody can call overdue because they have no due day."""
    undated = undated_dossiers(reader, as_of=wanted.as_of, department=wanted.department)
    if not undated:
        return []
    return [
        {
            "what": f"{count(undated)}{NBSP}hồ sơ đang giải quyết",
            "why": "Chưa có ngày hẹn trả nên không biết đã quá hạn hay chưa",
        }
    ]


def _unread(reader: Reader, wanted: Wanted) -> list[dict[str, str]]:
    """Rows of dossiers and of the register that nobody could read: a dossier among them is on no list."""
    rejected = [
        row
        for row in records(rejected_rows(reader, as_of=wanted.as_of))
        if row["kind"] in RECORDS["apology"].kinds
        and (wanted.department in (None, row["department_code"]) or not is_known(row["department_code"]))
    ]
    if not rejected:
        return []
    why = "Chưa đọc được nên chưa có trong danh sách; sửa rồi lập lại"
    return [{"what": f"{count(len(rejected))}{NBSP}dòng hồ sơ, sổ xin lỗi", "why": why}]


def _slip(row: Row, wanted: Wanted) -> Paper:
    code = row["department_code"]
    who = row["applicant"] or BLANK
    late = count(row["overdue_calendar_days"])
    received = f"ngày{NBSP}{_day(row['received_at'])}" if is_known(row["received_at"]) else f"ngày {BLANK}"
    if row["is_open"]:
        state = f"Đến hết ngày{NBSP}{day(wanted.as_of)}, hồ sơ quá hạn {late}{NBSP}ngày và chưa có kết quả."
    else:
        state = f"Hồ sơ đã giải quyết xong ngày{NBSP}{_day(row['finished_at']) or BLANK}, quá hạn {late}{NBSP}ngày."
    slip = {
        "addressee": shortened(who),
        "lines": [
            f"{upper_first(received)}, {office().name} tiếp nhận hồ sơ của Ông/Bà (tổ chức) đề nghị giải "
            f"quyết thủ tục: {shortened(row['procedure'] or BLANK)}; mã hồ sơ {row['dossier_code']}.",
            f"Ngày hẹn trả kết quả: {_day(row['due'])}. {state}",
            f"Lý do chậm: {shortened(str(row['reason']).strip().rstrip('.')) if is_known(row['reason']) and row['reason'] else BLANK}.",
            f"{office().name} xin lỗi Ông/Bà (tổ chức) về sự chậm trễ này"
            + _new_date(row),
        ],
        "closing": "Rất mong nhận được sự thông cảm của Ông/Bà (tổ chức)",
    }  # fmt: skip
    context = {
        **letterhead(wanted.as_of, kind="PXL", by=code or None),
        "recipients": f"- Như trên;\n- Lưu: VT, {code or office().gathering_unit}.",
        "slips": [slip],
    }
    return Paper("apology_slip", f"phieu-xin-loi-{_file_part(row['dossier_code'])}", code, 1, context)


def _new_date(row: Row) -> str:
    """The end of the apology: the new day, the day that passed without a second one, or nothing for a closed dossier."""
    if not row["is_open"]:
        return "."
    if _is_second(row):
        return f". Ngày hẹn lại {_day(row['rescheduled_to'])} đã qua; hồ sơ được ưu tiên giải quyết ngay, không hẹn thêm ngày."
    return f" và hẹn trả kết quả vào ngày{NBSP}{_day(row['rescheduled_to']) or BLANK}."


def _day(value: Any) -> str:
    if not is_known(value):
        return ""
    return day(value.date() if isinstance(value, datetime) else value)


def _file_part(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9.]+", "-", text).strip("-.")[:60] or "ho-so"

"""What do the HpNet exports say, from 25/10 to 12/11/2023?"""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sample_office import containers
from sample_office.forms import Column, Form, Group, Line, Row, Signature, Total, Value
from sample_office.people import CLERK, NAMES, OFFICE_HEAD, ROMAN, Staff, decomposed, spelling
from sample_office.tasks import FIRST, Task, is_reopened, reached, status_on, unit_on

TITLE = "THỐNG KÊ CÔNG VIỆC ĐƯỢC GIAO TRÊN HpNet"
SIGNATURE = Signature(("NGƯỜI LẬP BIỂU", CLERK), ("CHÁNH VĂN PHÒNG", OFFICE_HEAD))


@dataclass(frozen=True)
class Export:
    """One export: its day, its file, and the habits of the clerk who made it."""

    day: date
    file: str
    write: Callable[[Form], bytes] = containers.xlsx
    spelling: int = 0
    due_heading: str = "Hạn hoàn thành"
    lead_heading: str = "Đơn vị xử lý"
    dates_as_text: bool = False
    has_groups: bool = True
    has_period: bool = True
    made_on: date | None = None
    is_decomposed: bool = False


def _day(month: int, day: int) -> date:
    return date(2023, month, day)


EXPORTS = (
    Export(_day(10, 25), "HpNet_cong-viec_2023-10-25.xlsx"),
    Export(_day(10, 26), "HpNet_cong-viec_2023-10-26.xlsx", dates_as_text=True, spelling=1),
    Export(_day(10, 27), "Thong ke cong viec den 27.10.2023.xls", containers.html_table, 2, "Hạn xử lý", "Phòng", True),
    Export(_day(10, 30), "HpNet_cong-viec_2023-10-30.xlsx", spelling=3),
    Export(_day(10, 31), "HpNet_cong-viec_2023-10-31.xlsx", due_heading="Hạn xử lý", is_decomposed=True),
    Export(_day(11, 1), "TK công việc HpNet 01-11-2023.xls", containers.biff, 1, "Hạn XL"),
    Export(_day(11, 2), "HpNet_cong-viec_den 02.11.2023 (gui muon).xlsx", spelling=2, made_on=_day(11, 3)),
    Export(_day(11, 6), "HpNet_cong-viec_2023-11-06.xlsx", dates_as_text=True, lead_heading="Phòng, đơn vị xử lý"),
    Export(_day(11, 7), "hpnet_congviec_20231107.csv", containers.semicolon_csv, 1, "Hạn hoàn thành", "Đơn vị", True, False, False),
    Export(_day(11, 8), "HpNet_cong-viec_2023-11-08.xlsx", due_heading="Hạn XL", spelling=3),
    Export(_day(11, 9), "HpNet_cong-viec_2023-11-09.xlsx", dates_as_text=True),
    Export(_day(11, 10), "HpNet_cong-viec_2023-11-10.xlsx", spelling=2),
    Export(_day(11, 12), "HpNet_cong-viec_2023-11-12.xlsx"),
)  # fmt: skip


def columns(export: Export) -> tuple[Column, ...]:
    """The columns of the export, under this clerk's headings."""
    return (
        Column("STT", 5, "centre"),
        Column("Mã công việc", 12, "centre"),
        Column("Số, ký hiệu", 15, over="Văn bản giao việc"),
        Column("Ngày văn bản", 11, "date", "Văn bản giao việc"),
        Column("Cơ quan ban hành", 18, over="Văn bản giao việc"),
        Column("Trích yếu / Nội dung công việc", 44),
        Column("Người giao", 18),
        Column("Ngày giao việc", 11, "date"),
        Column(export.lead_heading, 20, over="Thực hiện"),
        Column("Người xử lý chính", 18, over="Thực hiện"),
        Column("Phối hợp", 18, over="Thực hiện"),
        Column(export.due_heading, 11, "date"),
        Column("Ngày hoàn thành", 11, "date"),
        Column("Tình trạng xử lý", 16),
        Column("Báo cáo hoàn thành", 10, "centre", "Kết quả trên HpNet"),
        Column("Ngày báo cáo", 11, "date", "Kết quả trên HpNet"),
        Column("Lưu trữ", 10, "centre", "Kết quả trên HpNet"),
        Column("Ngày lưu trữ", 11, "date", "Kết quả trên HpNet"),
        Column("Mã hồ sơ", 11, "centre", "Kết quả trên HpNet"),
        Column("Ghi chú", 20),
    )


def exports(tasks: Sequence[Task]) -> dict[str, bytes]:
    """Every HpNet task export: file name to bytes."""
    return {export.file: export.write(form(export, tasks)) for export in EXPORTS}


def form(export: Export, tasks: Sequence[Task]) -> Form:
    """The export as a form."""
    present = [
        t for t in tasks if t.assigned <= export.day and not (t.gone_from and export.day >= t.gone_from)
    ]
    made_on = export.made_on or export.day
    period = f"Từ ngày {FIRST:01/%m/%Y} đến ngày {export.day:%d/%m/%Y}"
    return Form(
        title=(TITLE, period) if export.has_period else (TITLE,),
        columns=columns(export),
        lines=tuple(_lines(export, present)),
        sheet="CongViec",
        place_date=f"Hải Phòng, ngày {made_on:%d} tháng {made_on:%m} năm 2023" if export.has_period else "",
        signature=SIGNATURE if export.has_groups else None,
        has_agency=export.has_period,
        dates_as_text=export.dates_as_text,
    )


def _lines(export: Export, tasks: Sequence[Task]) -> list[Line]:
    lines: list[Line] = []
    number = 0
    for place, unit in enumerate(NAMES):
        own = [task for task in tasks if unit_on(task, export.day) == unit]
        if export.has_groups:
            lines.append(Group(f"{ROMAN[place]}. {NAMES[unit]}"))
            number = 0
        for task in own:
            number += 1
            lines.append(_row(export, number, unit, task))
        lines.extend(_dirt(export, unit, number))
        if export.has_groups:
            lines.append(Total(f"Cộng: {len(own)} công việc"))
    lines.append(Total(f"Tổng cộng: {len(tasks)} công việc"))
    return lines


def _row(export: Export, number: int, unit: str, task: Task) -> Row:
    day = export.day
    back = is_reopened(task, day)
    completed, reported, archived = (
        None if back else reached(event, day) for event in (task.completed, task.reported, task.archived)
    )
    due = task.moved[1] if task.moved and day >= task.moved[0] else task.due
    filed = reached(task.filed, day)
    subject = decomposed(task.subject) if export.is_decomposed and number % 9 == 0 else task.subject
    if number % 41 == 0:
        subject = subject.replace(" ", "  ", 1)
    noted = task.note if not task.transferred or day >= task.transferred[0] else None
    values: tuple[Value, ...] = (
        number, task.code, task.number, task.document_date, task.issuer, subject, task.assigned_by, task.assigned,
        spelling(unit, export.spelling), task.assignee, task.helper, due, completed, status_on(task, day),
        "Có" if reported else "Chưa", reported, "Đã lưu" if archived else "Chưa lưu", archived,
        task.file_code if filed else None, noted,
    )  # fmt: skip
    return Row(values, is_hidden=(export.day == date(2023, 11, 8) and unit == "KHTH" and number == 12))


def _dirt(export: Export, unit: str, number: int) -> list[Row]:
    """The bad lines that the source keeps sending, and one that stood in a single export."""
    rows = []
    if unit == "QHXD" and export.day >= date(2023, 10, 30):
        rows.append(_bad(export, number + 1, "CV23-07990", spelling(unit, export.spelling), "31/11/2023"))
    if unit == "VP" and export.day >= date(2023, 11, 6):
        rows.append(_bad(export, number + 1, "CV23-08003", "Tổ công tác liên ngành", "24/11/2023"))
    if unit == "QLDT" and export.day == date(2023, 11, 1):
        rows.append(_bad(export, number + 1, "CV23-08017", "P.QLĐT, P.QHXD", "15/11/2023"))
    return rows


def _bad(export: Export, number: int, code: str, unit: str, due: str) -> Row:
    rng = random.Random(code)
    given = date(2023, 10, 9) + timedelta(days=rng.randrange(5))
    values: tuple[Value, ...] = (
        number, code, f"{rng.randint(100, 900)}/SNV-CCHC", given, "Sở Nội vụ", "Rà soát nội dung theo văn bản của Sở Nội vụ",
        "Phạm Quốc Thịnh", given, unit, "Vũ Thị Hạnh", None, due, None, "Đang xử lý", "Chưa", None, "Chưa lưu", None, None, None,
    )  # fmt: skip
    return Row(values)


def summary(tasks: Sequence[Task], staff: Staff, day: date) -> bytes:
    """The counts per person by unit on *day*."""
    lines: list[Line] = []
    grand = [0] * 9
    for place, (unit, people) in enumerate((u, p) for u, p in staff.by_unit.items() if u != "LDB"):
        lines.append(Group(f"{ROMAN[place]}. {NAMES[unit]}"))
        counts = [
            _counts([t for t in tasks if unit_on(t, day) == unit and t.assignee == name], day)
            for name in people
        ]
        for number, (name, count) in enumerate(zip(people, counts, strict=True), start=1):
            rate = f"{100 * count[1] / count[0]:.1f}%".replace(".", ",") if count[0] else "-"
            lines.append(Row((number, name, NAMES[unit], *count, rate)))
        total = [sum(column) for column in zip(*counts, strict=True)]
        grand = [a + b for a, b in zip(grand, total, strict=True)]
        lines.append(Total("Cộng", (*total, "")))
    lines.append(Total("Tổng cộng", (*grand, "")))
    head = Form(
        title=(
            "THỐNG KÊ TÌNH HÌNH XỬ LÝ CÔNG VIỆC TRÊN HpNet THEO CÁ NHÂN",
            f"Từ ngày 01/10/2023 đến ngày {day:%d/%m/%Y}",
        ),
        columns=_summary_columns(),
        lines=tuple(lines),
        sheet="TheoCaNhan",
        place_date=f"Hải Phòng, ngày {day:%d} tháng {day:%m} năm 2023",
        signature=SIGNATURE,
    )
    return containers.xlsx(head)


def _summary_columns() -> tuple[Column, ...]:
    done, doing = "Đã hoàn thành", "Đang xử lý"
    return (
        Column("STT", 5, "centre"),
        Column("Họ và tên", 24),
        Column("Phòng, đơn vị", 34),
        Column("Tổng số được giao", 10, "number"),
        Column("Tổng số", 9, "number", done),
        Column("Đúng hạn", 9, "number", done),
        Column("Quá hạn", 9, "number", done),
        Column("Trong hạn", 9, "number", doing),
        Column("Quá hạn", 9, "number", doing),
        Column("Chưa báo cáo hoàn thành", 12, "number"),
        Column("Chưa lưu trữ", 10, "number"),
        Column("Số hồ sơ công việc đã lập", 12, "number"),
        Column("Tỷ lệ hoàn thành", 10, "centre"),
    )


def _counts(tasks: Sequence[Task], day: date) -> tuple[int, ...]:
    present = [t for t in tasks if t.assigned <= day and not (t.gone_from and day >= t.gone_from)]
    completed = [t for t in present if reached(t.completed, day) and not is_reopened(t, day)]
    late = [t for t in completed if t.due and t.completed and t.completed > _due(t, day)]
    open_ = [t for t in present if t not in completed]
    overdue = [t for t in open_ if t.due and _due(t, day) < day]
    unreported = [t for t in present if is_reopened(t, day) or not reached(t.reported, day)]
    unarchived = [t for t in present if is_reopened(t, day) or not reached(t.archived, day)]
    files = {t.file_code for t in present if reached(t.filed, day)}
    return (
        len(present), len(completed), len(completed) - len(late), len(late), len(open_) - len(overdue), len(overdue),
        len(unreported), len(unarchived), len(files),
    )  # fmt: skip


def _due(task: Task, day: date) -> date:
    assert task.due is not None
    return task.moved[1] if task.moved and day >= task.moved[0] else task.due

"""Which work files did each unit open for its tasks, and which are not complete?"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sample_office import containers
from sample_office.forms import Column, Form, Line, Row, Signature
from sample_office.people import MARKS, NAMES, Staff, spelling
from sample_office.tasks import PLANS, Task, reached

SENDERS = ("VP", "QLDT", "QLDN", "QHXD", "TNMT", "QLLD", "KHTH", "TTXT", "TCKKT")  # VPDD sent none
RETENTIONS = ("Vĩnh viễn", "70 năm", "20 năm", "10 năm", "10 năm", "5 năm")
TOPICS = (
    "Hồ sơ về việc báo cáo định kỳ của {unit}",
    "Hồ sơ giải quyết kiến nghị của doanh nghiệp năm 2023",
    "Hồ sơ về công tác cải cách hành chính năm 2023",
    "Hồ sơ phối hợp với các sở, ngành thành phố",
    "Hồ sơ theo dõi thực hiện kết luận của lãnh đạo Ban",
    "Hồ sơ kiểm tra, giám sát tại khu công nghiệp",
    "Hồ sơ tham gia ý kiến dự thảo văn bản",
    "Hồ sơ về công tác thi đua, khen thưởng",
)


@dataclass(frozen=True)
class WorkFile:
    """One line of a unit's list."""

    code: str
    title: str | None
    retention: str | None
    creator: str | None
    opened: date | None
    closed: date | None
    documents: int
    status: str


def work_file_lists(tasks: Sequence[Task], staff: Staff, day: date) -> dict[str, bytes]:
    """One workbook for each unit that sent its list."""
    return {
        f"Danh muc ho so cong viec {MARKS[unit].replace('Đ', 'D')} den {day:%d.%m.%Y}.xlsx": containers.xlsx(
            _form(unit, number, _files(unit, tasks, staff, day), staff, day)
        )
        for number, unit in enumerate(SENDERS)
    }


def _files(unit: str, tasks: Sequence[Task], staff: Staff, day: date) -> list[WorkFile]:
    rng = random.Random(f"work files {unit}")
    used: dict[str, list[Task]] = {}
    for task in tasks:
        if task.unit == unit and task.file_code:
            used.setdefault(task.file_code, []).append(task)
    codes = {f"{number:02d}.{MARKS[unit]}" for number in range(1, PLANS[unit].files + 1)} | set(used)
    absent = {"27.QLĐT", "21.QHXD"}  # the tasks name them, the lists do not have them
    return [_file(code, unit, used.get(code, []), staff, day, rng) for code in sorted(codes - absent)]


def _file(
    code: str, unit: str, tasks: Sequence[Task], staff: Staff, day: date, rng: random.Random
) -> WorkFile:
    start = min((task.assigned for task in tasks), default=date(2023, 10, 16)) - timedelta(
        days=rng.randint(0, 6)
    )
    all_done = bool(tasks) and all(reached(task.completed, day) for task in tasks)
    closed = max(task.completed for task in tasks if task.completed) if all_done else None
    gap = rng.random()
    documents = max(1, len(tasks) * 2 + rng.randint(-1, 4)) if tasks else rng.randint(1, 3)
    return WorkFile(
        code=code,
        title=None if gap < 0.015 else rng.choice(TOPICS).format(unit=NAMES[unit]),
        retention=None if 0.015 <= gap < 0.06 else rng.choice(RETENTIONS),
        creator=None if 0.06 <= gap < 0.075 else rng.choice(staff.by_unit[unit]),
        opened=None if 0.075 <= gap < 0.09 else start,
        closed=None if 0.09 <= gap < 0.12 else closed,
        documents=0 if 0.12 <= gap < 0.135 else documents,
        status="Đã kết thúc" if closed else "Đang thực hiện",
    )


def _form(unit: str, number: int, files: Sequence[WorkFile], staff: Staff, day: date) -> Form:
    lines: list[Line] = [
        Row((
            place, file.code, file.title, file.retention, file.creator, spelling(unit, number % 4),
            file.opened, file.closed, file.documents, file.status, None,
        ))
        for place, file in enumerate(files, start=1)
    ]  # fmt: skip
    return Form(
        title=(
            "DANH SÁCH HỒ SƠ CÔNG VIỆC NĂM 2023",
            f"Đơn vị: {NAMES[unit]}",
            f"(Số liệu đến ngày {day:%d/%m/%Y})",
        ),
        columns=_columns(),
        lines=tuple(lines),
        sheet="HoSoCongViec",
        place_date=f"Hải Phòng, ngày {day:%d} tháng {day:%m} năm 2023",
        signature=Signature(
            ("NGƯỜI LẬP DANH SÁCH", staff.by_unit[unit][2]), ("TRƯỞNG ĐƠN VỊ", staff.head(unit))
        ),
        dates_as_text=number % 2 == 1,
        has_numbering=number % 3 != 2,
    )


def _columns() -> tuple[Column, ...]:
    return (
        Column("STT", 5, "centre"),
        Column("Số và ký hiệu hồ sơ", 13, "centre"),
        Column("Tiêu đề hồ sơ", 46),
        Column("Thời hạn bảo quản", 12, "centre"),
        Column("Người lập hồ sơ", 20),
        Column("Phòng, đơn vị", 24),
        Column("Ngày mở", 11, "date"),
        Column("Ngày kết thúc", 11, "date"),
        Column("Số văn bản", 9, "number"),
        Column("Trạng thái", 15),
        Column("Ghi chú", 16),
    )

"""Task exports of any size, for measuring."""

import random
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

from domain.agency.departments import departments

HEADINGS = (
    "STT", "Mã công việc", "Số/Ký hiệu", "Trích yếu", "Người giao", "Ngày giao việc", "Đơn vị xử lý",
    "Người xử lý chính", "Hạn hoàn thành", "Ngày hoàn thành", "Tình trạng xử lý", "Báo cáo hoàn thành", "Lưu trữ",
    "Mã hồ sơ", "Ghi chú",
)  # fmt: skip


def write_export(
    path: Path, rows: int, *, as_of: date = date(2023, 11, 12), first: int = 0, year_end: date | None = None
) -> Path:
    """
    Write an export of *rows* tasks × 15 columns with task codes from *first* on; seeded, so the same each time.

    Args:
        year_end: The day before which all tasks were assigned, the export's own where None: two exports with the
            same one differ in what was done between them.
    """
    chance = random.Random(rows + first)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("CongViec")
    sheet.write_string(0, 0, f"THỐNG KÊ CÔNG VIỆC ĐƯỢC GIAO đến ngày {as_of:%d/%m/%Y}")
    sheet.write_row(1, 0, HEADINGS)
    units = [d.name_vi for d in departments() if d.is_scored]
    for number in range(rows):
        assigned = (year_end or as_of) - timedelta(days=chance.randrange(1, 300))
        done = assigned + timedelta(days=chance.randrange(1, 20))
        is_done = chance.random() < 0.8 and done <= as_of
        sheet.write_row(
            number + 2,
            0,
            (
                number + 1, f"CV{first + number:08d}", f"{number % 9000 + 1}/UBND-VX", f"Tham mưu nội dung số {number} về cải cách hành chính",
                f"Lãnh đạo {number % 7}", assigned, units[number % len(units)], f"Chuyên viên {number % 130}",
                assigned + timedelta(days=10), done if is_done else None, "Đã hoàn thành" if is_done else "Đang xử lý",
                "Có" if is_done else "Chưa", "Đã lưu" if is_done and number % 5 else "Chưa lưu",
                f"{number % 200 + 1:02d}.VP" if number % 4 else "", "",
            ),
        )  # fmt: skip
    book.close()
    return path

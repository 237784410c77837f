"""What do the raw sample files say, read cell by cell without any of the product's code?"""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl

SAMPLES = Path(__file__).resolve().parents[3] / "data" / "samples"

# Every spelling of a unit in the sample files, as an office reads them.
UNITS = {
    "LDB": "Lãnh đạo Ban|LĐ Ban|LĐB",
    "VP": "Văn phòng|Văn phòng Ban|VP BQL|VP/BQL",
    "QLDT": "Phòng Quản lý Đầu tư|Phòng QL Đầu tư|P.QLĐT|QLĐT",
    "QLDN": "Phòng Quản lý Doanh nghiệp|Phòng QL Doanh nghiệp|P.QLDN|QLDN",
    "QHXD": "Phòng Quản lý Quy hoạch và Xây dựng|Phòng QL Quy hoạch - Xây dựng|P.QHXD|QLQH-XD",
    "TNMT": "Phòng Quản lý Tài nguyên và Môi trường|Phòng Tài nguyên Môi trường|P.TN-MT|TN&MT",
    "QLLD": "Phòng Quản lý Lao động|Phòng QL Lao động|P.QLLĐ|QLLĐ",
    "KHTH": "Phòng Kế hoạch - Tổng hợp|Phòng Kế hoạch Tổng hợp|P.KHTH|KH-TH",
    "VPDD": "Văn phòng đại diện|Văn phòng đại diện tại các KCN, KKT|VP đại diện|VPĐD",
    "TTXT": "Trung tâm Xúc tiến đầu tư|Trung tâm Xúc tiến đầu tư và Dịch vụ việc làm KKT|TT XTĐT&DVVL|TTXTĐT",
    "TCKKT": "Trường Trung cấp Khu kinh tế|Trường Trung cấp KKT|Trường TC KKT|TrTC",
}
SAME_HEADING = {
    "Hạn XL": "Hạn hoàn thành", "Hạn xử lý": "Hạn hoàn thành", "Phòng, đơn vị xử lý": "Đơn vị xử lý",
}  # fmt: skip
CODE_OF = {name: code for code, names in UNITS.items() for name in names.split("|")}


def day_of(name: str) -> date:
    """The day in a file's name: 2023-11-12, 20231112 or 12.11.2023."""
    if found := re.search(r"(\d{2})\.(\d{2})\.(2023)", name):
        return date(*map(int, reversed(found.groups())))
    if found := re.search(r"(2023)-?(\d{2})-?(\d{2})", name):
        return date(*map(int, found.groups()))
    assert "9 thang 2023" in name, name
    return date(2023, 9, 30)


@cache
def table(path: Path) -> list[dict[str, Any]]:
    """The numbered rows of the first sheet under their headings; a heading of two rows is read at its lower one."""
    lines = list(openpyxl.load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True))
    top = next(n for n, line in enumerate(lines) if line and line[0] == "STT")
    under = (
        lines[top + 1] if not str(lines[top + 1][0] or "(").isdigit() and lines[top + 1][0] is None else ()
    )
    names = [under[n] if n < len(under) and under[n] else name for n, name in enumerate(lines[top])]
    names = [SAME_HEADING.get(name, name) for name in names]
    numbered = [line for line in lines[top + 1 :] if line and str(line[0] or "").strip().isdigit()]
    rows = [dict(zip(names, line, strict=False)) for line in numbered]
    for above, row in pairwise(rows):  # merged over several rows: the value stands in the first
        row["Đơn vị xử lý"] = row.get("Đơn vị xử lý") or above.get("Đơn vị xử lý")
    return rows


def newest(patterns: tuple[str, ...], key: str, day: date) -> dict[str, dict[str, Any]]:
    """
    Key to its row in the newest file up to *day* that has it; in one file the first row stands.

    A row with a date that is none, such as 31/11/2023, is left out; so is a table below the list, which has no codes.
    """
    found: dict[str, dict[str, Any]] = {}
    paths = [path for pattern in patterns for path in SAMPLES.glob(pattern)]
    for path in sorted(paths, key=lambda p: day_of(p.name)):
        if day_of(path.name) <= day:
            own: dict[str, dict[str, Any]] = {}
            for row in table(path):
                if re.match(r"(H24|CV)", str(row[key] or "").strip(), re.IGNORECASE) and is_readable(row):
                    own.setdefault(str(row[key]).strip().upper(), row)
            found |= own
    return found


def is_readable(row: dict[str, Any]) -> bool:
    """Every filled cell under a date's heading is a date."""
    dates = [value for name, value in row.items() if str(name).startswith(("Ngày", "Hạn"))]
    return all(moment(value) is not None for value in dates if value not in (None, ""))


def moment(value: Any) -> datetime | None:
    """A moment as Excel or a clerk writes it."""
    if value is None or isinstance(value, datetime):
        return value
    text = str(value).strip()
    for form in ("%d/%m/%Y %H:%M", "%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text, form)
        except ValueError:
            continue
    return None


OFF = {date(2023, 1, 2), *(date(2023, 1, 20) + timedelta(n) for n in range(7)), date(2023, 5, 1), date(2023, 5, 2),
       date(2023, 5, 3), date(2023, 9, 1), date(2023, 9, 4)}  # fmt: skip


def minutes_worked(start: datetime, end: datetime) -> Iterator[datetime]:
    """Every minute from *start* to *end* in which the office works."""
    at = start
    while at < end:
        minute = at.hour * 60 + at.minute
        works = at.weekday() < 5 and at.date() not in OFF
        if works and (450 <= minute < 720 or 810 <= minute < 1020):
            yield at
        at += timedelta(minutes=1)


def due_moment(row: dict[str, Any]) -> datetime | None:
    """The promise, moved on minute by minute of office time for as long as the office waited."""
    promised, asked_at, got = (
        moment(row[name]) for name in ("Ngày hẹn trả", "Ngày yêu cầu bổ sung", "Ngày nhận bổ sung")
    )
    if not (promised and asked_at and got and got > asked_at):
        return promised
    waited = sum(1 for _ in minutes_worked(asked_at, got))
    later = minutes_worked(promised, promised + timedelta(days=400))
    moments = [at for at, _ in zip(later, range(waited), strict=False)]
    return moments[-1] + timedelta(minutes=1) if moments else promised


def is_late(row: dict[str, Any], day: date) -> bool:
    due, done = due_moment(row), moment(row["Ngày kết thúc xử lý"]) or moment(row["Ngày trả kết quả"])
    if int(row["Số lần yêu cầu bổ sung"] or 0) > 1:
        return True
    if due is None:
        return False
    if done and done.date() <= day:
        return done.date() > due.date() or (done > due and any(minutes_worked(due, done)))
    asked_at, got = moment(row["Ngày yêu cầu bổ sung"]), moment(row["Ngày nhận bổ sung"])
    if asked_at and not got:
        return asked_at > due
    return due.date() < day

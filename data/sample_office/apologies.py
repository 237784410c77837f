"""Which late answers were apologised for, when, and how well?"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sample_office import containers
from sample_office.dossiers import CALENDAR, Dossier, is_overdue_on
from sample_office.forms import Column, Form, Line, Row, Signature, Total
from sample_office.people import CLERK, MARKS, OFFICE_HEAD, Staff, spelling

VERSIONS = (
    date(2023, 10, 25), date(2023, 10, 31), date(2023, 11, 3), date(2023, 11, 8), date(2023, 11, 10), date(2023, 11, 12),
)  # fmt: skip
NOT_VALID = {"QLDT": 2, "QHXD": 5, "TNMT": 2, "QLLD": 4, "QLDN": 2}  # 15 of 46, by unit, on 12/11
WITHOUT_REASON, WITHOUT_NEW_DATE = "không có lý do", "không có ngày hẹn lại"
NOT_IN_REGISTER = 4  # overdue dossiers that the register does not list at all


@dataclass(frozen=True)
class Apology:
    """What the register knows about one overdue dossier."""

    dossier: Dossier
    number: str | None = None
    issued: date | None = None
    new_date: date | None = None
    fault: str = ""
    published: date | None = None
    is_listed: bool = True


def apologise(dossiers: Sequence[Dossier], staff: Staff) -> list[Apology]:
    """One apology, given or not, for each dossier that is overdue on 12/11."""
    rng = random.Random("apologies")
    late = [d for d in dossiers if is_overdue_on(d, VERSIONS[-1])]
    apologies: list[Apology] = []
    unlisted = NOT_IN_REGISTER
    numbers = iter(range(1, 100))
    for unit, without in NOT_VALID.items():
        own = [d for d in late if d.procedure.unit == unit]
        bad = own[-without:]  # the latest ones are behind
        for place, dossier in enumerate(own):
            if dossier not in bad:
                apologies.append(_apology(dossier, next(numbers), "", rng))
            elif place == len(own) - 1 and unit in ("QLDT", "QHXD", "QLLD"):
                fault = WITHOUT_NEW_DATE if unit == "QHXD" else WITHOUT_REASON
                apologies.append(_apology(dossier, next(numbers), fault, rng))
            else:
                apologies.append(Apology(dossier, is_listed=unlisted <= 0 or place % 2 == 0))
                unlisted -= not apologies[-1].is_listed
    return sorted(apologies, key=lambda a: a.dossier.code)


def _apology(dossier: Dossier, number: int, fault: str, rng: random.Random) -> Apology:
    """Most slips are written the day before the due date; the rest after it, some in the last days."""
    due = dossier.promised.date()
    if rng.random() < 0.55:
        issued = CALENDAR.add_working_days(due, -1)
        issued = max(issued, dossier.received.date())
    else:
        issued = max(due + timedelta(days=1), rng.choice([date(2023, 10, 30), date(2023, 11, 2), date(2023, 11, 7),
                                                         date(2023, 11, 9), date(2023, 11, 10)]))  # fmt: skip
    issued = CALENDAR.next_working_day(issued)
    done = dossier.finished.date() if dossier.finished else issued
    new_date = max(done, CALENDAR.add_working_days(issued, 1))
    published = CALENDAR.add_working_days(issued, 1) if rng.random() < 0.8 else None
    return Apology(
        dossier, f"{number:02d}/PXL-{MARKS[dossier.procedure.unit]}", issued,
        None if fault == WITHOUT_NEW_DATE else new_date, fault, published,
    )  # fmt: skip


def registers(apologies: Sequence[Apology]) -> dict[str, bytes]:
    """The register as it stood on each of three days."""
    return {
        f"So theo doi xin loi cong khai den {day:%d.%m.%Y}.xlsx": containers.xlsx(
            _form(apologies, day, number % 3)
        )
        for number, day in enumerate(VERSIONS)
    }


def _form(apologies: Sequence[Apology], day: date, variant: int) -> Form:
    listed = [a for a in apologies if a.is_listed and is_overdue_on(a.dossier, day)]
    lines: list[Line] = [_row(number, a, day, variant) for number, a in enumerate(listed, start=1)]
    given = sum(1 for a in listed if a.issued and a.issued <= day)
    lines.append(Total(f"Tổng cộng: {len(listed)} hồ sơ quá hạn, {given} hồ sơ đã có phiếu xin lỗi"))
    return Form(
        title=(
            "SỔ THEO DÕI XIN LỖI CÔNG KHAI ĐỐI VỚI HỒ SƠ TTHC QUÁ HẠN NĂM 2023 (MẪU)",
            f"(Số liệu đến ngày {day:%d/%m/%Y})",
        ),
        columns=_columns(),
        lines=tuple(lines),
        sheet="XinLoi",
        place_date=f"Hải Phòng, ngày {day:%d} tháng {day:%m} năm 2023",
        signature=Signature(("NGƯỜI LẬP SỔ", CLERK), ("CHÁNH VĂN PHÒNG", OFFICE_HEAD)),
        dates_as_text=variant == 1,
    )


def _columns() -> tuple[Column, ...]:
    slip = "Phiếu xin lỗi và hẹn lại ngày trả kết quả"
    return (
        Column("STT", 5, "centre"),
        Column("Mã hồ sơ", 21, "centre"),
        Column("Tên thủ tục hành chính", 44),
        Column("Đơn vị xử lý", 28),
        Column("Ngày hẹn trả", 16, "moment"),
        Column("Ngày có kết quả", 16, "moment"),
        Column("Số ngày quá hạn", 9, "number"),
        Column("Số phiếu xin lỗi", 15, "centre", slip),
        Column("Ngày xin lỗi", 11, "date", slip),
        Column("Lý do", 34, "text", slip),
        Column("Ngày hẹn lại", 11, "date", slip),
        Column("Người ký", 18, "text", slip),
        Column("Ngày đăng Cổng TTĐT", 12, "date"),
        Column("Ghi chú", 22),
    )


def _row(number: int, apology: Apology, day: date, variant: int) -> Row:
    dossier = apology.dossier
    end = datetime.combine(day, time(23, 59))
    finished = dossier.finished if dossier.finished and dossier.finished <= end else None
    overdue = ((finished or end).date() - dossier.promised.date()).days
    given = apology.issued is not None and apology.issued <= day
    published = apology.published if apology.published and apology.published <= day else None
    return Row((
        number, dossier.code, dossier.procedure.name, spelling(dossier.procedure.unit, variant), dossier.promised,
        finished, max(overdue, 0),
        apology.number if given else None,
        apology.issued if given else None,
        dossier.reason if given and apology.fault != WITHOUT_REASON else None,
        apology.new_date if given else None,
        OFFICE_HEAD if given else None,
        published,
        None if given else "Chưa xin lỗi",
    ))  # fmt: skip

"""Which dossiers came to the one-stop desk in 2023, and which were answered late?"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from domain.agency.working_calendar import WorkingCalendar
from sample_office import containers
from sample_office.forms import Column, Form, Line, Row, Signature, Total
from sample_office.people import NAMES, OFFICE_HEAD, Staff, spelling

CALENDAR = WorkingCalendar.office()
FIRST, LAST = date(2023, 1, 3), date(2023, 11, 10)
CLOSING = time(17, 0)
TOTAL = 3560


@dataclass(frozen=True)
class Procedure:
    """One procedure: its unit, its limit in working days, how often it is asked for."""

    name: str
    field: str
    unit: str
    limit: int
    weight: int
    late: int  # how many of its dossiers are overdue on 12/11


PROCEDURES = (
    Procedure("Cấp giấy chứng nhận đăng ký đầu tư đối với dự án không thuộc diện chấp thuận chủ trương đầu tư", "Đầu tư tại Việt Nam", "QLDT", 15, 110, 5),
    Procedure("Điều chỉnh giấy chứng nhận đăng ký đầu tư (tên, địa chỉ nhà đầu tư)", "Đầu tư tại Việt Nam", "QLDT", 3, 210, 5),
    Procedure("Chấp thuận chủ trương đầu tư của Ban quản lý", "Đầu tư tại Việt Nam", "QLDT", 25, 40, 2),
    Procedure("Thẩm định quy hoạch tổng mặt bằng", "Quy hoạch xây dựng", "QHXD", 20, 60, 4),
    Procedure("Cấp giấy phép xây dựng mới", "Hoạt động xây dựng", "QHXD", 20, 120, 6),
    Procedure("Thẩm định thiết kế xây dựng triển khai sau thiết kế cơ sở", "Hoạt động xây dựng", "QHXD", 25, 90, 4),
    Procedure("Cấp giấy phép lao động cho người lao động nước ngoài", "Việc làm", "QLLD", 5, 620, 4),
    Procedure("Gia hạn giấy phép lao động cho người lao động nước ngoài", "Việc làm", "QLLD", 5, 260, 2),
    Procedure("Cấp lại giấy phép lao động cho người lao động nước ngoài", "Việc làm", "QLLD", 3, 140, 1),
    Procedure("Đăng ký nội quy lao động", "Lao động, tiền lương", "QLLD", 7, 110, 0),
    Procedure("Cấp giấy phép môi trường", "Môi trường", "TNMT", 22, 50, 5),
    Procedure("Thẩm định báo cáo đánh giá tác động môi trường", "Môi trường", "TNMT", 30, 25, 3),
    Procedure("Cấp giấy chứng nhận xuất xứ hàng hóa (C/O) mẫu D", "Thương mại quốc tế", "QLDN", 1, 1560, 3),
    Procedure("Cấp giấy phép thành lập văn phòng đại diện của thương nhân nước ngoài", "Thương mại quốc tế", "QLDN", 7, 70, 2),
)  # fmt: skip
TRADES = (
    "Điện tử",
    "Cơ khí chính xác",
    "Bao bì",
    "Dệt may",
    "Nhựa kỹ thuật",
    "Logistics",
    "Vật liệu mới",
    "Linh kiện ô tô",
)
HOUSES = (
    "Thịnh Lam",
    "Đông Trữ",
    "An Kỳ Phú",
    "Vạn Thảo Sơn",
    "Tân Lục Hà",
    "Hoàng Trúc",
    "Minh Đà",
    "Bắc Quế",
    "Khải Vân Lâm",
    "Nam Cúc",
)
REASONS = (
    "Chờ ý kiến của sở, ngành liên quan",
    "Hồ sơ phức tạp, phải khảo sát thực địa bổ sung",
    "Cán bộ thụ lý nghỉ ốm, bàn giao chậm",
    "Lỗi hệ thống một cửa điện tử trong ngày đến hạn",
    "Nhà đầu tư điều chỉnh nội dung trong quá trình thẩm định",
)


@dataclass(frozen=True)
class Dossier:
    """One dossier and the moments of its life; a moment after the export's day has not come yet."""

    code: str
    procedure: Procedure
    applicant: str
    channel: str
    handler: str
    received: datetime
    promised: datetime
    finished: datetime | None = None
    returned: datetime | None = None
    asked: datetime | None = None  # supplement requested
    supplied: datetime | None = None
    requests: int = 0
    end: str = ""  # an end other than a result: rejected, registered, withdrawn
    is_late: bool = False
    reason: str | None = None


def receive(staff: Staff) -> list[Dossier]:
    """All dossiers of the year to 10/11/2023, in order of receipt."""
    rng = random.Random("dossiers")
    days = CALENDAR.working_days(FIRST, LAST)
    weights = [1 + day.month / 30 + rng.random() * 0.5 for day in days]
    kinds = rng.choices(PROCEDURES, [p.weight for p in PROCEDURES], k=TOTAL)
    moments = sorted(datetime.combine(day, _hour(rng)) for day in rng.choices(days, weights, k=TOTAL))
    dossiers: list[Dossier] = []
    counter: dict[date, int] = {}
    for moment, kind in zip(moments, kinds, strict=True):
        counter[moment.date()] = counter.get(moment.date(), 0) + 1
        code = f"H24.16-{moment:%y%m%d}-{counter[moment.date()]:04d}"
        dossiers.append(_life(code, kind, moment, staff, rng))
    return _make_late(dossiers, rng)


def _hour(rng: random.Random) -> time:
    minutes = rng.choice((rng.randint(7 * 60 + 40, 11 * 60 + 20), rng.randint(13 * 60 + 40, 16 * 60 + 40)))
    return time(minutes // 60, minutes % 60)


def _life(code: str, kind: Procedure, received: datetime, staff: Staff, rng: random.Random) -> Dossier:
    due = CALENDAR.add_working_days(received.date(), kind.limit)
    promised = datetime.combine(due, received.time() if kind.limit == 1 else CLOSING)
    channel = rng.choices(("Trực tuyến", "Trực tiếp", "Bưu chính công ích"), (62, 35, 3))[0]
    person = rng.choice(staff.by_unit[kind.unit][1:])
    applicant = f"Công ty TNHH {rng.choice(TRADES)} {rng.choice(HOUSES)}"
    dossier = Dossier(code, kind, applicant, channel, person, received, promised)
    fate = rng.random()
    if fate < 0.008:
        return replace(dossier, end="Không được tiếp nhận")
    if fate < 0.013:
        return replace(dossier, end="Công dân yêu cầu rút hồ sơ", finished=_before(dossier, rng))
    if fate < 0.06 and kind.limit >= 5:
        stopped = _with_supplement(dossier, rng)
        if stopped.finished and stopped.asked and stopped.supplied:
            # in time whether the stop is counted in calendar or in office time, holidays included
            in_time = stopped.finished - (stopped.supplied - stopped.asked) <= stopped.promised
            is_settled = stopped.finished.date() <= LAST or stopped.supplied.date() > LAST + timedelta(days=2)
            if in_time and is_settled:
                return stopped
    finished = _before(dossier, rng)
    return replace(dossier, finished=finished, returned=_after(finished, rng))


def _before(dossier: Dossier, rng: random.Random) -> datetime:
    """A moment of the limit's last part, in time."""
    limit = dossier.procedure.limit
    if limit == 1:
        return dossier.received + timedelta(minutes=rng.randint(35, 42) if dossier.received.hour < 16 else 15)
    used = max(1, round(limit * rng.uniform(0.45, 0.97)) - 1)
    day = CALENDAR.add_working_days(dossier.received.date(), min(used, limit))
    return datetime.combine(day, _hour(rng))


def _after(moment: datetime, rng: random.Random) -> datetime:
    if moment.hour >= 16:
        return datetime.combine(CALENDAR.add_working_days(moment.date(), 1), time(9, 30))
    return datetime.combine(
        CALENDAR.add_working_days(moment.date(), rng.choice((0, 0, 1, 1, 2))), time(16, 50)
    )


def _with_supplement(dossier: Dossier, rng: random.Random) -> Dossier:
    """The clock stops from the request until the papers come; the answer then comes well in time."""
    asked = datetime.combine(CALENDAR.add_working_days(dossier.received.date(), 2), time(10, 15))
    supplied = datetime.combine(CALENDAR.add_working_days(asked.date(), rng.randint(4, 12)), time(14, 30))
    left = max(1, (dossier.procedure.limit - 2) // 2)
    finished = datetime.combine(CALENDAR.add_working_days(supplied.date(), left), time(10, 40))
    return replace(
        dossier, asked=asked, supplied=supplied, requests=1, finished=finished, returned=_after(finished, rng)
    )


def _make_late(dossiers: list[Dossier], rng: random.Random) -> list[Dossier]:
    """Turn the planned number of each procedure into overdue ones; some of the last are still open."""
    for kind in PROCEDURES:
        plain = [i for i, d in enumerate(dossiers) if d.procedure is kind and not d.end and not d.requests
                 and d.promised.date() < date(2023, 11, 8)]  # fmt: skip
        chosen = rng.sample(plain, kind.late)
        for place, index in enumerate(chosen):
            dossiers[index] = _late(dossiers[index], place, rng)
        recent = [i for i in plain if dossiers[i].promised.date() >= date(2023, 10, 31) and i not in chosen]
        if kind.late >= 4 and recent and chosen:  # one of the planned ones is open still
            dossiers[chosen[0]] = _life_again(dossiers[chosen[0]])
            old = dossiers[recent[-1]]
            dossiers[recent[-1]] = replace(
                old, finished=None, returned=None, is_late=True, reason=rng.choice(REASONS)
            )
    return dossiers


def _late(dossier: Dossier, place: int, rng: random.Random) -> Dossier:
    behind = 1 if dossier.procedure.limit == 1 else rng.choice((1, 1, 2, 2, 3, 5, 8))
    day = min(CALENDAR.add_working_days(dossier.promised.date(), behind), LAST)
    finished = datetime.combine(day, time(15, 20))
    asked = datetime.combine(CALENDAR.add_working_days(dossier.received.date(), 1), time(9, 0))
    twice = place == 1 and dossier.procedure.limit >= 15
    return replace(
        dossier, finished=finished, returned=finished + timedelta(hours=1), is_late=True, reason=rng.choice(REASONS),
        requests=2 if twice else 0, asked=asked if twice else None,
        supplied=asked + timedelta(hours=5) if twice else None,
    )  # fmt: skip


def _life_again(dossier: Dossier) -> Dossier:
    """The dossier as if it had been answered a working day early."""
    day = CALENDAR.add_working_days(dossier.promised.date(), -1)
    finished = datetime.combine(day, time(10, 10))
    return replace(dossier, finished=finished, returned=finished + timedelta(hours=4), is_late=False, reason=None,
                   requests=0, asked=None, supplied=None)  # fmt: skip


def is_overdue_on(dossier: Dossier, day: date) -> bool:
    """Tell whether the dossier is overdue at the end of *day*, answered or not."""
    end = datetime.combine(day, time(23, 59))
    return dossier.is_late and dossier.promised < end


def status_on(dossier: Dossier, end: datetime) -> str:
    """The status label of the one-stop system at that moment."""
    if dossier.end and (dossier.finished is None or dossier.finished <= end):
        return dossier.end
    if dossier.returned and dossier.returned <= end:
        return "Đã trả kết quả"
    if dossier.finished and dossier.finished <= end:
        return "Đã xử lý xong"
    if dossier.asked and dossier.asked <= end and not (dossier.supplied and dossier.supplied <= end):
        return "Yêu cầu bổ sung giấy tờ"
    return "Đang xử lý" if dossier.received < end - timedelta(hours=20) else "Được tiếp nhận"


def lateness_on(dossier: Dossier, end: datetime) -> str:
    """The words of the column "Tình trạng hạn"."""
    if dossier.end == "Không được tiếp nhận":
        return ""
    if dossier.finished and dossier.finished <= end:
        if dossier.is_late:
            return "Trễ hạn"
        return "Trước hạn" if dossier.finished.date() < dossier.promised.date() else "Đúng hạn"
    if dossier.asked and dossier.asked <= end and not (dossier.supplied and dossier.supplied <= end):
        return "Tạm dừng tính hạn"
    return "Quá hạn" if dossier.promised < end else "Trong hạn"


@dataclass(frozen=True)
class Listing:
    """One list of the one-stop system and the habits of its maker."""

    day: date
    file: str
    dates_as_text: bool = False
    spelling: int = 0
    has_summary: bool = False
    since: date = date(2023, 1, 1)


QUARTER = date(2023, 10, 1)
DAYS = (
    *(date(2023, 10, day) for day in (25, 26, 27, 30, 31)),
    *(date(2023, 11, day) for day in (2, 6, 7, 8, 9, 10)),
)
LISTINGS = (
    Listing(date(2023, 9, 30), "DS ho so TTHC 9 thang 2023.xlsx", dates_as_text=True, has_summary=True),
    *(
        Listing(day, f"MotCua_HoSo_QuyIV_{day:%Y%m%d}.xlsx", spelling=place % 4, since=QUARTER)
        for place, day in enumerate(DAYS)
    ),
    Listing(date(2023, 11, 12), "DanhSachHoSo_MotCua_20231112.xlsx"),
)


def lists(dossiers: Sequence[Dossier]) -> dict[str, bytes]:
    """The one-stop lists: file name to bytes."""
    return {listing.file: containers.xlsx(_form(listing, dossiers)) for listing in LISTINGS}


def _form(listing: Listing, dossiers: Sequence[Dossier]) -> Form:
    end = datetime.combine(listing.day, time(23, 59))
    present = [d for d in dossiers if d.received <= end and not _is_settled_before(d, listing.since)]
    rows = tuple(_row(number, d, end, listing.spelling) for number, d in enumerate(present, start=1))
    period = f"Từ ngày {listing.since:%d/%m/%Y} đến ngày {listing.day:%d/%m/%Y}"
    return Form(
        title=("DANH SÁCH HỒ SƠ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", period),
        columns=_columns(),
        lines=rows,
        sheet="HoSoTTHC",
        place_date=f"Hải Phòng, ngày {listing.day:%d} tháng {listing.day:%m} năm 2023",
        signature=Signature(("CÁN BỘ BỘ PHẬN MỘT CỬA", "Trần Thu Oanh"), ("CHÁNH VĂN PHÒNG", OFFICE_HEAD)),
        dates_as_text=listing.dates_as_text,
        then=(_summary(present, end),) if listing.has_summary else (),
    )


def _is_settled_before(dossier: Dossier, since: date) -> bool:
    """A list has what was received in its period or was still open when it began."""
    start = datetime.combine(since, time(0, 0))
    if dossier.received >= start:
        return False
    last = dossier.returned or dossier.finished
    return dossier.end == "Không được tiếp nhận" or (last is not None and last < start)


def _columns() -> tuple[Column, ...]:
    return (
        Column("STT", 6, "centre"),
        Column("Mã hồ sơ", 21, "centre"),
        Column("Tên thủ tục hành chính", 44),
        Column("Lĩnh vực", 20),
        Column("Tổ chức, cá nhân nộp hồ sơ", 34),
        Column("Hình thức nộp", 14),
        Column("Ngày tiếp nhận", 16, "moment"),
        Column("Ngày hẹn trả", 16, "moment"),
        Column("Ngày yêu cầu bổ sung", 16, "moment"),
        Column("Ngày nhận bổ sung", 16, "moment"),
        Column("Số lần yêu cầu bổ sung", 10, "number"),
        Column("Ngày kết thúc xử lý", 16, "moment"),
        Column("Ngày trả kết quả", 16, "moment"),
        Column("Đơn vị xử lý", 26),
        Column("Cán bộ xử lý", 20),
        Column("Trạng thái hồ sơ", 20),
        Column("Tình trạng hạn", 13),
        Column("Lý do trễ hẹn", 30),
    )


def _row(number: int, d: Dossier, end: datetime, variant: int) -> Row:
    def by(moment: datetime | None) -> datetime | None:
        return moment if moment and moment <= end else None

    asked = by(d.asked)
    return Row((
        number, d.code, d.procedure.name, d.procedure.field, d.applicant, d.channel, d.received, d.promised, asked,
        by(d.supplied), d.requests if asked else None, by(d.finished), by(d.returned),
        spelling(d.procedure.unit, variant), d.handler, status_on(d, end), lateness_on(d, end),
        d.reason if d.is_late and d.promised < end else None,
    ))  # fmt: skip


def _summary(dossiers: Sequence[Dossier], end: datetime) -> Form:
    """The counts by unit that the clerk pasted under the list."""
    counted = [d for d in dossiers if d.end != "Không được tiếp nhận"]
    lines: list[Line] = []
    for number, unit in enumerate(("QLDT", "QHXD", "QLLD", "TNMT", "QLDN"), start=1):
        own = [d for d in counted if d.procedure.unit == unit]
        lines.append(Row((number, NAMES[unit], *_tally(own, end))))
    lines.append(Total("Tổng cộng", _tally(counted, end)))
    over, doing = "Đã giải quyết", "Đang giải quyết"
    return Form(
        title=("TỔNG HỢP TÌNH HÌNH GIẢI QUYẾT HỒ SƠ",),
        columns=(
            Column("STT"), Column("Đơn vị"), Column("Tổng tiếp nhận", 10, "number"),
            Column("Trước và đúng hạn", 10, "number", over), Column("Quá hạn", 10, "number", over),
            Column("Trong hạn", 10, "number", doing), Column("Quá hạn", 10, "number", doing),
        ),
        lines=tuple(lines),
        has_agency=False,
        has_numbering=False,
    )  # fmt: skip


def _tally(dossiers: Sequence[Dossier], end: datetime) -> tuple[int, ...]:
    solved = [d for d in dossiers if d.finished and d.finished <= end]
    late = sum(d.is_late for d in solved)
    open_late = sum(d.is_late and d.promised < end for d in dossiers if d not in solved)
    return (len(dossiers), len(solved) - late, late, len(dossiers) - len(solved) - open_late, open_late)

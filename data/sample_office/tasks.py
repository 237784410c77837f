"""How does the work given on HpNet come in, get done, reported, archived and filed, day by day?"""

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta

from domain.agency.working_calendar import WorkingCalendar
from sample_office.people import LEADERS, MARKS, Staff

CALENDAR = WorkingCalendar.office()
FIRST, LAST = date(2023, 10, 2), date(2023, 11, 10)


@dataclass(frozen=True)
class Plan:
    """Where a unit stands on 12/11: tasks given, completed, reported, archived, filed."""

    total: int
    completed: int
    reported: int
    archived: int
    filed: int
    files: int


PLANS = {
    "VP": Plan(128, 124, 122, 118, 95, 34),
    "QLDT": Plan(120, 101, 96, 73, 76, 28),
    "QLDN": Plan(78, 73, 71, 66, 58, 22),
    "QHXD": Plan(98, 86, 82, 68, 60, 24),
    "TNMT": Plan(84, 75, 72, 68, 58, 22),
    "QLLD": Plan(86, 81, 79, 72, 62, 24),
    "KHTH": Plan(60, 57, 56, 53, 45, 20),
    "VPDD": Plan(36, 30, 28, 24, 21, 10),
    "TTXT": Plan(30, 30, 30, 30, 29, 14),
    "TCKKT": Plan(21, 20, 19, 18, 17, 9),
    "LDB": Plan(3, 3, 3, 3, 3, 1),
}
SUBJECTS = {
    "VP": (
        "Tham mưu báo cáo công tác cải cách hành chính tháng {m}",
        "Chuẩn bị nội dung họp giao ban Ban Quản lý tuần {w} tháng {m}",
        "Rà soát danh mục hồ sơ năm 2023 của cơ quan",
        "Trả lời kiến nghị của cử tri về hạ tầng khu công nghiệp",
        "Tổng hợp lịch công tác, thông báo kết luận cuộc họp ngày {d}/{m}",
    ),
    "QLDT": (
        "Cho ý kiến về đề xuất dự án đầu tư nhà xưởng lô CN{n}",
        "Báo cáo tình hình thu hút đầu tư tháng {m}",
        "Rà soát dự án chậm tiến độ theo Kế hoạch số {n}/KH-BQL",
        "Tham gia ý kiến dự thảo quy định ưu đãi đầu tư",
        "Giám sát việc góp vốn của nhà đầu tư theo Công văn số {n}",
    ),
    "QLDN": (
        "Báo cáo tình hình sản xuất kinh doanh của doanh nghiệp tháng {m}",
        "Giải quyết kiến nghị của doanh nghiệp về thủ tục C/O",
        "Kiểm tra hoạt động văn phòng đại diện thương nhân nước ngoài",
        "Tổng hợp kim ngạch xuất nhập khẩu tháng {m}",
    ),
    "QHXD": (
        "Thẩm định thiết kế xây dựng triển khai sau thiết kế cơ sở dự án số {n}",
        "Cho ý kiến điều chỉnh cục bộ quy hoạch phân khu lô {n}",
        "Kiểm tra trật tự xây dựng tại khu công nghiệp tháng {m}",
        "Báo cáo công tác cấp phép xây dựng quý III",
        "Rà soát chỉ giới, cao độ nền khu vực mở rộng giai đoạn {w}",
    ),
    "TNMT": (
        "Kiểm tra việc vận hành trạm xử lý nước thải tập trung số {w}",
        "Báo cáo công tác bảo vệ môi trường khu kinh tế tháng {m}",
        "Cho ý kiến hồ sơ đề nghị cấp giấy phép môi trường dự án số {n}",
        "Tham gia đoàn kiểm tra sử dụng đất dự án theo Công văn số {n}",
    ),
    "QLLD": (
        "Báo cáo tình hình lao động nước ngoài tháng {m}",
        "Giải quyết đơn kiến nghị của người lao động theo Phiếu chuyển số {n}",
        "Kiểm tra việc thực hiện thỏa ước lao động tập thể",
        "Tổng hợp nhu cầu tuyển dụng của doanh nghiệp quý IV",
    ),
    "KHTH": (
        "Tổng hợp báo cáo kinh tế - xã hội tháng {m}",
        "Xây dựng dự toán ngân sách năm 2024",
        "Báo cáo giải ngân vốn đầu tư công đến tuần {w} tháng {m}",
        "Theo dõi thực hiện kết luận số {n}/TB-BQL",
    ),
    "VPDD": (
        "Nắm tình hình an ninh trật tự tại các khu công nghiệp tuần {w}",
        "Phối hợp kiểm tra phòng cháy chữa cháy doanh nghiệp theo Kế hoạch {n}",
        "Báo cáo tình hình khu công nghiệp tuần {w} tháng {m}",
    ),
    "TTXT": (
        "Chuẩn bị tài liệu xúc tiến đầu tư đợt {w} tháng {m}",
        "Tổ chức phiên giao dịch việc làm lưu động tháng {m}",
        "Cập nhật cơ sở dữ liệu quỹ đất công nghiệp sẵn sàng cho thuê",
    ),
    "TCKKT": (
        "Báo cáo kết quả tuyển sinh đợt {w} năm 2023",
        "Xây dựng kế hoạch bồi dưỡng ngắn hạn cho lao động khu công nghiệp",
        "Rà soát cơ sở vật chất phục vụ đào tạo tháng {m}",
    ),
    "LDB": ("Chủ trì làm việc với nhà đầu tư theo Giấy mời số {n}",),
}
ISSUERS = (
    "UBND thành phố",
    "Văn phòng UBND thành phố",
    "Sở Nội vụ",
    "Sở Tài chính",
    "Sở Kế hoạch và Đầu tư",
    "BQL KKT Hải Phòng",
)
SYMBOLS = ("UBND-VX", "VP-KSTTHC", "SNV-CCHC", "STC-NS", "SKHĐT-KTĐN", "TB-BQL")


@dataclass(frozen=True)
class Task:
    """One piece of work and the days on which things happened to it."""

    code: str
    unit: str
    subject: str
    number: str
    issuer: str
    document_date: date
    assigned_by: str
    assigned: date
    assignee: str
    helper: str | None
    due: date | None
    completed: date | None = None
    reported: date | None = None
    archived: date | None = None
    filed: date | None = None
    file_code: str | None = None
    note: str | None = None
    gone_from: date | None = None  # exports from this day on no longer have it
    reopened: tuple[date, date] | None = None  # from, until: not completed in between
    moved: tuple[date, date] | None = None  # on which day the deadline became which
    transferred: tuple[date, str] | None = None  # on which day to which unit


def give_work(staff: Staff) -> list[Task]:
    """All tasks given from 02/10 to 10/11/2023 with what becomes of each."""
    tasks: list[Task] = []
    for unit, plan in PLANS.items():
        rng = random.Random(f"tasks {unit}")
        given = [_new_task(unit, day, staff, rng) for day in _days_of_assignment(plan.total, rng)]
        tasks.extend(_progress(given, plan, rng))
    tasks.sort(key=lambda task: (task.assigned, task.unit, task.subject))
    coded = [replace(task, code=f"CV23-{number:05d}") for number, task in enumerate(tasks, start=8112)]
    return _special(coded)


def _days_of_assignment(count: int, rng: random.Random) -> list[date]:
    days = CALENDAR.working_days(FIRST, LAST)
    weights = [0.7 + (day.weekday() == 0) * 0.9 + rng.random() * 0.6 for day in days]
    return sorted(rng.choices(days, weights, k=count))


def _new_task(unit: str, day: date, staff: Staff, rng: random.Random) -> Task:
    people = staff.by_unit[unit]
    which = rng.randrange(len(ISSUERS))
    subject = rng.choice(SUBJECTS[unit]).format(
        m=f"{day.month:02d}", w=(day.day - 1) // 7 + 1, n=rng.randint(12, 480), d=f"{day.day:02d}"
    )
    due = (
        None
        if rng.random() < 0.07
        else CALENDAR.add_working_days(day, rng.choice((3, 5, 5, 7, 7, 10, 12, 15)))
    )
    return Task(
        code="",
        unit=unit,
        subject=subject,
        number=f"{rng.randint(35, 9400)}/{SYMBOLS[which]}",
        issuer=ISSUERS[which],
        document_date=CALENDAR.add_working_days(day, -rng.randint(0, 3)),
        assigned_by=rng.choice(LEADERS),
        assigned=day,
        assignee=rng.choice(people[1:] if len(people) > 3 else people),
        helper=rng.choice(people) if rng.random() < 0.25 else None,
        due=due,
    )


def _progress(tasks: list[Task], plan: Plan, rng: random.Random) -> list[Task]:
    """Let the older work be ahead, with noise, so that exactly the planned numbers are done on 12/11."""
    order = sorted(
        tasks,
        key=lambda task: (
            (task.assigned - FIRST).days
            + rng.gauss(0, 9)
            - (rng.random() < 0.12) * 40
            + (rng.random() < 0.09) * 40
        ),
    )
    done: list[Task] = []
    for place, task in enumerate(order):
        if place < plan.completed:
            lag = max(1, round(rng.lognormvariate(1.1, 0.55)))
            task = replace(task, completed=_worked(task.assigned, lag, rng))
        if place < plan.reported and task.completed:
            task = replace(task, reported=_worked(task.completed, rng.choice((0, 0, 0, 1, 1, 3)), rng))
        if place < plan.archived and task.reported:
            task = replace(task, archived=_worked(task.reported, rng.choice((0, 0, 0, 1, 1, 2, 4)), rng))
        done.append(task)
    return _file(done, plan, rng)


def _worked(start: date, lag: int, rng: random.Random) -> date:
    """The day *lag* working days later; what would fall after the last day was hurried, most of it late."""
    day = CALENDAR.add_working_days(start, lag) if lag else start
    if day <= LAST:
        return day
    left = CALENDAR.working_days(start, LAST)
    return left[int(len(left) * rng.random() ** 0.8)]


def _file(tasks: list[Task], plan: Plan, rng: random.Random) -> list[Task]:
    filed: list[Task] = []
    for place, task in enumerate(tasks):
        if place < plan.filed:
            start = task.completed or task.assigned
            day = _worked(start, rng.choice((0, 1, 2, 3, 6, 9)), rng)
            code = f"{rng.randint(1, plan.files):02d}.{MARKS[task.unit]}"
            task = replace(task, filed=day, file_code=code)
        filed.append(task)
    return filed


def _special(tasks: list[Task]) -> list[Task]:
    """The few cases that a comparison of two exports must notice."""
    used: set[int] = set()

    def pick(unit: str, fits: object) -> int:
        found = next(i for i, t in enumerate(tasks) if t.unit == unit and i not in used and fits(t))  # type: ignore[operator]
        used.add(found)
        return found

    early, open_ = date(2023, 10, 20), lambda t: t.completed is None and t.assigned <= date(2023, 10, 30)
    archived = lambda t: t.archived is not None and t.archived <= early  # noqa: E731
    for unit, since, until in (
        ("QLDT", date(2023, 11, 1), date(2023, 11, 10)),
        ("QHXD", date(2023, 10, 30), date(2023, 11, 8)),
    ):
        index = pick(unit, archived)
        tasks[index] = replace(
            tasks[index], reopened=(since, until), note="Lãnh đạo Ban yêu cầu bổ sung nội dung"
        )
    for unit, day in (("QLDT", date(2023, 11, 2)), ("QHXD", date(2023, 11, 8)), ("TNMT", date(2023, 11, 10))):
        index = pick(unit, open_)
        tasks[index] = replace(tasks[index], gone_from=day)
    for unit in ("VP", "QHXD", "QLDT", "TNMT"):
        index = pick(unit, lambda t: open_(t) and t.due is not None)
        later = CALENDAR.add_working_days(tasks[index].due or early, 10)
        tasks[index] = replace(
            tasks[index], moved=(date(2023, 11, 6), later), note="Gia hạn theo ý kiến lãnh đạo Ban"
        )
    index = pick("QLDT", lambda t: t.reported is None and t.assigned <= date(2023, 10, 27))
    tasks[index] = replace(
        tasks[index],
        transferred=(date(2023, 10, 31), "KHTH"),
        note="Chuyển từ P.KHTH theo chỉ đạo ngày 30/10",
    )
    return tasks


def unit_on(task: Task, day: date) -> str:
    """The unit that has the task on *day*: before a transfer another one."""
    return task.transferred[1] if task.transferred and day < task.transferred[0] else task.unit


def is_reopened(task: Task, day: date) -> bool:
    """Tell whether the task stands returned on *day*."""
    return bool(task.reopened and task.reopened[0] <= day < task.reopened[1])


def reached(event: date | None, day: date) -> date | None:
    """The event's date when it had happened by *day*."""
    return event if event and event <= day else None


def status_on(task: Task, day: date) -> str:
    """The status word that HpNet shows on *day*."""
    if is_reopened(task, day):
        return "Trả lại"
    if reached(task.archived, day):
        return "Đã lưu trữ"
    if reached(task.reported, day):
        return "Đã báo cáo hoàn thành"
    completed = reached(task.completed, day)
    if completed:
        return "Hoàn thành quá hạn" if task.due and completed > task.due else "Đã hoàn thành"
    return "Chưa xử lý" if task.assigned > day - timedelta(days=3) else "Đang xử lý"

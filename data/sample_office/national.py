"""What did the national portal count of the same dossiers, and where does it differ from the one-stop list?"""

from collections.abc import Sequence
from datetime import date, datetime, time

from sample_office import containers
from sample_office.dossiers import PROCEDURES, Dossier
from sample_office.forms import Column, Form, Group, Line, Row, Total

DAY = date(2023, 11, 10)
REJECTED = "Không được tiếp nhận"
CERTIFICATES = "Cấp giấy chứng nhận xuất xứ hàng hóa (C/O) mẫu D"
WORK_PERMIT = "Cấp giấy phép lao động cho người lao động nước ngoài"
BUILDING_PERMIT = "Cấp giấy phép xây dựng mới"
NOT_CONNECTED = "Đăng ký nội quy lao động"
ELSEWHERE = "Thu hồi giấy phép lao động"
Counts = tuple[int, int, int, int, int, int]


def table(dossiers: Sequence[Dossier]) -> dict[str, bytes]:
    """The portal's table by procedure on 10/11/2023: file name to bytes."""
    lines: list[Line] = []
    counted: list[Counts] = []
    number = 0
    for field in dict.fromkeys(kind.field for kind in PROCEDURES):
        named = [kind.name for kind in PROCEDURES if kind.field == field and kind.name != NOT_CONNECTED]
        named += [ELSEWHERE] if field == "Việc làm" else []
        if not named:
            continue
        lines.append(Group(f"Lĩnh vực: {field}"))
        for name in named:
            number += 1
            counted.append(_counts(name, dossiers))
            lines.append(Row((number, f"1.{9000 + 37 * number:06d}", name, *counted[-1])))
    sums = tuple(sum(column) for column in zip(*counted, strict=True))
    lines.append(Total("Tổng cộng", sums))
    return {
        "Cong DVC quoc gia - so ho so theo thu tuc (766) den 10.11.2023 (mau).xlsx": containers.xlsx(
            _form(lines)
        )
    }


def _counts(name: str, dossiers: Sequence[Dossier]) -> Counts:
    """Received, resolved, on time, late, pending, pending overdue: as the one-stop list, but for what is planned."""
    if name == ELSEWHERE:
        return (3, 3, 3, 0, 0, 0)
    end = datetime.combine(DAY, time(23, 59))
    own = [d for d in dossiers if d.procedure.name == name and d.received <= end and d.end != REJECTED]
    solved = [d for d in own if d.finished and d.finished <= end]
    late = sum(d.is_late for d in solved)
    overdue = sum(d.is_late and d.promised.date() < DAY for d in own if d not in solved)
    received, on_time = len(own), len(solved) - late
    if name == CERTIFICATES:  # the portal counts those turned away as received and answered in time
        turned_away = sum(
            d.procedure.name == name and d.end == REJECTED and d.received <= end for d in dossiers
        )
        received, on_time = received + turned_away, on_time + turned_away
    if name == WORK_PERMIT:  # a day on which nothing was transferred
        received, on_time = received - 6, on_time - 6
    if name == BUILDING_PERMIT:  # two answers that came late were entered with another day
        on_time, late = on_time + 2, late - 2
    resolved = on_time + late
    return received, resolved, on_time, late, received - resolved, overdue


def _form(lines: Sequence[Line]) -> Form:
    solved, doing = "Số hồ sơ đã giải quyết", "Số hồ sơ đang giải quyết"
    return Form(
        title=(
            "SỐ LIỆU HỒ SƠ THEO THỦ TỤC TRÊN CỔNG DỊCH VỤ CÔNG QUỐC GIA (MẪU)",
            "(Bộ chỉ số theo Quyết định số 766/QĐ-TTg; từ ngày 01/01/2023 đến ngày 10/11/2023)",
        ),
        columns=(
            Column("STT", 6, "centre"), Column("Mã TTHC", 12, "centre"), Column("Tên thủ tục hành chính", 60),
            Column("Số hồ sơ tiếp nhận", 11, "number"),
            Column("Tổng số", 10, "number", solved), Column("Trước và đúng hạn", 10, "number", solved),
            Column("Quá hạn", 10, "number", solved),
            Column("Tổng số", 10, "number", doing), Column("Quá hạn", 10, "number", doing),
        ),
        lines=tuple(lines),
        sheet="766",
        has_agency=False,
    )  # fmt: skip

"""What do the score sheets, Phụ lục 1 and Phụ lục 2 say, and how did they change from 03/11 to 12/11?"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sample_office import containers
from sample_office.criteria import METHODS, Criterion, amendment, leaves, set_of
from sample_office.forms import Column, Form, Line, Row, Signature, Total, Value
from sample_office.people import CLERK, LEADERS, NAMES, OFFICE_HEAD

VERSIONS = (date(2023, 11, 3), date(2023, 11, 8), date(2023, 11, 12))
SIGNATURE = Signature(("NGƯỜI LẬP BIỂU", CLERK), ("CHÁNH VĂN PHÒNG", OFFICE_HEAD))
SURVEY_SHARE = 0.84
SELF_HIGHER = {
    "1.1.2",
    "1.4.1",
    "3.4.1",
    "3.4.2",
    "3.6.1",
    "3.6.2",
    "5.4.2",
    "7.1.2",
    "7.2.1",
    "7.2.3",
    "7.2.4",
    "7.3.4",
}
SELF_2023 = {  # criteria that the unit does not give itself full marks for
    "1.4.2": "0.25", "1.5": "0.75", "3.4.2": "0.75", "3.6.2": "0.85", "3.6.3": "0.35", "5.4.2": "0.25",
    "7.1.2": "0.90", "7.2.3": "0.50", "7.3.1": "0.90", "7.3.3": "0.80", "7.3.4": "0.70",
}  # fmt: skip
NOT_SCORED_2023 = {"1.3.2", "3.1.2", "6.3.3", "7.2.4", "7.5.2"}
NOT_ARISEN_2023 = {"2.2.2"}


@dataclass(frozen=True)
class Shortfall:
    """One criterion that lost points in 2022; `done_on` empty while it is not fixed."""

    code: str
    lost: str
    units: str
    cause: str
    measure: str
    due: str
    done_on: date | None
    state: str = "Đang thực hiện"


def _nov(day: int) -> date:
    return date(2023, 11, day)


SHORTFALLS = (
    Shortfall("1.1.2", "0.15", "Văn phòng", "02/20 nhiệm vụ trong kế hoạch chưa hoàn thành", "Đôn đốc, rà soát từng nhiệm vụ của Kế hoạch CCHC năm 2023", "Trước ngày 14/11/2023", date(2023, 10, 25)),
    Shortfall("1.2", "0.25", "Văn phòng", "Báo cáo quý III gửi chậm 02 ngày", "Lập lịch gửi báo cáo, giao đầu mối theo dõi", "Thường xuyên", date(2023, 10, 10)),
    Shortfall("1.4.1", "0.25", "Văn phòng", "Chưa tổ chức đủ các hình thức tuyên truyền", "Bổ sung chuyên mục CCHC trên Cổng TTĐT", "Trước ngày 14/11/2023", _nov(7)),
    Shortfall("1.7", "0.20", "Văn phòng", "Còn tồn tại của năm 2021 chưa khắc phục", "Ban hành kế hoạch khắc phục, đối chiếu từng tiêu chí", "Trước ngày 14/11/2023", date(2023, 10, 31)),
    Shortfall("2.1.1", "0.10", "Phòng Kế hoạch - Tổng hợp", "01 văn bản trình chậm", "Theo dõi tiến độ trình văn bản theo tháng", "Trước ngày 14/11/2023", date(2023, 10, 20)),
    Shortfall("2.2.2", "0.10", "Văn phòng", "Chưa xử lý hết kết quả rà soát", "Kiến nghị xử lý các văn bản còn lại", "Trước ngày 14/11/2023", _nov(2)),
    Shortfall("2.3.2", "0.09", "Văn phòng", "Chưa xử lý hết vấn đề phát hiện", "Ban hành văn bản xử lý", "Trước ngày 14/11/2023", _nov(6)),
    Shortfall("3.2.2", "0.10", "Văn phòng", "Cập nhật TTHC chậm so với quyết định công bố", "Phân công cập nhật trong 03 ngày làm việc", "Trước ngày 14/11/2023", date(2023, 10, 18)),
    Shortfall("3.3.2", "0.12", "Văn phòng, P.QLDN", "Một số TTHC chưa có quy trình điện tử", "Xây dựng đủ quy trình điện tử", "Trước ngày 14/11/2023", _nov(10)),
    Shortfall("3.4.1", "1.00", "Phòng Quản lý Quy hoạch và Xây dựng; Phòng Quản lý Đầu tư; Phòng Quản lý Tài nguyên và Môi trường", "Tỷ lệ hồ sơ đúng hạn dưới 99%", "Cảnh báo hồ sơ còn 03 ngày đến hạn; họp xử lý hằng tuần", "Trước ngày 17/11/2023", None),
    Shortfall("3.4.2", "1.50", "Văn phòng, P.QLĐT, P.QHXD, P.QLLĐ, P.TN-MT, P.QLDN", "Chưa xin lỗi đầy đủ khi trễ hẹn", "Rà soát, ban hành phiếu xin lỗi cho toàn bộ hồ sơ quá hạn", "17/11/2023 (Thứ Sáu)", None),
    Shortfall("3.5.1", "0.10", "Văn phòng", "01 phản ánh, kiến nghị xử lý chậm", "Theo dõi PAKN hằng ngày", "Trước ngày 14/11/2023", date(2023, 10, 27)),
    Shortfall("3.6.1", "0.20", "Phòng Quản lý Doanh nghiệp", "Tỷ lệ số hóa thành phần hồ sơ mới đạt 64%", "Bố trí máy quét, số hóa ngay khi tiếp nhận", "Trước ngày 14/11/2023", _nov(8)),
    Shortfall("3.6.2", "0.30", "Văn phòng", "Kết quả điện tử mới đạt 56%", "Cấp kết quả điện tử có ký số", "Trước ngày 14/11/2023", _nov(10)),
    Shortfall("5.4.1", "0.25", "Văn phòng", "Chưa hoàn thành 100% kế hoạch đào tạo", "Cử công chức tham gia các lớp còn lại", "Trước ngày 14/11/2023", _nov(3)),
    Shortfall("5.4.2", "0.25", "Văn phòng", "Tỷ lệ công chức được tập huấn CCHC dưới 100%", "Tổ chức lớp tập huấn tháng 10", "Trong tháng 10/2023", date(2023, 10, 30)),
    Shortfall("6.1.1", "0.12", "Phòng Kế hoạch - Tổng hợp", "Giải ngân đạt 87,4%", "Rà soát, điều chuyển kế hoạch vốn", "Quý IV/2023", _nov(9)),
    Shortfall("6.1.2", "0.10", "Phòng Kế hoạch - Tổng hợp", "Còn 01 kiến nghị kiểm toán chưa thực hiện", "Hoàn tất thủ tục, báo cáo Kiểm toán", "Trước ngày 14/11/2023", date(2023, 10, 12)),
    Shortfall("7.1.2", "0.15", "Văn phòng", "Một số nhiệm vụ chuyển đổi số chậm", "Đôn đốc đơn vị cung cấp dịch vụ", "Trước ngày 14/11/2023", _nov(10)),
    Shortfall("7.2.1", "0.10", "Văn phòng", "Văn bản của một số phòng chưa ký số", "Kiểm soát tại khâu phát hành", "Trước ngày 14/11/2023", _nov(1)),
    Shortfall("7.2.3", "0.50", "Các phòng, đơn vị", "Công việc trên HpNet chưa báo cáo hoàn thành, lưu trữ", "Rà soát, kết thúc công việc trên HpNet", "17/11/2023 (Thứ Sáu)", None),
    Shortfall("7.2.4", "0.75", "Các phòng, đơn vị", "Chưa lập hồ sơ công việc theo Nghị định 30/2020/NĐ-CP", "Lập hồ sơ công việc trên HpNet", "17/11/2023 (Thứ Sáu)", None, "Chưa hoàn thành"),
    Shortfall("7.3.2", "0.17", "Phòng Quản lý Lao động", "Tỷ lệ nộp trực tuyến thấp ở lĩnh vực lao động", "Hướng dẫn doanh nghiệp nộp trực tuyến", "Trước ngày 14/11/2023", date(2023, 10, 24)),
    Shortfall("7.3.4", "0.40", "Phòng Kế hoạch - Tổng hợp", "Tỷ lệ thanh toán trực tuyến mới đạt 30%", "Phối hợp ngân hàng, hướng dẫn thanh toán trực tuyến", "Trước 30/11", None, "Chưa thực hiện"),
)  # fmt: skip


def shortfall_lists() -> dict[str, bytes]:
    """Phụ lục 1 on each of the days that it was brought up to date."""
    return {
        f"Phu luc 1 - Ton tai CCHC 2022 (cap nhat {day:%d.%m.%Y}).xlsx": containers.xlsx(_shortfalls(day))
        for day in VERSIONS
    }


def _shortfalls(day: date) -> Form:
    points = {c.code: c for c in leaves(2022)}
    lines: list[Line] = []
    for number, item in enumerate(SHORTFALLS, start=1):
        clause, lost = points[item.code], Decimal(item.lost)
        done = item.done_on is not None and item.done_on <= day
        lines.append(Row((
            number, item.code, clause.name, float(clause.max_score), float(clause.max_score - lost), float(lost),
            item.cause, item.units, item.measure, item.due, "Đã khắc phục" if done else item.state,
        )))  # fmt: skip
    total = sum(Decimal(item.lost) for item in SHORTFALLS)
    lines.append(Total("Tổng cộng", (float(total), "", "", "", "", "")))
    return Form(
        title=(
            "PHỤ LỤC 1 (MẪU)",
            "TỒN TẠI, HẠN CHẾ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2022",
            f"(Cập nhật đến ngày {day:%d/%m/%Y})",
        ),
        columns=(
            Column("STT", 5, "centre"), Column("Mã tiêu chí", 8, "centre"), Column("Nội dung tiêu chí", 38),
            Column("Điểm tối đa", 8, "number"), Column("Điểm đạt năm 2022", 9, "number"), Column("Điểm bị trừ", 8, "number"),
            Column("Nguyên nhân", 32), Column("Phòng, đơn vị chịu trách nhiệm", 26), Column("Biện pháp khắc phục", 34),
            Column("Thời hạn", 20), Column("Kết quả", 16),
        ),
        lines=tuple(lines),
        sheet="PhuLuc1",
        place_date=f"Hải Phòng, ngày {day:%d} tháng {day:%m} năm 2023",
        signature=SIGNATURE,
    )  # fmt: skip


def indicator_set() -> bytes:
    """The appendix of the amending decision, marked as a sample."""
    lines: list[Line] = []
    for action, clause, note in amendment():
        points = None if action == "Bãi bỏ" else float(clause.max_score)
        lines.append(Row((
            clause.code, action, clause.name, points, METHODS[clause.method] or None, clause.rule or None,
            clause.evidence or None, note,
        )))  # fmt: skip
    return containers.xlsx(Form(
        title=(
            "PHỤ LỤC SỬA ĐỔI, BỔ SUNG BỘ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH (MẪU)",
            "(Kèm theo Quyết định số 1219/QĐ-UBND ngày 10/5/2023, sửa đổi, bổ sung Quyết định số 3078/QĐ-UBND ngày 21/9/2022)",
        ),
        columns=(
            Column("Mã tiêu chí", 9, "centre"), Column("Hình thức", 11, "centre"), Column("Nội dung tiêu chí", 44),
            Column("Điểm tối đa", 8, "number"), Column("Phương thức đánh giá", 14, "centre"), Column("Cách tính điểm", 60),
            Column("Tài liệu kiểm chứng", 30), Column("Ghi chú", 28),
        ),
        lines=tuple(lines),
        sheet="SuaDoi1219",
        has_numbering=False,
    ))  # fmt: skip


def score_sheets() -> dict[str, bytes]:
    """The announced scores of 2022 and the self-scores of 2023, both invented."""
    return {
        "Bang cham diem CCHC nam 2022 (mau).xlsx": containers.xlsx(_scores_2022()),
        "Bang tu cham diem CCHC nam 2023 (mau) den 10.11.2023.xlsx": containers.xlsx(_scores_2023()),
    }


def announced_2022() -> float:
    """The office's whole score of 2022."""
    return float(sum((_final_2022(clause) for clause in leaves(2022)), Decimal(0)))


def _final_2022(clause: Criterion) -> Decimal:
    lost = {item.code: Decimal(item.lost) for item in SHORTFALLS}
    if clause.method == "survey":
        rng = random.Random(f"survey {clause.code}")
        return (
            clause.max_score * Decimal(str(round(rng.uniform(SURVEY_SHARE - 0.05, SURVEY_SHARE + 0.05), 2)))
        ).quantize(Decimal("0.01"))
    return clause.max_score - lost.get(clause.code, Decimal(0))


def _tree_rows(year: int, cells: dict[str, tuple[Value, ...]], width: int) -> tuple[Line, ...]:
    """One line for each clause; the points of the clauses above the leaves are sums."""
    lines: list[Line] = []
    for clause in set_of(year):
        under = [
            cells[c.code]
            for c in leaves(year)
            if c.code == clause.code or c.code.startswith(clause.code + ".")
        ]
        values: tuple[Value, ...] = cells.get(clause.code) or tuple(
            _sum(column) for column in zip(*under, strict=True)
        )
        lines.append(Row((clause.code, clause.name, float(clause.max_score), *values)))
    total = tuple(_sum(column) for column in zip(*cells.values(), strict=True))
    lines.append(Total("Tổng cộng", (100, *total)))
    assert all(len(line.values) == width for line in lines if isinstance(line, Row))
    return tuple(lines)


def _sum(column: Sequence[Value]) -> Value:
    numbers = [value for value in column if isinstance(value, float)]
    return round(sum(numbers), 2) if numbers else None


def _scores_2022() -> Form:
    cells: dict[str, tuple[Value, ...]] = {}
    for clause in leaves(2022):
        final = float(_final_2022(clause))
        own = float(clause.max_score) if clause.code in SELF_HIGHER else final
        if clause.method == "survey":
            cells[clause.code] = (None, None, final, final, None)
        elif clause.method == "appraisal":
            cells[clause.code] = (None, final, None, final, None)
        else:
            cells[clause.code] = (
                own,
                final,
                None,
                final,
                "Thiếu tài liệu kiểm chứng" if own > final else None,
            )
    return Form(
        title=(
            "BẢNG CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2022 (MẪU)",
            "Đơn vị: Ban Quản lý Khu kinh tế Hải Phòng",
            "(Số liệu đến ngày 16/01/2023)",
        ),
        columns=(
            Column("Mã tiêu chí", 9, "centre"), Column("Lĩnh vực, tiêu chí, tiêu chí thành phần", 60),
            Column("Điểm tối đa", 9, "number"), Column("Điểm tự chấm", 9, "number"), Column("Điểm thẩm định", 9, "number"),
            Column("Điểm điều tra XHH", 9, "number"), Column("Điểm đạt", 9, "number"), Column("Ghi chú", 28),
        ),
        lines=_tree_rows(2022, cells, 8),
        sheet="ChamDiem2022",
        signature=SIGNATURE,
    )  # fmt: skip


def _scores_2023() -> Form:
    cells: dict[str, tuple[Value, ...]] = {}
    for clause in leaves(2023):
        own: Value = None
        note: Value = None
        if clause.code in NOT_ARISEN_2023:
            note = "Không phát sinh"
        elif clause.method == "self" and clause.code not in NOT_SCORED_2023:
            own = float(SELF_2023.get(clause.code, clause.max_score))
        evidence = clause.evidence if own is not None else None
        cells[clause.code] = (own, lead_of(clause.code), evidence, None, note)
    return Form(
        title=(
            "BẢNG TỰ CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2023 (MẪU)",
            "Đơn vị: Ban Quản lý Khu kinh tế Hải Phòng",
            "(Số liệu đến ngày 10/11/2023)",
        ),
        columns=(
            Column("Mã tiêu chí", 9, "centre"), Column("Lĩnh vực, tiêu chí, tiêu chí thành phần", 56),
            Column("Điểm tối đa", 9, "number"), Column("Điểm tự chấm", 9, "number"), Column("Đơn vị chủ trì", 26),
            Column("Tài liệu kiểm chứng", 34), Column("Giải trình", 24), Column("Ghi chú", 16),
        ),
        lines=_tree_rows(2023, cells, 8),
        sheet="TuCham2023",
        place_date="Hải Phòng, ngày 10 tháng 11 năm 2023",
        signature=SIGNATURE,
    )  # fmt: skip


LEADS = {
    "1.3": "VP", "2.1": "KHTH", "3.4.1": "QHXD", "3.6.1": "QLDN", "5.1.2": "TCKKT", "6": "KHTH", "6.3.3": "TTXT",
    "7.3.2": "QLLD", "8.2": "KHTH", "8.3": "QLDT", "4.4": "QLDT",
}  # fmt: skip


def lead_of(code: str) -> str:
    """The unit that leads the criterion: the closest entry above it, else Văn phòng."""
    parts = code.split(".")
    for depth in range(len(parts), 0, -1):
        unit = LEADS.get(".".join(parts[:depth]))
        if unit:
            return NAMES[unit]
    return NAMES["VP"]


def leader_of(number: int) -> str:
    """The member of the leadership in charge, by turns."""
    return LEADERS[number % len(LEADERS)]

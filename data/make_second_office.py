"""Which files would a second office, of another kind and year, drop into the dashboard? Writes them, the same bytes at every run.

python data/make_second_office.py [OUT]
"""

import random
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from sample_office import containers  # noqa: E402
from sample_office.containers import write_files  # noqa: E402
from sample_office.forms import Column, Form, Row, Value  # noqa: E402

AGENCY = (
    ("ỦY BAN NHÂN DÂN TỈNH NAM THỊNH", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
    ("SỞ VĂN HÓA VÀ DU LỊCH", "Độc lập - Tự do - Hạnh phúc"),
)
# Name in files, tasks given, and how many of them are not yet archived on the last day.
UNITS = (
    ("Phòng Tổng hợp", 14, 2), ("Phòng Quản lý Văn hóa", 12, 4), ("Phòng Quản lý Du lịch", 10, 3),
    ("Phòng Di sản văn hóa", 8, 2), ("Phòng Gia đình", 6, 0), ("Thanh tra Sở", 5, 1), ("Bảo tàng tỉnh", 5, 1),
    ("Thư viện tỉnh", 4, 0),
)  # fmt: skip
DAYS = (date(2025, 11, 24), date(2025, 11, 28), date(2025, 12, 3), date(2025, 12, 5))
LAST = DAYS[-1]
PEOPLE = ("Phạm Thị Hậu", "Lý Văn Khoan", "Đinh Thu Nhã", "Vương Bá Lộc")
SUBJECTS = (
    "Báo cáo kết quả hoạt động tháng {m}", "Thẩm định hồ sơ tổ chức lễ hội số {n}", "Rà soát quy hoạch khu du lịch số {n}",
    "Tham mưu kế hoạch năm 2026", "Kiểm tra cơ sở lưu trú theo Kế hoạch số {n}",
)  # fmt: skip


def _form(
    title: str, day: date, sheet: str, columns: Sequence[Column], rows: Sequence[tuple[Value, ...]]
) -> Form:
    lines = tuple(Row((number, *row)) for number, row in enumerate(rows, start=1))
    said = (title, f"(Số liệu đến ngày {day:%d/%m/%Y})")
    place = f"Nam Thịnh, ngày {day:%d} tháng {day:%m} năm {day.year}"
    return Form(said, (Column("STT", 5, "centre"), *columns), lines, sheet, place, agency=AGENCY)


def tasks(day: date) -> bytes:
    """What the e-office says of the work given, on *day*."""
    rng, rows = random.Random("tasks"), []
    for place, (unit, given, open_at_last) in enumerate(UNITS):
        for number in range(given):
            begun = date(2025, 10, 6) + timedelta(days=(number * 5 + place) % 40)
            due = begun + timedelta(days=14)
            is_left = number >= given - open_at_last
            done = None if is_left and number % 2 else due - timedelta(days=rng.randint(-3, 5))
            archived = None if is_left or done is None else max(done, DAYS[number % 4] - timedelta(days=1))
            subject = rng.choice(SUBJECTS).format(m=begun.month, n=rng.randint(10, 99))
            done = done if done and done <= day else None
            archived = archived if archived and archived <= day else None
            rows.append((
                f"ID25-{place + 1}{number + 1:03d}", f"{100 + place * 20 + number}/TB-SVHDL", subject, begun, unit,
                PEOPLE[(place + number) % 4], due, done, "Hoàn thành" if done else "Đang thực hiện",
                "Có" if done else "Không", done, "Có" if archived else "Không", archived,
            ))  # fmt: skip
    columns = (
        Column("Mã công việc"), Column("Số, ký hiệu"), Column("Nội dung công việc", 40), Column("Ngày giao", kind="date"),
        Column("Đơn vị xử lý", 24), Column("Người xử lý chính", 18), Column("Hạn hoàn thành", kind="date"),
        Column("Ngày hoàn thành", kind="date"), Column("Tình trạng xử lý", 16), Column("Báo cáo hoàn thành"),
        Column("Ngày báo cáo", kind="date"), Column("Lưu trữ"), Column("Ngày lưu trữ", kind="date"),
    )  # fmt: skip
    return containers.xlsx(_form("THỐNG KÊ CÔNG VIỆC ĐƯỢC GIAO TRÊN iDesk", day, "CongViec", columns, rows))


def _cases() -> list[tuple[str, str, date, date, date | None, str]]:
    """Dossiers: code, unit, received, due, answered, way of sending."""
    rng, found = random.Random("dossiers"), []
    for number in range(60):
        received = date(2025, 2, 3) + timedelta(days=number * 5)
        due = received + timedelta(days=7)
        late = number % 12 == 5
        answered = due + timedelta(days=3 if late else -rng.randint(0, 4))
        unit = ("Phòng Quản lý Văn hóa", "Phòng Quản lý Du lịch", "Phòng Di sản văn hóa")[number % 3]
        way = "Trực tuyến" if rng.random() < 0.6 else "Trực tiếp"
        found.append(
            (f"H99.12-25{number + 1:04d}", unit, received, due, answered if answered <= LAST else None, way)
        )
    return found


def dossiers() -> bytes:
    """The one-stop system's list of the year."""
    rows = [
        (
            code, "Cấp giấy phép tổ chức hoạt động văn hóa, du lịch", "Hộ kinh doanh (mẫu)", way, received, due, answered,
            unit, "Đã trả kết quả" if answered else "Đang giải quyết",
        )
        for code, unit, received, due, answered, way in _cases()
    ]  # fmt: skip
    columns = (
        Column("Mã hồ sơ", 16), Column("Tên thủ tục hành chính", 36), Column("Tổ chức, cá nhân nộp hồ sơ", 24),
        Column("Hình thức nộp"), Column("Ngày tiếp nhận", kind="date"), Column("Ngày hẹn trả", kind="date"),
        Column("Ngày kết thúc xử lý", kind="date"), Column("Đơn vị xử lý", 24), Column("Trạng thái hồ sơ", 16),
    )  # fmt: skip
    return containers.xlsx(
        _form("DANH SÁCH HỒ SƠ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH", LAST, "HoSoTTHC", columns, rows)
    )


def apologies() -> bytes:
    """The register of apologies: one of the late dossiers has none yet."""
    late = [case for case in _cases() if (case[4] or LAST) > case[3]]
    rows: list[tuple[Value, ...]] = []
    for number, (code, unit, _received, due, answered, _way) in enumerate(late[:-1], start=1):
        said = due + timedelta(days=1)
        rows.append((
            code, "Cấp giấy phép tổ chức hoạt động văn hóa, du lịch", unit, due, answered, f"{number}/PXL", said,
            "Chờ ý kiến cơ quan phối hợp", said + timedelta(days=5), "Lê Hoài Ân", said,
        ))  # fmt: skip
    columns = (
        Column("Mã hồ sơ", 16), Column("Tên thủ tục hành chính", 36), Column("Đơn vị xử lý", 24),
        Column("Ngày hẹn trả", kind="date"), Column("Ngày có kết quả", kind="date"), Column("Số phiếu xin lỗi"),
        Column("Ngày xin lỗi", kind="date"), Column("Lý do", 24), Column("Ngày hẹn lại", kind="date"),
        Column("Người ký", 16), Column("Ngày đăng Cổng TTĐT", kind="date"),
    )  # fmt: skip
    title = "SỔ THEO DÕI XIN LỖI CÔNG KHAI ĐỐI VỚI HỒ SƠ TTHC QUÁ HẠN NĂM 2025 (MẪU)"
    return containers.xlsx(_form(title, LAST, "XinLoi", columns, rows))


def shortfalls() -> bytes:
    """Phụ lục 1: what lost points the year before."""
    rows = [
        ("A.1.2", "Mức độ hoàn thành kế hoạch", 2, 1.6, 0.4, "Ba nhiệm vụ quá hạn", "Phòng Tổng hợp", "Đôn đốc hằng tháng", "15/12/2025", "Đã khắc phục"),
        ("B.1", "Tỷ lệ hồ sơ giải quyết đúng hạn", 6, 5.5, 0.5, "Hồ sơ trễ hẹn", "Phòng Quản lý Văn hóa", "Rà soát quy trình", "15/12/2025", "Đang thực hiện"),
        ("C.1", "Công việc được giao đã lưu trữ", 5, 4, 1, "Lưu trữ chậm", "Phòng Quản lý Du lịch", "Lưu trữ ngay khi xong", "15/12/2025", "Đang thực hiện"),
    ]  # fmt: skip
    columns = (
        Column("Mã tiêu chí"), Column("Nội dung tiêu chí", 32), Column("Điểm tối đa", kind="number"),
        Column("Điểm đạt năm 2024", kind="number"), Column("Điểm bị trừ", kind="number"), Column("Nguyên nhân", 24),
        Column("Phòng, đơn vị chịu trách nhiệm", 24), Column("Biện pháp khắc phục", 24), Column("Thời hạn"), Column("Kết quả", 16),
    )  # fmt: skip
    title = "PHỤ LỤC 1 (MẪU). TỒN TẠI, HẠN CHẾ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2024"
    return containers.xlsx(_form(title, LAST, "PhuLuc1", columns, rows))


def assignments() -> bytes:
    """Phụ lục 2: the tasks of the year."""
    rows = [
        ("A.1.1", "Ban hành kế hoạch cải cách hành chính", "Phòng Tổng hợp", "Kế hoạch", "30/11/2025", date(2025, 11, 20), "Hoàn thành"),
        ("B.3", "Tuyên truyền nộp hồ sơ trực tuyến", "Phòng Quản lý Văn hóa", "Báo cáo", "12/12/2025", None, "Đang thực hiện"),
        ("C.2", "Đề xuất sáng kiến cải cách hành chính", "Thư viện tỉnh", "Tờ trình", "10/12/2025", None, "Đang thực hiện"),
        ("D.1", "Khảo sát mức độ hài lòng", "Thanh tra Sở", "Báo cáo", "05/12/2025", date(2025, 12, 2), "Hoàn thành"),
    ]  # fmt: skip
    columns = (
        Column("Mã tiêu chí"), Column("Nhiệm vụ", 36), Column("Đơn vị chủ trì", 24), Column("Sản phẩm, minh chứng", 20),
        Column("Thời hạn"), Column("Ngày hoàn thành", kind="date"), Column("Tình trạng", 16),
    )  # fmt: skip
    title = "PHỤ LỤC 2 (MẪU). PHÂN CÔNG NHIỆM VỤ PHỤC VỤ CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2025"
    return containers.xlsx(_form(title, LAST, "PhuLuc2", columns, rows))


def scores() -> bytes:
    """The score sheet of the year, as far as the office has scored itself."""
    rows: list[tuple[Value, ...]] = [
        ("A", "Chỉ đạo điều hành", 8, None, ""), ("A.1", "Kế hoạch cải cách hành chính", 4, None, ""),
        ("A.1.1", "Ban hành kế hoạch đúng hạn", 2, 2, "Phòng Tổng hợp"),
        ("A.1.2", "Mức độ hoàn thành kế hoạch", 2, 1.8, "Phòng Tổng hợp"),
        ("A.2", "Khắc phục tồn tại, hạn chế của năm trước", 4, 3, "Phòng Tổng hợp"),
        ("B", "Thủ tục hành chính", 14, None, ""), ("B.1", "Tỷ lệ hồ sơ giải quyết đúng hạn", 6, 5.5, "Phòng Quản lý Văn hóa"),
        ("B.2", "Xin lỗi công khai hồ sơ quá hạn", 3, 2.4, "Phòng Quản lý Du lịch"),
        ("B.3", "Tỷ lệ hồ sơ nộp trực tuyến", 5, 4.2, "Phòng Quản lý Du lịch"), ("C", "Quản lý công việc", 8, None, ""),
        ("C.1", "Công việc được giao đã lưu trữ", 5, 4, "Phòng Tổng hợp"),
        ("C.2", "Sáng kiến cải cách hành chính", 3, None, "Thư viện tỉnh"), ("D", "Điều tra xã hội học", 10, None, ""),
        ("D.1", "Mức độ hài lòng của người dân, tổ chức", 10, None, ""),
    ]  # fmt: skip
    columns = (
        Column("Mã tiêu chí"), Column("Lĩnh vực, tiêu chí", 40), Column("Điểm tối đa", kind="number"),
        Column("Điểm tự chấm", kind="number"), Column("Đơn vị chủ trì", 24),
    )  # fmt: skip
    title = "BẢNG TỰ CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2025 (MẪU)"
    lines = tuple(Row(row) for row in rows)
    said = (title, f"(Số liệu đến ngày {LAST:%d/%m/%Y})")
    return containers.xlsx(Form(said, columns, lines, "TuCham2025", "", agency=AGENCY))


def samples() -> dict[str, bytes]:
    """Every file of the second office: name to bytes."""
    files = {f"iDesk_cong-viec_{day}.xlsx": tasks(day) for day in DAYS}
    return files | {
        "Danh sach ho so TTHC den 05.12.2025 (mau).xlsx": dossiers(),
        "So theo doi xin loi den 05.12.2025 (mau).xlsx": apologies(),
        "Phu luc 1 - Ton tai CCHC 2024 (mau).xlsx": shortfalls(),
        "Phu luc 2 - Phan cong CCHC 2025 (mau).xlsx": assignments(),
        "Bang tu cham diem CCHC 2025 (mau).xlsx": scores(),
    }


def main(arguments: list[str]) -> int:
    """Write the files to the folder named, else to `data/offices/so/samples`."""
    write_files(Path(arguments[0]) if arguments else HERE / "offices" / "so" / "samples", samples())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Which tasks did Phụ lục 2 hand out for the scoring of 2023, and how far are they?"""

from dataclasses import dataclass
from datetime import date

from sample_office import containers
from sample_office.criteria import leaves
from sample_office.forms import Column, Form, Group, Line, Row
from sample_office.scores import SIGNATURE, VERSIONS, lead_of, leader_of

FIELDS = {
    "1": "Công tác chỉ đạo, điều hành", "2": "Cải cách thể chế", "3": "Cải cách thủ tục hành chính",
    "4": "Cải cách tổ chức bộ máy", "5": "Cải cách chế độ công vụ", "6": "Cải cách tài chính công",
    "7": "Chính quyền điện tử, chính quyền số", "8": "Tác động của cải cách hành chính",
}  # fmt: skip
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII")
EVERY = "Các phòng, đơn vị"


@dataclass(frozen=True)
class Assignment:
    """One line of Phụ lục 2: day is when it was finished, in October or November 2023."""

    code: str
    task: str
    lead: str
    support: str | None
    product: str
    due: str
    done_on: date | None
    state: str = "Đang thực hiện"


def _oct(day: int) -> date:
    return date(2023, 10, day)


def _nov(day: int) -> date:
    return date(2023, 11, day)


NOVEMBER_14 = "Trước ngày 14/11/2023"
WRITTEN = (
    Assignment("1.1.2", "Đôn đốc hoàn thành các nhiệm vụ còn lại của Kế hoạch CCHC năm 2023", "Văn phòng", EVERY, "Báo cáo kết quả", NOVEMBER_14, _oct(25)),
    Assignment("1.2", "Gửi báo cáo CCHC quý III và chuẩn bị báo cáo năm", "Văn phòng", None, "Báo cáo", "Hằng tháng, trước ngày 20", _oct(18)),
    Assignment("1.3.1", "Kiểm tra công tác CCHC tại ít nhất 03 phòng, đơn vị", "Văn phòng, P.KHTH", EVERY, "Biên bản, kết luận kiểm tra", "Tháng 10/2023", _oct(27)),
    Assignment("1.4.1", "Hoàn thành các nội dung còn lại của kế hoạch tuyên truyền CCHC", "Văn phòng", None, "Tin, bài, chuyên mục", NOVEMBER_14, _nov(7)),
    Assignment("1.4.2", "Đăng đủ 12 tin, bài về CCHC trên Cổng TTĐT", "Văn phòng; Trung tâm Xúc tiến đầu tư và Dịch vụ việc làm KKT", EVERY, "Danh sách đường dẫn", "Thường xuyên", _nov(9)),
    Assignment("1.5", "Trình công nhận 02 sáng kiến, giải pháp mới", "Phòng Quản lý Doanh nghiệp", "Văn phòng", "Quyết định công nhận", "Trước ngày 10/11/2023", None),
    Assignment("1.6.2", "Cập nhật kết quả nhiệm vụ thành phố giao trên hệ thống theo dõi", EVERY, "Văn phòng", "Kết xuất hệ thống", "Thường xuyên", _nov(6)),
    Assignment("1.7", "Đối chiếu từng tiêu chí bị trừ điểm năm 2022 (Phụ lục 1)", "Văn phòng", EVERY, "Bảng đối chiếu", NOVEMBER_14, _oct(31)),
    Assignment("2.1.1", "Trình đúng hạn văn bản thuộc chương trình công tác", "Phòng Kế hoạch - Tổng hợp", None, "Tờ trình, hồ sơ trình", NOVEMBER_14, _oct(20)),
    Assignment("2.2.2", "Xử lý các văn bản còn lại sau rà soát", "Văn phòng", None, "Văn bản xử lý", NOVEMBER_14, _nov(2)),
    Assignment("2.3.2", "Ban hành văn bản xử lý vấn đề phát hiện khi theo dõi thi hành pháp luật", "Văn phòng", "P.QLĐT", "Văn bản", NOVEMBER_14, _nov(6)),
    Assignment("3.2.2", "Cập nhật, công khai TTHC trong 03 ngày làm việc", "Văn phòng", "Các phòng có TTHC", "Ảnh chụp màn hình, đường dẫn", "Thường xuyên", _oct(18)),
    Assignment("3.3.2", "Xây dựng đủ quy trình điện tử giải quyết TTHC", "Văn phòng, P.QLDN", "P.QLLĐ, P.TN-MT", "Quyết định phê duyệt quy trình", NOVEMBER_14, _nov(10)),
    Assignment("3.4.1", "Giải quyết dứt điểm hồ sơ quá hạn lĩnh vực xây dựng", "Phòng Quản lý Quy hoạch và Xây dựng", "Văn phòng", "Kết quả TTHC", "Trước ngày 17/11/2023", None),
    Assignment("3.4.1", "Giải quyết dứt điểm hồ sơ quá hạn lĩnh vực đầu tư", "Phòng Quản lý Đầu tư", "Văn phòng", "Kết quả TTHC", "Trước ngày 17/11/2023", None),
    Assignment("3.4.1", "Giải quyết dứt điểm hồ sơ quá hạn lĩnh vực môi trường", "Phòng Quản lý Tài nguyên và Môi trường", "Văn phòng", "Kết quả TTHC", "Trước ngày 17/11/2023", None, "Cần bổ sung minh chứng"),
    Assignment("3.4.2", "Xin lỗi công khai toàn bộ hồ sơ TTHC quá hạn năm 2023", "P.QLĐT, P.QHXD, P.QLLĐ, P.TN-MT, P.QLDN", "Văn phòng", "Phiếu xin lỗi; đường dẫn Cổng TTĐT", "17/11/2023 (Thứ Sáu)", None),
    Assignment("3.5.1", "Trả lời phản ánh, kiến nghị đúng hạn", "Văn phòng", EVERY, "Văn bản trả lời", "Thường xuyên", _oct(27)),
    Assignment("3.6.1", "Số hóa thành phần hồ sơ ngay khi tiếp nhận", "Phòng Quản lý Doanh nghiệp\nVăn phòng", None, "Kết xuất hệ thống", NOVEMBER_14, _nov(8)),
    Assignment("3.6.2", "Cấp kết quả điện tử có ký số cho mọi TTHC đủ điều kiện", "Văn phòng", "Các phòng có TTHC", "Kết xuất hệ thống", "Quý IV/2023", _nov(10)),
    Assignment("5.4.1", "Hoàn thành kế hoạch đào tạo, bồi dưỡng năm 2023", "Văn phòng", EVERY, "Báo cáo kết quả", "Tháng 11/2023", _nov(3)),
    Assignment("5.4.2", "Tổ chức lớp tập huấn CCHC, chuyển đổi số", "Văn phòng và Trường Trung cấp Khu kinh tế", None, "Danh sách tập huấn", "Tháng 10/2023", _oct(30)),
    Assignment("6.1.1", "Giải ngân kế hoạch vốn năm 2023 đạt từ 95%", "Phòng Kế hoạch - Tổng hợp", "P.QHXD", "Xác nhận của Kho bạc", "Quý IV/2023", _nov(9)),
    Assignment("6.1.2", "Hoàn thành kiến nghị kiểm toán còn lại", "Phòng Kế hoạch - Tổng hợp", None, "Báo cáo", NOVEMBER_14, _oct(12)),
    Assignment("7.1.2", "Hoàn thành các nhiệm vụ chuyển đổi số còn lại", "Văn phòng", None, "Báo cáo kết quả", NOVEMBER_14, _nov(10)),
    Assignment("7.2.1", "Ký số 100% văn bản đi", EVERY, "Văn phòng", "Kết xuất văn bản đi HpNet", "Thường xuyên", None),
    Assignment("7.2.3", "Báo cáo hoàn thành, lưu trữ 100% công việc được giao trên HpNet", EVERY, "Văn phòng", "Thống kê HpNet", "17/11/2023 (Thứ Sáu)", None),
    Assignment("7.2.4", "Lập hồ sơ công việc theo Nghị định 30/2020/NĐ-CP", EVERY, "Văn phòng", "Danh sách hồ sơ công việc", "17/11/2023 (Thứ Sáu)", None),
    Assignment("7.3.2", "Hướng dẫn doanh nghiệp nộp hồ sơ trực tuyến", "Phòng Quản lý Lao động, Phòng Quản lý Doanh nghiệp", "VPĐD", "Kết xuất hệ thống", NOVEMBER_14, _oct(24)),
    Assignment("8.2", "Báo cáo kết quả thu hút đầu tư, thu ngân sách", "Phòng Kế hoạch - Tổng hợp", "P.QLĐT", "Báo cáo", "Hằng tháng, trước ngày 20", _oct(20)),
    Assignment("8.3", "Kế hoạch cải thiện chỉ số DDCI", "Phòng Quản lý Đầu tư", "TT XTĐT&DVVL", "Kế hoạch", "Trước 30/11", None, "Chưa thực hiện"),
    Assignment("8.1.1", "Khảo sát sự hài lòng tại các khu công nghiệp", "Văn phòng đại diện tại các KCN, KKT", "Văn phòng", "Báo cáo khảo sát", NOVEMBER_14, _nov(8)),
)  # fmt: skip
CHECKED = (  # criteria whose proof only has to be gone over, and when that was done
    ("1.1.1", 6), ("1.3.2", 9), ("2.2.1", 1), ("2.3.1", 1), ("2.4", 2), ("3.1.1", 2), ("3.2.1", 3), ("3.2.3", 6), ("3.3.1", 1),
    ("3.3.3", 8), ("3.4.3", 9), ("4.1.1", 1), ("4.2.2", 2), ("4.3", 3), ("4.4.1", 6), ("5.1.1", 7), ("5.1.2", 10), ("5.3.1", 8),
    ("5.5", 2), ("5.6", 3), ("6.2.1", 1), ("6.2.2", 9), ("6.3.3", 0), ("7.1.1", 1), ("7.3.1", 7), ("7.3.5", 0),
)  # fmt: skip


def assignments() -> list[Assignment]:
    """All lines in the order of the criteria."""
    names = {c.code: c.name for c in leaves(2023)}
    checked = [
        Assignment(
            code, f"Rà soát, bổ sung tài liệu kiểm chứng: {names[code]}", lead_of(code), None, "Tài liệu kiểm chứng",
            NOVEMBER_14 if number % 3 else "13/11/2023", _nov(day) if day else None,
        )
        for number, (code, day) in enumerate(CHECKED)
    ]  # fmt: skip
    return sorted((*WRITTEN, *checked), key=lambda a: [int(part) for part in a.code.split(".")])


def assignment_lists() -> dict[str, bytes]:
    """Phụ lục 2 on each of the days that it was brought up to date."""
    return {
        f"Phu luc 2 - Phan cong CCHC 2023 (cap nhat {day:%d.%m.%Y}).xlsx": containers.xlsx(_form(day))
        for day in VERSIONS
    }


def _form(day: date) -> Form:
    lines: list[Line] = []
    field = ""
    for number, item in enumerate(assignments(), start=1):
        if item.code[0] != field:
            field = item.code[0]
            lines.append(Group(f"{ROMAN[int(field) - 1]}. {FIELDS[field]}"))
        done = item.done_on is not None and item.done_on <= day
        lines.append(Row((
            number, item.code, item.task, item.lead, item.support, leader_of(int(field)), item.product, item.due,
            item.done_on if done else None, "Hoàn thành" if done else item.state, None,
        )))  # fmt: skip
    return Form(
        title=(
            "PHỤ LỤC 2 (MẪU)",
            "PHÂN CÔNG NHIỆM VỤ PHỤC VỤ CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2023",
            f"(Cập nhật đến ngày {day:%d/%m/%Y})",
        ),
        columns=(
            Column("STT", 5, "centre"), Column("Mã tiêu chí", 8, "centre"), Column("Nhiệm vụ", 44),
            Column("Đơn vị chủ trì", 28), Column("Đơn vị phối hợp", 20), Column("Lãnh đạo phụ trách", 18),
            Column("Sản phẩm, minh chứng", 24), Column("Thời hạn", 20), Column("Ngày hoàn thành", 12, "date"),
            Column("Tình trạng", 16), Column("Ghi chú", 14),
        ),
        lines=tuple(lines),
        sheet="PhuLuc2",
        place_date=f"Hải Phòng, ngày {day:%d} tháng {day:%m} năm 2023",
        signature=SIGNATURE,
    )  # fmt: skip

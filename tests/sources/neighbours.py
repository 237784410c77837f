"""
Everyday tables of an office that are none of ours: what a tired clerk may drop in beside the right file.

Names, numbers and texts are invented. Units are those of the office, days lie in its year and the headings
are as close to ours as such tables come.
"""

from dataclasses import dataclass
from typing import Any

Rows = list[list[Any]]
UNITS = ("Văn phòng", "Phòng Quản lý Đầu tư", "Phòng Quản lý Lao động", "Phòng Quản lý Doanh nghiệp")
PEOPLE = ("Nguyễn Thị Thử", "Trần Văn Mẫu", "Lê Văn Thí", "Phạm Thị Dụ")


@dataclass(frozen=True)
class Neighbour:
    """One kind of table: its title, its headings and what a row says of unit *n*, person *n* and the number *n*."""

    name: str
    file_name: str
    title: tuple[str, ...]
    heads: tuple[str, ...]
    row: Any

    def rows(self, *, titled: bool = True) -> Rows:
        """The sheet: title, headings, eight rows."""
        above = [[line] for line in self.title] if titled else []
        body = [list(self.row(n, UNITS[n % 4], PEOPLE[n % 4])) for n in range(1, 9)]
        return [*above, list(self.heads), *body]


NEIGHBOURS: list[Neighbour] = []


def neighbour(name: str, file_name: str, title: str, heads: str, row: Any) -> None:
    """Add a kind; *title* and *heads* are divided by bars."""
    NEIGHBOURS.append(Neighbour(name, file_name, tuple(title.split(" | ")), tuple(heads.split(" | ")), row))


def day(n: int, month: int = 11) -> str:
    """A day of the year as typed."""
    return f"{n + 1:02}/{month}/2023"


AT = "(Tính đến ngày 12/11/2023)"

neighbour(
    "personal_kpi",
    "KPI thang 11.xlsx",
    f"BẢNG TỰ CHẤM ĐIỂM KPI CÁ NHÂN THÁNG 11/2023 | {AT}",
    "TT | Nội dung | Điểm chuẩn | Tự chấm",
    lambda n, u, p: (n, f"Nhiệm vụ {n}", 12.5, 10 + n / 4),
)
neighbour(
    "kpi_of_heads",
    "danh gia KPI.xlsx",
    "PHIẾU ĐÁNH GIÁ MỨC ĐỘ HOÀN THÀNH CÔNG VIỆC THÁNG 11/2023",
    "STT | Nội dung đánh giá | Điểm tối đa | Điểm tự chấm | Điểm thẩm định | Ghi chú",
    lambda n, u, p: (n, f"Tiêu chí {n}", 10, 8, 9, ""),
)
neighbour(
    "emulation_points",
    "cham diem thi dua.xlsx",
    f"BẢNG CHẤM ĐIỂM THI ĐUA CÁC PHÒNG NĂM 2023 | {AT}",
    "STT | Tiêu chí | Điểm chuẩn | Điểm tự chấm | Kết quả",
    lambda n, u, p: (n, f"Phong trào {n}", 15, 14, "Tốt"),
)
neighbour(
    "survey_among_units",
    "khao sat noi bo.xlsx",
    "KẾT QUẢ KHẢO SÁT HÀI LÒNG NỘI BỘ NĂM 2023",
    "STT | Đơn vị | Số phiếu phát | Số phiếu thu | Tỷ lệ hài lòng (%) | Xếp hạng",
    lambda n, u, p: (n, u, 10, 9, 90 + n, n),
)
neighbour(
    "monthly_report",
    "Bao cao thang 11.xlsx",
    f"BÁO CÁO KẾT QUẢ CÔNG TÁC THÁNG 11/2023 | {AT}",
    "TT | Nội dung | Kết quả | Ghi chú",
    lambda n, u, p: (n, f"Công tác {n}", 90 + n, ""),
)
neighbour(
    "monthly_targets",
    "chi tieu thang 11.xlsx",
    f"KẾT QUẢ THỰC HIỆN CHỈ TIÊU THÁNG 11/2023 | {AT}",
    "TT | Chỉ tiêu | Điểm quy định | Kết quả",
    lambda n, u, p: (n, f"Chỉ tiêu {n}", 10, n),
)
neighbour(
    "incoming_register",
    "So van ban den 2023.xlsx",
    "SỔ ĐĂNG KÝ VĂN BẢN ĐẾN NĂM 2023 | Đến ngày 12/11/2023",
    "STT | Số đến | Ngày đến | Số, ký hiệu | Ngày văn bản | Cơ quan ban hành | Trích yếu | Đơn vị xử lý | Hạn xử lý",
    lambda n, u, p: (
        n,
        100 + n,
        day(n),
        f"{n}/SNV-CCHC",
        day(n),
        "Sở Nội vụ",
        f"V/v báo cáo {n}",
        u,
        day(n + 9),
    ),
)
neighbour(
    "incoming_processed",
    "van ban den da xu ly.xlsx",
    f"THEO DÕI XỬ LÝ VĂN BẢN ĐẾN | {AT}",
    "STT | Số ký hiệu | Ngày VB | Trích yếu | Đơn vị xử lý | Người xử lý | Hạn xử lý | Ngày hoàn thành",
    lambda n, u, p: (n, f"{n}/UBND-VX", day(n), f"V/v {n}", u, p, day(n + 9), day(n + 8)),
)
neighbour(
    "weekly_calendar",
    "Lich cong tac tuan 46.xlsx",
    "LỊCH CÔNG TÁC TUẦN 46 | Từ ngày 13/11/2023 đến ngày 17/11/2023",
    "Ngày | Thời gian | Nội dung công việc | Chủ trì | Phối hợp | Địa điểm",
    lambda n, u, p: (f"Thứ {n}", "8h00", f"Họp về việc {n}", u, UNITS[0], "Phòng họp 1"),
)
neighbour(
    "leaders_calendar",
    "lich lanh dao.xlsx",
    f"LỊCH LÀM VIỆC CỦA LÃNH ĐẠO BAN | {AT}",
    "STT | Nội dung | Thời gian | Chủ trì | Lãnh đạo | Ghi chú",
    lambda n, u, p: (n, f"Tiếp khách {n}", day(n), u, p, ""),
)
neighbour(
    "fire_safety",
    "Phuong an PCCC.xlsx",
    "KẾ HOẠCH PHÒNG CHÁY CHỮA CHÁY NĂM 2023 | Đến ngày 12/11/2023",
    "STT | Nội dung công việc | Đơn vị thực hiện | Đơn vị phối hợp | Thời gian thực hiện | Ghi chú",
    lambda n, u, p: (n, f"Kiểm tra bình chữa cháy {n}", u, UNITS[0], day(n), ""),
)
neighbour(
    "storm_plan",
    "phong chong bao.xlsx",
    f"PHÂN CÔNG NHIỆM VỤ PHÒNG CHỐNG THIÊN TAI NĂM 2023 | {AT}",
    "STT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Thời hạn | Kết quả",
    lambda n, u, p: (n, f"Trực ban {n}", u, UNITS[0], day(n), ""),
)
neighbour(
    "year_plan_of_unit",
    "Ke hoach cong tac nam.xlsx",
    f"CHƯƠNG TRÌNH CÔNG TÁC NĂM 2023 | {AT}",
    "STT | Nội dung công việc | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian hoàn thành | Sản phẩm",
    lambda n, u, p: (n, f"Xây dựng đề án {n}", u, UNITS[0], f"Quý {1 + n % 4}/2023", "Đề án"),
)
neighbour(
    "anti_corruption",
    "PCTN.xlsx",
    f"KẾ HOẠCH PHÒNG, CHỐNG THAM NHŨNG NĂM 2023 | {AT}",
    "STT | Nội dung | Đơn vị chủ trì | Phối hợp | Thời hạn | Sản phẩm đầu ra",
    lambda n, u, p: (n, f"Kê khai tài sản {n}", u, UNITS[0], day(n), "Báo cáo"),
)
neighbour(
    "contracts",
    "Danh muc hop dong.xlsx",
    f"DANH MỤC HỢP ĐỒNG ĐÃ KÝ NĂM 2023 | {AT}",
    "STT | Số | Ngày ký | Nội dung | Đơn vị | Nơi nhận | Người ký | Giá trị",
    lambda n, u, p: (n, f"{n}/HĐ-KT", day(n), f"Mua sắm {n}", u, "Công ty Thử", p, n * 1_000_000),
)
neighbour(
    "decisions_on_staff",
    "quyet dinh nhan su.xlsx",
    f"DANH SÁCH QUYẾT ĐỊNH NHÂN SỰ NĂM 2023 | {AT}",
    "STT | Số quyết định | Ngày ký | Họ và tên | Đơn vị | Nội dung | Người ký",
    lambda n, u, p: (n, f"{n}/QĐ-BQL", day(n), p, u, "Nâng lương", "Trưởng ban"),
)
neighbour(
    "petitions",
    "thong ke don thu.xlsx",
    f"THỐNG KÊ GIẢI QUYẾT ĐƠN THƯ KHIẾU NẠI, TỐ CÁO | {AT}",
    "STT | Đơn vị | Tổng số | Đã giải quyết | Đúng hạn | Quá hạn | Đang giải quyết",
    lambda n, u, p: (n, u, n + 5, n, n, 0, 5),
)
neighbour(
    "feedback",
    "PAKN.xlsx",
    f"THỐNG KÊ XỬ LÝ PHẢN ÁNH, KIẾN NGHỊ CỦA NGƯỜI DÂN | {AT}",
    "STT | Phòng | Tổng số | Đã xử lý | Đúng hạn | Quá hạn | Trong hạn",
    lambda n, u, p: (n, u, n + 5, n, n, 0, 5),
)
neighbour(
    "telecom_faults",
    "su co mang.xlsx",
    f"THỐNG KÊ SỰ CỐ VIỄN THÔNG, ĐƯỜNG TRUYỀN | {AT}",
    "STT | Đơn vị | Tổng số | Đã xử lý | Đúng hạn | Quá hạn",
    lambda n, u, p: (n, u, n + 2, n, n, 0),
)
neighbour(
    "one_stop_form_06",
    "Bieu 06.xlsx",
    "Biểu số 06/VPCP/KSTT | TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT TTHC TẠI CƠ QUAN | Kỳ báo cáo: đến ngày 12/11/2023",
    "STT | Đơn vị | Tổng số | Đã giải quyết | Đúng hạn | Quá hạn | Trong hạn",
    lambda n, u, p: (n, u, n + 5, n, n, 0, 5),
)
neighbour(
    "one_stop_form_by_field",
    "Bieu 06a.xlsx",
    f"BIỂU TỔNG HỢP KẾT QUẢ GIẢI QUYẾT HỒ SƠ THEO LĨNH VỰC | {AT}",
    "TT | Lĩnh vực | Tổng số | Đã giải quyết | Trước và đúng hạn | Quá hạn | Đang giải quyết trong hạn",
    lambda n, u, p: (n, f"Lĩnh vực {n}", n + 5, n, n, 0, 5),
)
neighbour(
    "attendance",
    "Bang cham cong.xlsx",
    f"BẢNG CHẤM CÔNG THÁNG 11/2023 | {AT}",
    "STT | Họ và tên | Phòng | Tổng số | Công | Phép | Ốm | Ghi chú",
    lambda n, u, p: (n, p, u, 22, 20, 1, 1, ""),
)
neighbour(
    "leave",
    "nghi phep.xlsx",
    f"THEO DÕI NGHỈ PHÉP NĂM 2023 | {AT}",
    "STT | Họ và tên | Phòng | Tổng số | Đã nghỉ | Còn lại",
    lambda n, u, p: (n, p, u, 12, n, 12 - n),
)
neighbour(
    "leave_requests",
    "don nghi phep.xlsx",
    f"DANH SÁCH ĐƠN XIN NGHỈ PHÉP | {AT}",
    "STT | Mã đơn | Họ tên | Đơn vị | Ngày bắt đầu | Ngày kết thúc | Lý do | Tình trạng",
    lambda n, u, p: (n, f"NP-{n:03}", p, u, day(n), day(n + 2), "Việc riêng", "Đã duyệt"),
)
neighbour(
    "fuel",
    "xang dau.xlsx",
    f"BẢNG THEO DÕI XĂNG DẦU, LỆNH ĐIỀU XE | {AT}",
    "STT | Số | Ngày | Nội dung | Đơn vị | Người ký | Số lít",
    lambda n, u, p: (n, 200 + n, day(n), f"Đi công tác {n}", u, p, 40 + n),
)
neighbour(
    "vehicle_orders",
    "lenh dieu xe.xlsx",
    f"SỔ LỆNH ĐIỀU XE NĂM 2023 | {AT}",
    "STT | Số | Ngày | Nơi nhận | Nội dung | Đơn vị | Người ký",
    lambda n, u, p: (n, n, day(n), "Lái xe", "Đón đoàn", u, p),
)
neighbour(
    "salaries",
    "bang luong.xlsx",
    f"BẢNG THANH TOÁN LƯƠNG THÁNG 11/2023 | {AT}",
    "STT | Họ và tên | Phòng | Hệ số | Tổng số | Đã nhận | Còn lại",
    lambda n, u, p: (n, p, u, 2.34, 8_000_000, 8_000_000, 0),
)
neighbour(
    "assets",
    "kiem ke tai san.xlsx",
    f"BIÊN BẢN KIỂM KÊ TÀI SẢN NĂM 2023 | {AT}",
    "STT | Mã tài sản | Tên tài sản | Đơn vị | Ngày mua | Số lượng | Tình trạng",
    lambda n, u, p: (n, f"TS-{n:03}", "Máy tính", u, "05/03/2020", 1, "Đang dùng"),
)
neighbour(
    "asset_requests",
    "de nghi sua chua.xlsx",
    f"THEO DÕI ĐỀ NGHỊ SỬA CHỮA THIẾT BỊ | {AT}",
    "STT | Mã việc | Nội dung | Đơn vị | Ngày giao | Hạn | Ngày xong",
    lambda n, u, p: (n, f"SC-{n:03}", f"Sửa máy in {n}", u, day(n), day(n + 3), day(n + 2)),
)
neighbour(
    "party_fees",
    "dang phi.xlsx",
    f"DANH SÁCH THU ĐẢNG PHÍ QUÝ IV/2023 | {AT}",
    "STT | Họ và tên | Đơn vị | Tổng số | Đã nộp | Chưa nộp",
    lambda n, u, p: (n, p, u, 150_000, 100_000, 50_000),
)
neighbour(
    "training",
    "lop tap huan.xlsx",
    f"DANH SÁCH ĐÀO TẠO, BỒI DƯỠNG NĂM 2023 | {AT}",
    "STT | Họ và tên | Đơn vị | Tên lớp | Ngày bắt đầu | Ngày kết thúc | Kết quả",
    lambda n, u, p: (n, p, u, "Quản lý nhà nước", day(n), day(n + 5), "Hoàn thành"),
)
neighbour(
    "training_needs",
    "nhu cau dao tao.xlsx",
    f"TỔNG HỢP ĐĂNG KÝ ĐÀO TẠO | {AT}",
    "STT | Đơn vị | Tổng số | Đã hoàn thành | Chưa hoàn thành trong hạn",
    lambda n, u, p: (n, u, 10, n, 10 - n),
)
neighbour(
    "minutes",
    "bien ban hop.xlsx",
    f"DANH MỤC BIÊN BẢN HỌP NĂM 2023 | {AT}",
    "STT | Số, ký hiệu | Ngày | Nội dung | Chủ trì | Người ký | Ghi chú",
    lambda n, u, p: (n, f"{n}/BB-BQL", day(n), f"Họp {n}", u, p, ""),
)
neighbour(
    "conclusions",
    "ket luan giao ban.xlsx",
    f"TỔNG HỢP KẾT LUẬN GIAO BAN | {AT}",
    "STT | Số thông báo | Nội dung kết luận | Đơn vị chủ trì | Thời hạn | Kết quả",
    lambda n, u, p: (n, f"{n}/TB-BQL", f"Giao xử lý {n}", u, day(n), "Đang làm"),
)
neighbour(
    "suppliers",
    "nha cung cap.xlsx",
    f"DANH SÁCH NHÀ CUNG CẤP | {AT}",
    "STT | Mã | Tên | Địa chỉ | Điện thoại | Ghi chú",
    lambda n, u, p: (n, f"NCC{n}", f"Công ty {n}", "Hải Phòng", "0225", ""),
)
neighbour(
    "phones",
    "danh ba.xlsx",
    f"DANH BẠ ĐIỆN THOẠI | {AT}",
    "STT | Họ và tên | Phòng | Chức vụ | Điện thoại",
    lambda n, u, p: (n, p, u, "Chuyên viên", f"022538{n:04}"),
)
neighbour(
    "staff",
    "danh sach can bo.xlsx",
    f"DANH SÁCH CÁN BỘ, CÔNG CHỨC | {AT}",
    "STT | Mã | Họ và tên | Đơn vị | Ngày sinh | Ngày vào làm",
    lambda n, u, p: (n, f"CB{n:03}", p, u, "01/02/1980", "01/03/2005"),
)
neighbour(
    "visitors",
    "so truc.xlsx",
    f"SỔ TIẾP CÔNG DÂN NĂM 2023 | {AT}",
    "STT | Ngày tiếp nhận | Họ và tên | Nội dung | Phòng xử lý | Kết quả giải quyết",
    lambda n, u, p: (n, day(n), p, f"Hỏi về {n}", u, "Đã trả lời"),
)
neighbour(
    "investors",
    "du an dau tu.xlsx",
    f"DANH SÁCH DỰ ÁN ĐẦU TƯ CÒN HIỆU LỰC | {AT}",
    "STT | Mã dự án | Tên dự án | Chủ đầu tư | Ngày cấp | Thời hạn | Tình trạng",
    lambda n, u, p: (n, f"DA-{n:03}", f"Nhà máy {n}", f"Công ty {n}", day(n), "31/12/2050", "Hoạt động"),
)
neighbour(
    "work_permits",
    "giay phep lao dong.xlsx",
    f"DANH SÁCH GIẤY PHÉP LAO ĐỘNG ĐÃ CẤP | {AT}",
    "STT | Số giấy phép | Họ và tên | Doanh nghiệp | Ngày cấp | Ngày hết hạn",
    lambda n, u, p: (n, f"GP-{n:04}", f"Worker {n}", f"Công ty {n}", day(n), "01/11/2025"),
)
neighbour(
    "inspections",
    "ke hoach kiem tra.xlsx",
    f"KẾ HOẠCH KIỂM TRA DOANH NGHIỆP NĂM 2023 | {AT}",
    "STT | Nội dung | Đơn vị chủ trì | Đơn vị phối hợp | Thời gian | Kết quả",
    lambda n, u, p: (n, f"Kiểm tra Công ty {n}", u, UNITS[0], day(n), "Đạt"),
)
neighbour(
    "budget",
    "du toan.xlsx",
    f"TÌNH HÌNH THỰC HIỆN DỰ TOÁN NĂM 2023 | {AT}",
    "TT | Nội dung | Tổng số | Đã thực hiện | Tỷ lệ",
    lambda n, u, p: (n, f"Mục {n}", 1000 * n, 900 * n, 0.9),
)
neighbour(
    "budget_by_unit",
    "giai ngan.xlsx",
    f"TÌNH HÌNH GIẢI NGÂN THEO PHÒNG | {AT}",
    "TT | Đơn vị | Tổng số | Hoàn thành | Quá hạn",
    lambda n, u, p: (n, u, 1000 * n, 900 * n, 0),
)
neighbour(
    "archive_boxes",
    "danh muc hop.xlsx",
    f"MỤC LỤC HỒ SƠ, TÀI LIỆU NỘP LƯU KHO | {AT}",
    "Hộp số | Số hồ sơ | Tiêu đề | Thời gian | Số tờ | Ghi chú",
    lambda n, u, p: (n, n, f"Hồ sơ {n}", "2019", 20 + n, ""),
)
neighbour(
    "library",
    "thu vien.xlsx",
    f"DANH MỤC SÁCH | {AT}",
    "STT | Mã số | Tên | Tác giả | Năm | Số lượng",
    lambda n, u, p: (n, f"S{n:03}", f"Sách {n}", p, 2010 + n, 1),
)
neighbour(
    "exam_scores",
    "diem thi.xlsx",
    f"BẢNG ĐIỂM THI NÂNG NGẠCH NĂM 2023 | {AT}",
    "STT | Mã số | Họ và tên | Đơn vị | Điểm | Kết quả",
    lambda n, u, p: (n, f"SBD{n:03}", p, u, 60 + n, "Đạt"),
)
neighbour(
    "satisfaction_poll",
    "phieu khao sat.xlsx",
    f"KẾT QUẢ LẤY PHIẾU TÍN NHIỆM | {AT}",
    "STT | Họ và tên | Đơn vị | Điểm | Xếp hạng",
    lambda n, u, p: (n, p, u, 80 + n, n),
)
neighbour(
    "family_rank",
    "xep loai.xlsx",
    f"XẾP LOẠI THI ĐUA CÁC PHÒNG NĂM 2023 | {AT}",
    "Xếp hạng | Đơn vị | Điểm | Ghi chú",
    lambda n, u, p: (n, u, 90 - n, ""),
)
neighbour(
    "lost_points_of_unit",
    "tru diem thi dua.xlsx",
    f"TỔNG HỢP ĐIỂM TRỪ THI ĐUA | {AT}",
    "STT | Tiêu chí | Điểm chuẩn | Điểm trừ | Lý do | Đơn vị",
    lambda n, u, p: (n, f"Đi muộn {n}", 10, 1, "Đi muộn", u),
)
neighbour(
    "gifts",
    "qua tet.xlsx",
    f"DANH SÁCH TẶNG QUÀ TẾT | {AT}",
    "STT | Họ và tên | Đơn vị | Số tiền | Ký nhận",
    lambda n, u, p: (n, p, u, 500_000, ""),
)
neighbour(
    "stationery",
    "van phong pham.xlsx",
    f"TỔNG HỢP ĐỀ NGHỊ VĂN PHÒNG PHẨM QUÝ IV | {AT}",
    "STT | Tên | Đơn vị | Số lượng | Đơn giá | Tổng",
    lambda n, u, p: (n, "Giấy A4", u, n, 70_000, 70_000 * n),
)
neighbour(
    "duty_roster",
    "truc.xlsx",
    f"BẢNG PHÂN CÔNG TRỰC THÁNG 11/2023 | {AT}",
    "STT | Nội dung | Đơn vị chủ trì | Đơn vị phối hợp | Lãnh đạo phụ trách | Thời gian",
    lambda n, u, p: (n, f"Trực {n}", u, UNITS[0], p, day(n)),
)
neighbour(
    "project_06",
    "de an 06.xlsx",
    f"PHỤ LỤC II - PHÂN CÔNG NHIỆM VỤ THỰC HIỆN ĐỀ ÁN 06 | {AT}",
    "TT | Nhiệm vụ | Đơn vị chủ trì | Đơn vị phối hợp | Sản phẩm | Thời hạn",
    lambda n, u, p: (n, f"NV {n}", u, UNITS[0], "Báo cáo", day(n)),
)
neighbour(
    "one_stop_by_unit",
    "tong hop.xlsx",
    f"TỔNG HỢP TÌNH HÌNH GIẢI QUYẾT HỒ SƠ TTHC THEO PHÒNG | {AT}",
    "STT | Phòng | Tổng số | Đã giải quyết | Đúng hạn | Quá hạn | Trong hạn",
    lambda n, u, p: (n, u, n + 5, n, n, 0, 5),
)
neighbour(
    "incoming_from_hpnet",
    "HpNet_van ban den.xlsx",
    f"THỐNG KÊ VĂN BẢN ĐẾN TRÊN HPNET | {AT}",
    "STT | Số đến | Số, ký hiệu | Ngày đến | Trích yếu | Đơn vị xử lý | Người xử lý chính | Hạn xử lý | Ngày hoàn thành",
    lambda n, u, p: (n, n, f"{n}/SNV", day(n), "x", u, p, day(n + 5), day(n + 3)),
)
neighbour(
    "incoming_counts",
    "HpNet.xlsx",
    f"THỐNG KÊ XỬ LÝ VĂN BẢN ĐẾN THEO PHÒNG | {AT}",
    "STT | Phòng | Tổng số | Đã xử lý | Đúng hạn | Quá hạn | Trong hạn",
    lambda n, u, p: (n, u, n + 5, n, n, 0, 5),
)
neighbour(
    "kpi_with_codes",
    "KPI.xlsx",
    f"BẢNG CHẤM ĐIỂM KPI | {AT}",
    "Mã | Tiêu chí | Trọng số | Điểm tối đa | Điểm tự chấm",
    lambda n, u, p: (f"1.{n}", f"Tiêu chí {n}", 1, 10, 8),
)
neighbour(
    "register_of_contracts",
    "so hop dong.xlsx",
    f"SỔ ĐĂNG KÝ HỢP ĐỒNG | {AT}",
    "STT | Số, ký hiệu | Ngày ký | Loại | Nội dung | Phòng soạn thảo | Người ký | Nơi nhận",
    lambda n, u, p: (n, f"{n}/HĐ", day(n), "Hợp đồng", "x", u, p, "Cty"),
)
neighbour(
    "invitations",
    "giay moi.xlsx",
    f"DANH SÁCH GIẤY MỜI | {AT}",
    "STT | Số | Ngày | Nội dung | Đơn vị | Người ký | Nơi nhận",
    lambda n, u, p: (n, n, day(n), "x", u, p, "Các phòng"),
)
neighbour(
    "internal_papers",
    "to trinh.xlsx",
    f"THEO DÕI TỜ TRÌNH NỘI BỘ | {AT}",
    "STT | Số văn bản | Ngày ký | Trích yếu | Đơn vị soạn thảo | Người ký | Nơi nhận",
    lambda n, u, p: (n, f"{n}/TTr", day(n), "x", u, p, "Trưởng ban"),
)
neighbour(
    "faults_of_an_inspection",
    "ton tai.xlsx",
    f"TỒN TẠI, HẠN CHẾ QUA KIỂM TRA AN TOÀN LAO ĐỘNG | {AT}",
    "STT | Mã | Tồn tại | Điểm tối đa | Điểm trừ | Nguyên nhân | Biện pháp khắc phục | Phòng",
    lambda n, u, p: (n, n, f"Tồn tại {n}", 10, 1, "x", "y", u),
)
neighbour(
    "tasks_of_the_city",
    "nhiem vu UBND giao.xlsx",
    f"THEO DÕI NHIỆM VỤ UBND THÀNH PHỐ GIAO | {AT}",
    "STT | Số văn bản | Nội dung nhiệm vụ | Đơn vị chủ trì | Ngày giao | Hạn hoàn thành | Ngày hoàn thành | Tình trạng",
    lambda n, u, p: (n, f"{n}/UBND", f"NV {n}", u, day(n), day(n + 6), "", "Đang xử lý"),
)
neighbour(
    "voters",
    "cu tri.xlsx",
    f"Ý KIẾN CỬ TRI | {AT}",
    "STT | Mã | Nội dung | Đơn vị xử lý | Hạn xử lý | Ngày hoàn thành | Tình trạng",
    lambda n, u, p: (n, f"CT-{n}", f"YK {n}", u, day(n + 6), "", "Đang xử lý"),
)
neighbour(
    "telecom_counts",
    "vien thong.xlsx",
    f"TỔNG HỢP SỰ CỐ | {AT}",
    "Đơn vị | Tổng số | Hoàn thành | Hoàn thành đúng hạn | Quá hạn",
    lambda n, u, p: (u, n + 5, n, n, 0),
)
neighbour(
    "personal_tasks",
    "cong viec.xlsx",
    f"TỔNG HỢP CÔNG VIỆC CÁ NHÂN | {AT}",
    "STT | Nội dung công việc | Ngày giao | Hạn hoàn thành | Ngày hoàn thành | Ghi chú",
    lambda n, u, p: (n, f"V {n}", day(n), day(n + 3), day(n + 2), ""),
)
neighbour(
    "applicants",
    "tuyen dung.xlsx",
    f"DANH SÁCH TIẾP NHẬN HỒ SƠ DỰ TUYỂN | {AT}",
    "STT | Mã hồ sơ | Họ và tên | Ngày nhận | Ngày hẹn | Phòng | Tình trạng",
    lambda n, u, p: (n, f"TD-{n:03}", p, day(n), day(n + 3), u, "Đạt"),
)
neighbour(
    "warranty",
    "bao hanh.xlsx",
    f"THEO DÕI THIẾT BỊ GỬI BẢO HÀNH | {AT}",
    "STT | Số biên nhận | Tên | Ngày nhận | Ngày hẹn trả | Phòng | Tình trạng",
    lambda n, u, p: (n, f"BH-{n:03}", "Máy in", day(n), day(n + 3), u, "Xong"),
)
neighbour(
    "borrowed_files",
    "muon.xlsx",
    f"SỔ MƯỢN HỒ SƠ LƯU TRỮ | {AT}",
    "STT | Mã hồ sơ | Tiêu đề hồ sơ | Người mượn | Phòng | Ngày mượn | Ngày trả",
    lambda n, u, p: (n, f"HS-{n:03}", "x", p, u, day(n), day(n + 2)),
)
neighbour(
    "training_counts",
    "dt.xlsx",
    f"KẾT QUẢ ĐÀO TẠO | {AT}",
    "Đơn vị | Tổng số | Đã hoàn thành | Chưa hoàn thành trong hạn | Quá hạn",
    lambda n, u, p: (u, 10, 5, 3, 2),
)
neighbour(
    "documents_counted",
    "Thong ke van ban.xlsx",
    f"THỐNG KÊ VĂN BẢN ĐI, ĐẾN TRÊN HPNET | {AT}",
    "STT | Đơn vị | Tổng số | Đã xử lý | Đúng hạn | Quá hạn | Chưa xử lý",
    lambda n, u, p: (n, u, n + 6, n, n, 1, 5),
)
neighbour(
    "documents_waiting",
    "Van ban HpNet.xlsx",
    f"DANH SÁCH VĂN BẢN CHỜ XỬ LÝ TRÊN HPNET | {AT}",
    "STT | Số đến | Ngày đến | Số, ký hiệu | Cơ quan ban hành | Trích yếu | Đơn vị xử lý | Hạn xử lý | Trạng thái",
    lambda n, u, p: (n, 100 + n, day(n), f"{n}/SNV", "Sở Nội vụ", "V/v", u, day(n + 5), "Đang xử lý"),
)

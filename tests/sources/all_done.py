"""One file of every kind that feeds an obligation, in which all is done; and with one row more that nobody can read."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from data_loaders.intake.reading import Received
from data_loaders.publishing import ingest
from store.disk.home import Home
from tests.sources import workbooks

UNITS = (
    "Văn phòng", "Phòng Quản lý Đầu tư", "Phòng Quản lý Doanh nghiệp", "Phòng Quản lý Quy hoạch và Xây dựng",
    "Phòng Quản lý Tài nguyên và Môi trường", "Phòng Quản lý Lao động", "Phòng Kế hoạch - Tổng hợp",
    "Văn phòng đại diện tại các KCN, KKT", "Trung tâm Xúc tiến đầu tư và Dịch vụ việc làm KKT",
    "Trường Trung cấp Khu kinh tế",
)  # fmt: skip
"""Every unit that is scored."""
KNOWN, NOBODYS = "Phòng Quản lý Đầu tư", "Phòng Chưa Từng Có"
NO_DAY = "31/11/2023"

_DAY = "(số liệu đến ngày 12/11/2023)"
_HEADS: dict[str, tuple[str, ...]] = {
    "hpnet_tasks": (
        "Mã công việc", "Trích yếu", "Ngày giao việc", "Đơn vị xử lý", "Hạn hoàn thành", "Ngày hoàn thành",
        "Báo cáo hoàn thành", "Lưu trữ", "Mã hồ sơ",
    ),
    "work_files": (
        "Mã hồ sơ", "Tiêu đề hồ sơ", "Thời hạn bảo quản", "Người lập", "Đơn vị", "Ngày mở", "Ngày kết thúc", "Số văn bản",
    ),
    "dossiers": (
        "Mã hồ sơ", "Thủ tục hành chính", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày trả kết quả", "Phòng thụ lý", "Trạng thái",
    ),
    "apologies": (
        "Mã hồ sơ", "Đơn vị", "Số phiếu xin lỗi", "Ngày xin lỗi", "Lý do", "Ngày hẹn lại", "Người ký", "Ngày đăng công khai",
    ),
    "shortfalls": (
        "Mã tiêu chí", "Nội dung tồn tại", "Điểm tối đa", "Điểm bị trừ", "Nguyên nhân", "Đơn vị chịu trách nhiệm",
        "Thời hạn", "Tình trạng",
    ),
    "assignments": (
        "Mã tiêu chí", "Nhiệm vụ", "Đơn vị chủ trì", "Sản phẩm", "Thời hạn", "Ngày hoàn thành", "Tình trạng",
    ),
    "outgoing_documents": (
        "Số", "Ký hiệu", "Ngày ban hành", "Trích yếu", "Đơn vị soạn thảo", "Người ký", "Ký số",
    ),
}  # fmt: skip
_TITLES = {
    "hpnet_tasks": "THỐNG KÊ CÔNG VIỆC ĐƯỢC GIAO TRÊN HPNET",
    "work_files": "DANH MỤC HỒ SƠ CÔNG VIỆC",
    "dossiers": "DANH SÁCH HỒ SƠ THỦ TỤC HÀNH CHÍNH",
    "apologies": "SỔ THEO DÕI XIN LỖI CÔNG KHAI",
    "shortfalls": "PHỤ LỤC 1: TỒN TẠI, HẠN CHẾ NĂM 2022",
    "assignments": "PHỤ LỤC 2: PHÂN CÔNG NHIỆM VỤ NĂM 2023",
    "outgoing_documents": "SỔ VĂN BẢN ĐI NĂM 2023",
}
KINDS = tuple(_HEADS)


def _row(kind: str, n: int, unit: str, day: str) -> tuple[Any, ...]:
    """The done thing number *n* of *unit*; *day* stands where a day is read that the kind cannot do without."""
    rows: dict[str, tuple[Any, ...]] = {
        "hpnet_tasks": (f"CV-{n}", f"Việc {n}", "02/10/2023", unit, day or "10/11/2023", "08/11/2023", "x", "x", f"HS-{n}"),
        "work_files": (f"HS-{n}", f"Hồ sơ {n}", "05 năm", "Nguyễn Thị Thử", unit, day or "02/10/2023", "08/11/2023", 3),
        "dossiers": (f"H24.16-231002-{n:04}", "Cấp giấy phép lao động", "02/10/2023", day or "10/10/2023", "12/10/2023", unit, "Đã trả kết quả"),
        "apologies": (f"H24.16-231002-{n:04}", unit, f"{n}/PXL", day or "09/10/2023", "Chờ ý kiến", "13/10/2023", "Trần Văn Mẫu", "09/10/2023"),
        "shortfalls": (f"1.{n}", f"Tồn tại {n}", 1, 0.5, "Chậm báo cáo", unit, day or "10/11/2023", "Đã khắc phục"),
        "assignments": (f"1.{n}", f"Nhiệm vụ {n}", unit, "Báo cáo", day or "10/11/2023", "08/11/2023", "Hoàn thành"),
        "outgoing_documents": (n, "BC-BQL", day or "08/11/2023", f"Báo cáo {n}", unit, "Trần Văn Mẫu", "Đã ký số"),
    }  # fmt: skip
    return rows[kind]


def all_done(
    kind: str, *, unread: str | None = None, units: Iterable[str] = UNITS, title: str = ""
) -> tuple[str, bytes]:
    """A file of *kind* with one done thing for each of *units*; *unread* adds a row of that unit with a day that does not exist."""
    rows = [_row(kind, n, unit, "") for n, unit in enumerate(units, 1)]
    if unread:
        rows.append(_row(kind, 99, unread, NO_DAY))
    lines = [(f"{title or _TITLES[kind]} {_DAY}",), _HEADS[kind], *rows]
    return f"{kind}.xlsx", workbooks.xlsx({"Sheet1": lines})


def home_of_all_done(
    path: Path, *, unread: str | None = None, kinds: Iterable[str] = KINDS, none_else: bool = False
) -> Home:
    """
    A home in which every unit has done everything that could be read.

    Args:
        unread: The unit of the rejected row that each of *kinds* holds besides.
        none_else: Of *kinds* nothing but that row and one of another unit, so that nothing arose for the others.
    """
    home = Home(path)
    units = UNITS[:1] if none_else else UNITS
    files = [all_done(kind, unread=unread if kind in kinds else None, units=units) for kind in KINDS]
    outcome = ingest.load(home, [Received(*one) for one in files], person="kiểm thử", accept_effect=True)
    assert [one.status for one in outcome.files] == ["loaded"] * len(KINDS), outcome
    return home

"""Which index results were public by the autumn of 2023, and what stands in for the rest as a sample?"""

from collections.abc import Sequence

from sample_office import containers
from sample_office.forms import Column, Form, Row, Value

HEZA = "Ban Quản lý Khu kinh tế Hải Phòng"
MEAN = "Trung bình khối sở, ban, ngành"
SAMPLE = "Mẫu"
DDCI = (  # year, agency, score, rank, source; all published
    (2022, MEAN, 76.39, None, "haiphongdpi.gov.vn 01/2024 (suy ra: 76,59 - 0,20)"),
    (2021, "Sở Văn hóa và Thể thao", 80.18, 1, "baodautu.vn d168670"),
    (2021, "Sở Giáo dục và Đào tạo", 79.78, 2, "baodautu.vn d168670"),
    (2021, "Sở Tư pháp", 78.76, 3, "baodautu.vn d168670"),
    (2021, "Sở Khoa học và Công nghệ", 75.26, None, "baodautu.vn d168670"),
    (2021, HEZA, 73.00, None, "baodautu.vn d168670 (thứ hai từ dưới lên)"),
    (2021, "Sở Lao động - Thương binh và Xã hội", 72.77, None, "baodautu.vn d168670 (cuối bảng)"),
    (2021, MEAN, 76.30, None, "baodautu.vn d168670"),
    (2020, MEAN, 74.66, None, "baodautu.vn d168670 (suy ra: 76,30 - 1,64)"),
)
PAR_AGENCIES = (
    (2022, HEZA, None, None, SAMPLE),
    (2022, MEAN, 89.12, None, SAMPLE),
    (2021, HEZA, 86.40, 17, SAMPLE),
    (2021, MEAN, 88.05, None, SAMPLE),
)
SIPAS_PARTS = (
    ("Chỉ số chung", 83.64, 82.10),
    ("Tiếp cận dịch vụ", 84.20, 82.90),
    ("Thủ tục hành chính", 83.10, 81.40),
    ("Công chức giải quyết công việc", 84.90, 83.20),
    ("Kết quả dịch vụ", 85.30, 83.60),
    ("Tiếp nhận, xử lý góp ý, phản ánh, kiến nghị", 80.70, 79.40),
)


def tables(par_2022: float) -> dict[str, bytes]:
    """The three small tables; *par_2022* is the office's score in the sample score sheet."""
    par = [
        (year, who, par_2022 if score is None and who == HEZA else score, rank, note)
        for year, who, score, rank, note in PAR_AGENCIES
    ]
    return {
        "Ket qua DDCI so ban nganh 2020-2022 (so lieu cong bo).xlsx": containers.xlsx(
            _form("KẾT QUẢ CHỈ SỐ NĂNG LỰC CẠNH TRANH CẤP SỞ, BAN, NGÀNH (DDCI) - SỐ LIỆU CÔNG BỐ", "Điểm DDCI", "DDCI", DDCI)
        ),
        "Ket qua chi so CCHC PAR Index (mau).xlsx": containers.xlsx(
            _form("KẾT QUẢ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH (PAR INDEX) CÁC SỞ, BAN, NGÀNH (MẪU)", "Chỉ số CCHC", "PAR", par)
        ),
        "Chi so hai long SIPAS 2021-2022 (mau).xlsx": containers.xlsx(_sipas()),
    }  # fmt: skip


def _form(title: str, score: str, sheet: str, rows: Sequence[tuple[Value, ...]]) -> Form:
    return Form(
        title=(title, "(Số liệu đến ngày 31/10/2023)"),
        columns=(
            Column("STT", 5, "centre"), Column("Năm", 8, "centre"), Column("Cơ quan, đơn vị", 40),
            Column(score, 12, "number"), Column("Xếp hạng", 10, "number"), Column("Nguồn", 50),
        ),
        lines=tuple(Row((number, *row)) for number, row in enumerate(rows, start=1)),
        sheet=sheet,
        has_agency=False,
        has_numbering=False,
    )  # fmt: skip


def _sipas() -> Form:
    rows: list[tuple[Value, ...]] = []
    for year, place in ((2022, 1), (2021, 2)):
        rows.extend((year, HEZA, part[0], part[place], None, SAMPLE) for part in SIPAS_PARTS)
    return Form(
        title=(
            "CHỈ SỐ HÀI LÒNG CỦA NGƯỜI DÂN, TỔ CHỨC (SIPAS) (MẪU)",
            "(Số liệu đến ngày 31/10/2023)",
        ),
        columns=(
            Column("STT", 5, "centre"), Column("Năm", 8, "centre"), Column("Cơ quan, đơn vị", 40), Column("Thành phần", 44),
            Column("Chỉ số hài lòng (%)", 12, "number"), Column("Xếp hạng", 10, "number"), Column("Nguồn", 50),
        ),
        lines=tuple(Row((number, *row)) for number, row in enumerate(rows, start=1)),
        sheet="SIPAS",
        has_agency=False,
        has_numbering=False,
    )  # fmt: skip

"""Who works in the invented office, and how does each unit spell its own name?"""

import random
import unicodedata
from dataclasses import dataclass

FAMILIES = (
    "Nguyễn", "Trần", "Phạm", "Hoàng", "Vũ", "Đặng", "Đỗ", "Ngô", "Dương", "Đoàn", "Lương", "Mai", "Đào", "Tạ", "Cao",
)  # fmt: skip
MIDDLES = (
    "Văn",
    "Thị",
    "Minh",
    "Thanh",
    "Thu",
    "Quang",
    "Đức",
    "Ngọc",
    "Hồng",
    "Xuân",
    "Tuấn",
    "Bích",
    "Hữu",
    "Khánh",
)
GIVEN = (
    "An", "Bình", "Chi", "Cường", "Dung", "Dũng", "Giang", "Hà", "Hạnh", "Hiếu", "Hoa", "Hòa", "Huệ", "Hùng", "Hương",
    "Khoa", "Lan", "Linh", "Loan", "Long", "Mai", "Nam", "Nga", "Nghĩa", "Oanh", "Phong", "Phương", "Quân", "Quyên",
    "Sơn", "Tâm", "Thảo", "Thắng", "Thịnh", "Thúy", "Toàn", "Trang", "Trung", "Tú", "Vân", "Vinh", "Yến",
)  # fmt: skip
HEADCOUNT = {
    "VP": 20, "QLDT": 16, "QLDN": 14, "QHXD": 15, "TNMT": 12, "QLLD": 13, "KHTH": 10, "VPDD": 9, "TTXT": 11, "TCKKT": 10,
}  # fmt: skip
NAMES = {
    "VP": "Văn phòng",
    "QLDT": "Phòng Quản lý Đầu tư",
    "QLDN": "Phòng Quản lý Doanh nghiệp",
    "QHXD": "Phòng Quản lý Quy hoạch và Xây dựng",
    "TNMT": "Phòng Quản lý Tài nguyên và Môi trường",
    "QLLD": "Phòng Quản lý Lao động",
    "KHTH": "Phòng Kế hoạch - Tổng hợp",
    "VPDD": "Văn phòng đại diện tại các KCN, KKT",
    "TTXT": "Trung tâm Xúc tiến đầu tư và Dịch vụ việc làm KKT",
    "TCKKT": "Trường Trung cấp Khu kinh tế",
    "LDB": "Lãnh đạo Ban",
}
SPELLINGS = {  # other ways that the same unit is written, all found in the code list
    "VP": ("VP BQL", "Văn phòng Ban", "VP/BQL"),
    "QLDT": ("P.QLĐT", "QLĐT", "Phòng QL Đầu tư"),
    "QLDN": ("P.QLDN", "QLDN", "Phòng QL Doanh nghiệp"),
    "QHXD": ("P.QHXD", "QLQH-XD", "Phòng QL Quy hoạch - Xây dựng"),
    "TNMT": ("P.TN-MT", "TN&MT", "Phòng Tài nguyên Môi trường"),
    "QLLD": ("P.QLLĐ", "QLLĐ", "Phòng QL Lao động"),
    "KHTH": ("P.KHTH", "KH-TH", "Phòng Kế hoạch Tổng hợp"),
    "VPDD": ("VPĐD", "VP đại diện", "Văn phòng đại diện"),
    "TTXT": ("TTXTĐT", "TT XTĐT&DVVL", "Trung tâm Xúc tiến đầu tư"),
    "TCKKT": ("TrTC", "Trường TC KKT", "Trường Trung cấp KKT"),
    "LDB": ("LĐB", "LĐ Ban", "Lãnh đạo Ban"),
}
MARKS = {  # the mark of each unit in file and document numbers
    "VP": "VP", "QLDT": "QLĐT", "QLDN": "QLDN", "QHXD": "QHXD", "TNMT": "TNMT", "QLLD": "QLLĐ", "KHTH": "KHTH",
    "VPDD": "VPĐD", "TTXT": "XTĐT", "TCKKT": "TTC", "LDB": "BQL",
}  # fmt: skip
ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
CLERK, OFFICE_HEAD, DEPUTY = "Lương Thị Hồng Nhung", "Đoàn Quang Vinh", "Phạm Quốc Thịnh"
LEADERS = ("Phạm Quốc Thịnh", "Đặng Minh Tuệ", "Hoàng Thu Quyên")


@dataclass(frozen=True)
class Staff:
    """The people of each unit; the first is its head."""

    by_unit: dict[str, tuple[str, ...]]

    def head(self, unit: str) -> str:
        """The head of the unit."""
        return self.by_unit[unit][0]


def hire() -> Staff:
    """Invent the staff: one name each, the same at every run."""
    rng = random.Random("staff")
    names = [f"{f} {m} {g}" for f in FAMILIES for m in MIDDLES for g in GIVEN if m != g]
    chosen = iter(rng.sample(names, sum(HEADCOUNT.values())))
    units = {unit: tuple(next(chosen) for _ in range(count)) for unit, count in HEADCOUNT.items()}
    return Staff(units | {"LDB": LEADERS})


def spelling(unit: str, variant: int) -> str:
    """The unit's name as the *variant*-th clerk writes it; 0 is the full name."""
    return NAMES[unit] if variant == 0 else SPELLINGS[unit][variant - 1]


def decomposed(text: str) -> str:
    """The text as a Mac stores it: letters and marks apart."""
    return unicodedata.normalize("NFD", text)

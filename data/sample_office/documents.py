"""Which documents went out in October and November 2023, and which were signed digitally?"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sample_office import containers
from sample_office.forms import Column, Form, Row, Value
from sample_office.people import MARKS, NAMES, Staff
from sample_office.scores import SIGNATURE
from sample_office.tasks import CALENDAR

SHARES = {  # how many documents of a hundred, and how many of a unit's hundred are signed
    "VP": (24, 99), "QLDT": (17, 91), "QLDN": (10, 96), "QHXD": (14, 87), "TNMT": (9, 94), "QLLD": (11, 97),
    "KHTH": (8, 98), "VPDD": (2, 80), "TTXT": (3, 90), "TCKKT": (2, 75),
}  # fmt: skip
KINDS = (
    ("Công văn", "BQL"),
    ("Công văn", "BQL"),
    ("Công văn", "BQL"),
    ("Thông báo", "TB-BQL"),
    ("Báo cáo", "BC-BQL"),
    ("Quyết định", "QĐ-BQL"),
)
SUBJECTS = (
    "V/v tham gia ý kiến dự thảo văn bản",
    "V/v trả lời kiến nghị của doanh nghiệp",
    "V/v cung cấp số liệu phục vụ báo cáo",
    "Về kết quả giải quyết thủ tục hành chính",
    "V/v đôn đốc thực hiện nhiệm vụ được giao",
    "Về kết luận cuộc họp giao ban",
)
TO = (
    "UBND thành phố",
    "Sở Nội vụ",
    "Sở Kế hoạch và Đầu tư",
    "Các phòng, đơn vị",
    "Công ty hạ tầng khu công nghiệp",
)
SIGNERS = ("Phạm Quốc Thịnh", "Đặng Minh Tuệ", "Hoàng Thu Quyên")


@dataclass(frozen=True)
class Document:
    """One outgoing document."""

    number: int
    symbol: str
    issued: date
    kind: str
    subject: str
    unit: str
    drafter: str
    signer: str
    to: str
    is_signed: bool


def send(staff: Staff) -> list[Document]:
    """Every document from 02/10 to 10/11/2023, numbered through."""
    rng = random.Random("documents")
    documents: list[Document] = []
    number = 4120
    for day in CALENDAR.working_days(date(2023, 10, 2), date(2023, 11, 10)):
        for unit in rng.choices(list(SHARES), [share for share, _ in SHARES.values()], k=rng.randint(10, 19)):
            number += 1
            kind, symbol = rng.choice(KINDS)
            symbol = f"{symbol}-{MARKS[unit]}" if kind == "Công văn" else symbol
            documents.append(Document(
                number, symbol, day, kind, rng.choice(SUBJECTS), unit, rng.choice(staff.by_unit[unit]),
                rng.choice(SIGNERS), rng.choice(TO), rng.random() * 100 < SHARES[unit][1],
            ))  # fmt: skip
    return documents


def registers(documents: Sequence[Document]) -> dict[str, bytes]:
    """October says yes or no; November only shows it in the name of the attached file."""
    october = [d for d in documents if d.issued.month == 10]
    november = [d for d in documents if d.issued.month == 11]
    return {
        "So van ban di thang 10.2023.xlsx": containers.xlsx(
            _form(october, "Từ ngày 01/10/2023 đến ngày 31/10/2023", True)
        ),
        "SoVanBanDi_HpNet_01112023-12112023.xlsx": containers.xlsx(
            _form(november, "Từ ngày 01/11/2023 đến ngày 12/11/2023", False)
        ),
    }


def _form(documents: Sequence[Document], period: str, has_yes_no: bool) -> Form:
    last = Column("Ký số", 8, "centre") if has_yes_no else Column("Tệp đính kèm", 34)
    return Form(
        title=("SỔ ĐĂNG KÝ VĂN BẢN ĐI", period),
        columns=(
            Column("STT", 5, "centre"), Column("Số văn bản", 9, "centre"), Column("Ký hiệu", 13, "centre"),
            Column("Ngày ban hành", 11, "date"), Column("Loại văn bản", 12), Column("Trích yếu", 40),
            Column("Đơn vị soạn thảo", 32), Column("Người soạn thảo", 20), Column("Người ký", 20), Column("Nơi nhận", 26), last,
        ),
        lines=tuple(Row(_values(n, d, has_yes_no)) for n, d in enumerate(documents, start=1)),
        sheet="VanBanDi",
        signature=SIGNATURE if has_yes_no else None,
        has_numbering=has_yes_no,
        dates_as_text=not has_yes_no,
    )  # fmt: skip


def _values(place: int, d: Document, has_yes_no: bool) -> tuple[Value, ...]:
    plain = f"{d.number}_{d.symbol.replace('/', '-')}"
    file = f"{plain}.signed.pdf" if d.is_signed else f"{plain}.pdf"
    mark = ("Có" if d.is_signed else "Không") if has_yes_no else file
    return (
        place,
        str(d.number),
        d.symbol,
        d.issued,
        d.kind,
        d.subject,
        NAMES[d.unit],
        d.drafter,
        d.signer,
        d.to,
        mark,
    )

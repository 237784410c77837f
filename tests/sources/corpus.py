"""
The corpus: small files as offices send them, each with what has to come out of it.

A case gives rows for one or several sheets and the container to write them in; what comes out is counted
by hand: per table the kind, accepted and rejected rows, and the codes of all its issues.
"""

import csv
import io
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from data_loaders.declared.outcome import Options
from tests.sources import workbooks

Rows = list[list[Any]]
N = None


@dataclass(frozen=True)
class Expected:
    """One table as it has to come out; *skipped* counts the reasons, titles and headers aside."""

    kind: str
    accepted: int
    rejected: int = 0
    codes: tuple[str, ...] = ()
    skipped: dict[str, int] = field(default_factory=dict)
    values: dict[str, list[Any]] = field(default_factory=dict)
    as_of: date | None = date(2023, 11, 12)


@dataclass(frozen=True)
class Case:
    """One authored file."""

    name: str
    content: Callable[[], bytes]
    tables: list[Expected]
    file_name: str = "bang.xlsx"
    options: Options = field(default_factory=Options)
    choice: str | None = None
    sheets_skipped: dict[str, str] = field(default_factory=dict)
    refused: str | None = None


CASES: list[Case] = []


def case(
    name: str,
    rows: Rows | dict[str, Rows],
    *tables: Expected,
    container: str = "xlsx",
    merge: tuple[str, ...] = (),
    hidden_sheets: tuple[str, ...] = (),
    hidden_rows: tuple[int, ...] = (),
    hidden_columns: tuple[str, ...] = (),
    **rest: Any,
) -> None:
    """Add a case to the corpus."""

    def content() -> bytes:
        if container == "xlsx":
            return workbooks.xlsx(
                rows,
                merge=merge,
                hidden_sheets=hidden_sheets,
                hidden_rows=hidden_rows,
                hidden_columns=hidden_columns,
            )
        assert isinstance(rows, list)
        return _csv(rows) if container == "csv" else _html(rows)

    CASES.append(Case(name, content, list(tables), **rest))


def _csv(rows: Rows) -> bytes:
    width = max(map(len, rows))
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([*row, *[None] * (width - len(row))] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _html(rows: Rows) -> bytes:
    body = "".join(f"<tr>{''.join(f'<td>{_cell(v)}</td>' for v in row)}</tr>" for row in rows)
    return f"<html><meta charset='utf-8'><body><table>{body}</table></body></html>".encode()


def _cell(value: Any) -> str:
    return "" if value is None else str(value).replace("&", "&amp;").replace("<", "&lt;")


TITLE: Rows = [["THỐNG KÊ CÔNG VIỆC ĐƯỢC GIAO TRÊN HPNET"], ["(Tính đến ngày 12/11/2023)"]]
HEAD = ["STT", "Mã công việc", "Số, ký hiệu", "Nội dung công việc", "Đơn vị xử lý", "Ngày giao", "Hạn xử lý", "Ngày hoàn thành", "Báo cáo hoàn thành", "Lưu trữ"]  # fmt: skip
A = [
    1,
    "CV-001",
    "01/BQL-VP",
    "Báo cáo tháng",
    "Văn phòng",
    "01/11/2023",
    "10/11/2023",
    "09/11/2023",
    "Có",
    "Đã lưu",
]
B = [2, "CV-002", "02/BQL-VP", "Rà soát hồ sơ", "P.QLĐT", "02/11/2023", "14/11/2023", N, "Chưa", "Chưa lưu"]
C = [3, "CV-003", "03/BQL-VP", "Lập kế hoạch", "Phòng Quản lý Lao động", "03/11/2023", N, N, N, N]
TASKS = "hpnet_tasks"


def with_(row: list[Any], **changes: Any) -> list[Any]:
    """A task row with other cells: code, number, text, unit, given, due, done, reported, archived."""
    names = ("order", "code", "number", "text", "unit", "given", "due", "done", "reported", "archived")
    return [changes.get(name, value) for name, value in zip(names, row, strict=True)]


# --- the table in its paper -------------------------------------------------------------------------

case("plain", [*TITLE, HEAD, A, B, C], Expected(TASKS, 3, values={"department_code": ["VP", "QLDT", "QLLD"]}))
case(
    "letterhead_numbering_signature",
    [
        ["UBND THÀNH PHỐ HẢI PHÒNG", N, N, N, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["BAN QUẢN LÝ KHU KINH TẾ", N, N, N, "Độc lập - Tự do - Hạnh phúc"],
        [N, N, N, N, "Hải Phòng, ngày 13 tháng 11 năm 2023"],
        [N],
        *TITLE,
        [N],
        HEAD,
        [f"({n})" for n in range(1, 11)],
        A, B, C,
        ["Tổng cộng", N, N, 3],
        [N],
        [N, N, N, N, N, N, "Hải Phòng, ngày 13 tháng 11 năm 2023"],
        ["Người lập biểu", N, N, N, N, N, "KT. TRƯỞNG BAN"],
        [N, N, N, N, N, N, "PHÓ TRƯỞNG BAN"],
        [N], [N],
        ["Nguyễn Thị Mẫu", N, N, N, N, N, "Trần Văn Thử"],
    ],
    Expected(TASKS, 3, skipped={"numbering": 1, "total": 1, "signature": 4}),
)  # fmt: skip
case(
    "numbering_made_negative_by_excel",
    [*TITLE, HEAD, list(range(-1, -11, -1)), A, B],
    Expected(TASKS, 2, skipped={"numbering": 1}),
)
case(
    "numbering_plain_numbers",
    [*TITLE, HEAD, list(range(1, 11)), A, B],
    Expected(TASKS, 2, skipped={"numbering": 1}),
)
case(
    "numbering_letters_first",
    [*TITLE, HEAD, ["A", "B", *range(1, 9)], A],
    Expected(TASKS, 1, skipped={"numbering": 1}),
)
TWO = [
    [*HEAD[:8], "Tình trạng", N],
    [N] * 8 + ["Báo cáo hoàn thành", "Lưu trữ"],
]
MERGED_HEAD = (*tuple(f"{c}3:{c}4" for c in "ABCDEFGH"), "I3:J3")
case(
    "two_row_merged_header",
    [*TITLE, *TWO, A, B, C],
    Expected(TASKS, 3, values={"is_reported": [True, False, False], "is_archived": [True, False, False]}),
    merge=MERGED_HEAD,
)
case(
    "two_row_header_csv",
    [*TITLE, *TWO, A, B, C],
    Expected(TASKS, 3, values={"is_archived": [True, False, False]}),
    container="csv",
    file_name="bang.csv",
)
case(
    "three_row_header",
    [
        *TITLE,
        [*HEAD[:5], "Thời gian", N, N, "Tình trạng", N],
        [N] * 5 + ["Ngày giao", "Hạn xử lý", "Ngày hoàn thành", "Trên HpNet", N],
        [N] * 8 + ["Báo cáo hoàn thành", "Lưu trữ"],
        A, B,
    ],
    Expected(TASKS, 2, values={"is_reported": [True, False], "assigned_date": [date(2023, 11, 1), date(2023, 11, 2)]}),
    merge=(*tuple(f"{c}3:{c}5" for c in "ABCDE"), "F3:H3", "I3:J3", "F4:F5", "G4:G5", "H4:H5", "I4:J4"),
)  # fmt: skip
case(
    "groups_by_department_carry_down",
    [*TITLE, HEAD, ["I", "Văn phòng"], with_(A, unit=N), ["II. Phòng Quản lý Đầu tư"], with_(B, order=1, unit=N), with_(C, order=2, unit=N), ["Cộng", N, N, 2]],
    Expected(TASKS, 3, codes=("carried_down",) * 3, skipped={"group": 2, "subtotal": 1}, values={"department_code": ["VP", "QLDT", "QLDT"]}),
)  # fmt: skip
case(
    "groups_without_a_department_column",
    [
        *TITLE,
        [*HEAD[:4], *HEAD[5:]],
        ["I. Văn phòng"],
        A[:4] + A[5:],
        ["II. Phòng Quản lý Đầu tư"],
        B[:4] + B[5:],
    ],
    Expected(
        TASKS,
        2,
        codes=("carried_down",) * 2,
        skipped={"group": 2},
        values={"department_code": ["VP", "QLDT"]},
    ),
)
case(
    "a_group_of_no_department_ends_the_last_one",
    [*TITLE, HEAD, ["I", "Văn phòng"], with_(A, unit=N), ["II", "Việc khác"], with_(B, unit=N)],
    Expected(TASKS, 1, 1, codes=("carried_down", "missing_value"), skipped={"group": 2}),
)
case(
    "department_named_in_the_title",
    [*TITLE, ["Đơn vị: Phòng Quản lý Doanh nghiệp"], [*HEAD[:4], *HEAD[5:]], A[:4] + A[5:], B[:4] + B[5:]],
    Expected(TASKS, 2, codes=("carried_down",), values={"department_code": ["QLDN", "QLDN"]}),
)
case(
    "cells_merged_down",
    [*TITLE, HEAD, A, with_(B, unit=N), with_(C, unit="Văn phòng")],
    Expected(TASKS, 3, codes=("carried_down",), values={"department_code": ["VP", "VP", "VP"]}),
    merge=("E4:E5",),
)
case("subtotal_first", [*TITLE, HEAD, ["Tổng cộng", N, N, 2], A, B], Expected(TASKS, 2, skipped={"total": 1}))
case(
    "header_repeated_on_the_next_page",
    [*TITLE, HEAD, A, B, HEAD, C],
    Expected(TASKS, 3, skipped={"repeated_header": 1}),
)
case(
    "two_row_header_repeated",
    [*TITLE, *TWO, A, *TWO, B],
    Expected(TASKS, 2, skipped={"repeated_header": 2}),
    merge=(*MERGED_HEAD, *(f"{c}6:{c}7" for c in "ABCDEFGH"), "I6:J6"),
)
case(
    "note_below",
    [*TITLE, HEAD, A, ["Ghi chú: số liệu chưa gồm việc mật"]],
    Expected(TASKS, 1, skipped={"note": 1}),
)
case(
    "a_name_alone_below", [*TITLE, HEAD, A, [N], ["Nguyễn Văn Mẫu"]], Expected(TASKS, 1, skipped={"note": 1})
)
case(
    "content_that_sounds_like_a_total",
    [
        *TITLE, HEAD,
        with_(A, text="Tổng hợp kết quả chấm điểm"),
        with_(B, text="Tổng cộng hồ sơ tồn đọng của phòng"),
        with_(C, text="Cộng tác viên pháp chế: lập danh sách"),
        [4, "CV-004", N, "Người lập biểu chấm công gửi Văn phòng", "VP", "03/11/2023", N, N, N, N],
    ],
    Expected(TASKS, 4),
)  # fmt: skip
case(
    "few_cells_but_a_key",
    [*TITLE, HEAD, A, [2, "CV-009", N, "Việc chỉ có mã và tên"]],
    Expected(TASKS, 1, 1, codes=("missing_value",)),
)
case("no_table_rows_at_all", [*TITLE, HEAD], Expected(TASKS, 0))
case(
    "no_order_column",
    [*TITLE, HEAD[1:], A[1:], B[1:], ["Tổng cộng: 2 việc"]],
    Expected(TASKS, 2, skipped={"total": 1}),
)
case("table_starts_in_column_d", [[N] * 3 + row for row in [*TITLE, HEAD, A, B]], Expected(TASKS, 2))
case(
    "order_restarts_per_group",
    [
        *TITLE,
        HEAD,
        ["I", "Văn phòng"],
        A,
        with_(B, order=2, unit="VP"),
        ["II", "Phòng QLLĐ"],
        with_(C, order=1),
    ],
    Expected(TASKS, 3, skipped={"group": 2}),
)

# --- headings ----------------------------------------------------------------------------------------

case(
    "short_and_unaccented_headings",
    [
        ["Cong viec HpNet den ngay 12/11/2023"],
        [
            "TT",
            "Ma CV",
            "SKH",
            "Noi dung CV",
            "P. xu ly",
            "Ngay giao",
            "Han XL",
            "Ngay HT",
            "BCHT",
            "Luu tru",
        ],
        A,
        B,
    ],
    Expected(TASKS, 2),
)
case(
    "deadline_in_english",
    [
        *TITLE,
        ["STT", "Mã công việc", "Nội dung", "Phòng", "Người thực hiện", "Deadline"],
        [1, "CV-1", "Việc", "VP", "Lê A", "20/11/2023"],
    ],
    Expected(TASKS, 1, values={"due_date": [date(2023, 11, 20)]}),
)
case(
    "misspelt_headings",
    [*TITLE, [*HEAD[:6], "Hạn xử lí công việc", "Ngày hoàn thanhf", *HEAD[8:]], A],
    Expected(TASKS, 1, values={"completed_date": [date(2023, 11, 9)]}),
)
case("headings_on_two_lines", [*TITLE, [h.replace(" ", "\n") for h in HEAD], A], Expected(TASKS, 1))
case(
    "heading_with_units",
    [*TITLE, [f"{h} (*)" if n else h for n, h in enumerate(HEAD)], A],
    Expected(TASKS, 1),
)
case(
    "confirmed_heading",
    [*TITLE, [*HEAD[:6], "Mốc nộp", *HEAD[7:]], A],
    Expected(TASKS, 1, values={"due_date": [date(2023, 11, 10)]}),
    options=Options(headings={"moc nop": "due_date"}),
)
case(
    "two_columns_of_one_name",
    [*TITLE, [*HEAD, "Mã công việc"], [*A, "X-1"]],
    Expected(TASKS, 1),
    choice="column",
)

# --- dates -------------------------------------------------------------------------------------------

case(
    "dates_in_every_form",
    [
        *TITLE, HEAD,
        *(
            with_(A, order=n, code=f"CV-{n:03}", given=given, due=N, done=N, reported=N, archived=N)
            for n, given in enumerate(
                ["9/11/23", "09-11-2023", "09.11.2023", "2023-11-09", "ngày 09 tháng 11 năm 2023", "09/11/2023 07:30",
                 "07:30 09/11/2023", "2023-11-08T18:00:00Z", "/Date(1699488000000)/", 45239, "45239", date(2023, 11, 9),
                 datetime(2023, 11, 9, 8, 0), "Thứ Năm, 09/11/2023", "2023-11-09T00:00:00"],
                1,
            )
        ),
    ],
    Expected(TASKS, 15, values={"assigned_date": [date(2023, 11, 9)] * 15}),
)  # fmt: skip
case(
    "impossible_date",
    [*TITLE, HEAD, with_(A, due="31/02/2023"), B],
    Expected(TASKS, 1, 1, codes=("invalid_date",)),
)
case(
    "words_for_a_date",
    [*TITLE, HEAD, with_(A, given="đầu tháng"), B],
    Expected(TASKS, 1, 1, codes=("invalid_date",)),
)
case(
    "implausible_year",
    [*TITLE, HEAD, with_(A, given="01/11/1923"), with_(B, due="14/11/2203"), C],
    Expected(TASKS, 1, 2, codes=("implausible_year",) * 2),
)
case(
    "american_text_dates",
    [
        *TITLE,
        HEAD,
        with_(A, done="11/09/2023", given="11/01/2023"),
        with_(B, given="10/25/2023"),
        with_(C, given="03/03/2023"),
    ],
    Expected(
        TASKS, 1, 2, codes=(*("ambiguous_date", "done_before_assigned", "invalid_date")[0:1], "invalid_date")
    ),
)
case(
    "typed_dates_swapped_by_an_american_excel",
    [
        *TITLE, HEAD,
        *(with_(C, order=n, code=f"CV-1{n:02}", given=f"{n}/10/2023") for n in (13, 16, 20, 24)),
        *(with_(C, order=n, code=f"CV-2{n:02}", given=date(2023, n, 10)) for n in (2, 3, 4, 5)),
    ],
    Expected(TASKS, 4, 4, codes=("ambiguous_date",) * 4),
)  # fmt: skip
case(
    "typed_dates_beside_text_dates",
    [*TITLE, HEAD, with_(A, given=date(2023, 11, 1)), with_(B, given="13/11/2023", due="20/11/2023")],
    Expected(TASKS, 2),
)
case(
    "date_order_settled",
    [*TITLE, HEAD, with_(A, given="11/01/2023"), with_(B, given="10/25/2023")],
    Expected(TASKS, 2, values={"assigned_date": [date(2023, 11, 1), date(2023, 10, 25)]}),
    options=Options(date_orders={(TASKS, "assigned_date"): "mdy"}),
)
case(
    "due_before_a_day",
    [*TITLE, HEAD, with_(B, due="Trước ngày 14/11/2023"), with_(C, due="Thường xuyên")],
    Expected(
        TASKS,
        2,
        values={
            "due_date": [date(2023, 11, 13), None],
            "due_text": ["Trước ngày 14/11/2023", "Thường xuyên"],
        },
    ),
)

# --- rows that contradict themselves ------------------------------------------------------------------

case(
    "done_before_assigned",
    [*TITLE, HEAD, with_(A, done="30/10/2023")],
    Expected(TASKS, 1, codes=("done_before_assigned",)),
)
case(
    "done_in_the_future",
    [*TITLE, HEAD, with_(A, done="20/11/2023")],
    Expected(TASKS, 1, codes=("done_in_the_future",)),
)
case(
    "due_before_assigned",
    [*TITLE, HEAD, with_(B, due="01/10/2023")],
    Expected(TASKS, 1, codes=("deadline_before_assigned",)),
)
case(
    "status_against_date",
    [
        *TITLE,
        [*HEAD, "Trạng thái"],
        [*A, "Đang xử lý"],
        [*B, "Hoàn thành"],
        [*C, "Đang trình [Nguyễn Văn A] duyệt"],
    ],
    Expected(
        TASKS,
        3,
        codes=("status_contradicts_date",) * 2,
        values={"status": ["in_progress", "completed", "in_progress"]},
    ),
)
case(
    "status_unknown",
    [*TITLE, [*HEAD, "Trạng thái"], [*C, "Ngâm cứu"]],
    Expected(TASKS, 1, codes=("unknown_status",)),
)
case(
    "same_key_twice",
    [*TITLE, HEAD, A, with_(B, code="CV-001"), with_(C, code="cv-001")],
    Expected(TASKS, 1, 2, codes=("duplicate_key",) * 2),
)
case(
    "key_missing",
    [*TITLE, HEAD, with_(A, code=N, number=N), B],
    Expected(TASKS, 1, 1, codes=("missing_value",)),
)
case(
    "key_from_the_document",
    [*TITLE, HEAD, with_(A, code=N), with_(B, code=N)],
    Expected(TASKS, 2, values={"business_key": ["01/BQL-VP|VP|2023-11-01", "02/BQL-VP|QLDT|2023-11-02"]}),
)
case(
    "key_is_a_number",
    [*TITLE, HEAD, with_(A, code=12.0), with_(B, code=1.23e17)],
    Expected(TASKS, 1, 1, codes=("code_damaged_by_excel",), values={"task_code": ["12"]}),
)

# --- departments --------------------------------------------------------------------------------------

case(
    "unknown_department",
    [*TITLE, HEAD, with_(A, unit="P. QLĐ"), B],
    Expected(TASKS, 1, 1, codes=("unknown_department",)),
)
case(
    "several_lead_departments",
    [*TITLE, HEAD, with_(A, unit="Văn phòng; Phòng QLĐT"), B],
    Expected(TASKS, 1, 1, codes=("several_lead_departments",)),
)
case(
    "a_name_with_and",
    [
        *TITLE,
        HEAD,
        with_(A, unit="Phòng Quy hoạch và Xây dựng"),
        with_(B, unit="Văn phòng đại diện tại các KCN, KKT"),
    ],
    Expected(TASKS, 2, values={"department_code": ["QHXD", "VPDD"]}),
)
case(
    "confirmed_alias",
    [*TITLE, HEAD, with_(A, unit="Tổ một cửa"), B],
    Expected(TASKS, 2, values={"department_code": ["VP", "QLDT"]}),
    options=Options(aliases={"to mot cua": "VP"}),
)
case(
    "leadership_is_known",
    [*TITLE, HEAD, with_(A, unit="LĐ Ban")],
    Expected(TASKS, 1, values={"department_code": ["LDB"]}),
)

# --- text ---------------------------------------------------------------------------------------------

case(
    "decomposed_text",
    [
        [unicodedata.normalize("NFD", v) if isinstance(v, str) else v for v in row]
        for row in [*TITLE, HEAD, A, B]
    ],
    Expected(TASKS, 2, values={"subject": ["Báo cáo tháng", "Rà soát hồ sơ"]}),
)
case(
    "tcvn3",
    [
        ["Thèng kª c«ng viÖc ®­îc giao ®Õn ngµy 12/11/2023"],
        ["STT", "M· c«ng viÖc", "Néi dung c«ng viÖc", "§¬n vÞ xö lý", "Ngµy giao", "H¹n xö lý"],
        [1, "CV-001", "Rµ so¸t c«ng viÖc ®­îc giao", "Phßng Qu¶n lý §Çu t­", "01/11/2023", "10/11/2023"],
        [2, "CV-002", "LËp b¸o c¸o", "V¨n phßng", "01/11/2023", "10/11/2023"],
    ],
    Expected(TASKS, 2, codes=("text_converted",) * 2, values={"subject": ["Rà soát công việc được giao", "Lập báo cáo"], "department_code": ["QLDT", "VP"]}),
)  # fmt: skip
case(
    "vni",
    [
        ["Thoáng keâ coâng vieäc ñeán ngaøy 12/11/2023"],
        ["STT", "Maõ coâng vieäc", "Noäi dung coâng vieäc", "Ñôn vò xöû lyù", "Ngaøy giao", "Haïn xöû lyù"],
        [1, "CV-001", "Laäp baùo caùo quyù", "Phoøng Quaûn lyù Ñaàu tö", "01/11/2023", "10/11/2023"],
    ],
    Expected(TASKS, 1, codes=("text_converted",) * 2, values={"subject": ["Lập báo cáo quý"], "department_code": ["QLDT"]}),
)  # fmt: skip
case(
    "mojibake_in_one_column",
    [
        *TITLE,
        HEAD,
        with_(A, text="Rà soát hồ sơ tồn đọng".encode().decode("latin-1")),
        with_(B, text="Quản lý đầu tư".encode().decode("latin-1")),
    ],
    Expected(
        TASKS, 2, codes=("text_converted",), values={"subject": ["Rà soát hồ sơ tồn đọng", "Quản lý đầu tư"]}
    ),
)
case(
    "markup_in_cells",
    [
        *TITLE,
        HEAD,
        with_(A, text="Báo cáo <b>quý</b>&nbsp;III &amp; năm<br/>2023"),
        with_(B, text="=cmd|'/c calc'!A1".replace("=", "'=")),
    ],
    Expected(TASKS, 2, values={"subject": ["Báo cáo quý III & năm\n2023", "'=cmd|'/c calc'!A1"]}),
)
case(
    "invisible_characters",
    [
        *TITLE,
        HEAD,
        with_(A, unit="Văn\u00a0phòng\u200b", code="CV\u2013001"),
        with_(B, text="Rà\u00a0 soát", unit="P.QLÐT"),
    ],
    Expected(TASKS, 2, values={"subject": ["Báo cáo tháng", "Rà soát"], "department_code": ["VP", "QLDT"]}),
)

# --- sheets, several tables, hidden things --------------------------------------------------------------

SHORT = [
    "STT",
    "Mã hồ sơ",
    "Tiêu đề hồ sơ",
    "Thời hạn bảo quản",
    "Người lập",
    "Phòng",
    "Ngày mở",
    "Ngày đóng",
    "Số văn bản",
    "Trạng thái",
]
FILE = [
    1,
    "01.VP",
    "Hồ sơ CCHC 2023",
    "20 năm",
    "Lê Thị Mẫu",
    "Văn phòng",
    "05/01/2023",
    N,
    12,
    "Đang thực hiện",
]
case(
    "two_kinds_in_two_sheets",
    {"Công việc": [*TITLE, HEAD, A], "Hồ sơ": [["DANH MỤC HỒ SƠ CÔNG VIỆC"], ["Tính đến ngày 12/11/2023"], SHORT, FILE], "Bìa": [["Bìa báo cáo"]], "Trống": [[]]},
    Expected(TASKS, 1), Expected("work_files", 1),
    sheets_skipped={"Bìa": "unrecognised", "Trống": "empty"},
)  # fmt: skip
case(
    "two_kinds_stacked",
    [*TITLE, HEAD, A, B, ["Tổng cộng", N, N, 2], [N], ["DANH MỤC HỒ SƠ CÔNG VIỆC"], SHORT, FILE],
    Expected(TASKS, 2, skipped={"total": 1}),
    Expected("work_files", 1),
)
case(
    "a_table_of_no_known_kind_below",
    [
        *TITLE,
        HEAD,
        A,
        ["Tổng cộng", N, N, 1],
        [N],
        ["Danh sách lãnh đạo trực"],
        ["STT", "Họ và chữ", "Ca trực"],
        [1, "Nguyễn Văn A", "Sáng"],
    ],
    Expected(TASKS, 1, codes=("unread_table",), skipped={"total": 1, "note": 3}),
)
case(
    "hidden_sheet",
    {"Công việc": [*TITLE, HEAD, A], "Cũ": [*TITLE, HEAD, B]},
    Expected(TASKS, 1),
    hidden_sheets=("Cũ",),
    sheets_skipped={"Cũ": "hidden"},
)
case(
    "hidden_sheet_chosen",
    {"Công việc": [*TITLE, HEAD, A], "Cũ": [*TITLE, HEAD, B, C]},
    Expected(TASKS, 2),
    hidden_sheets=("Cũ",),
    options=Options(sheet="Cũ"),
)
case(
    "only_a_hidden_sheet",
    {"Bìa": [["Bìa"]], "Cũ": [*TITLE, HEAD, A]},
    hidden_sheets=("Cũ",),
    choice="sheet",
    sheets_skipped={"Cũ": "hidden", "Bìa": "unrecognised"},
)
case(
    "hidden_row_and_column",
    [*TITLE, HEAD, A, B],
    Expected(TASKS, 2, codes=("hidden_content",) * 2),
    hidden_rows=(5,),
    hidden_columns=("C",),
)
case(
    "same_key_in_two_sheets",
    {"T1": [*TITLE, HEAD, A], "T2": [*TITLE, HEAD, A, B]},
    Expected(TASKS, 1),
    Expected(TASKS, 1, codes=("identical_copy",), skipped={"note": 1}),
)
case(
    "same_key_in_two_sheets_with_another_day",
    {"T1": [*TITLE, HEAD, A], "T2": [*TITLE, HEAD, with_(A, done="08/11/2023"), B]},
    Expected(TASKS, 1),
    Expected(TASKS, 1, 1, codes=("duplicate_key",)),
)
case(
    "one_sheet_per_day",
    {"11-11": [TITLE[0], HEAD, A], "12-11": [TITLE[0], HEAD, A]},
    Expected(TASKS, 1, as_of=date(2023, 11, 11)),
    Expected(TASKS, 1),
    file_name="cong viec 2023.xlsx",
)
case(
    "nothing_known",
    [["Thực đơn tuần"], ["Thứ", "Món chính", "Món phụ"], ["Hai", "Cá", "Rau"]],
    refused="unrecognised_layout",
)
case(
    "kind_forced_but_absent",
    [*TITLE, HEAD, A],
    refused="unrecognised_layout",
    options=Options(kind="dossiers"),
)

# --- the day -------------------------------------------------------------------------------------------

UNDATED: Rows = [TITLE[0], HEAD, A]
case("day_from_a_period", [TITLE[0], ["Từ ngày 01/10/2023 đến ngày 12/11/2023"], HEAD, A], Expected(TASKS, 1))
case("day_in_words", [TITLE[0], ["Số liệu đến hết ngày 12 tháng 11 năm 2023"], HEAD, A], Expected(TASKS, 1))
case("day_from_the_sheet", {"12.11.2023": UNDATED}, Expected(TASKS, 1))
case("day_from_the_file", UNDATED, Expected(TASKS, 1), file_name="HpNet_20231112.xlsx")
case(
    "the_day_of_a_letterhead_is_not_that_of_the_data",
    [[N, N, N, "Hải Phòng, ngày 12 tháng 11 năm 2023"], *UNDATED],
    Expected(TASKS, 1, as_of=None),
    choice="as_of",
)
case("title_wins_over_file", [*TITLE, HEAD, A], Expected(TASKS, 1), file_name="HpNet 2023-11-01.xlsx")
case("day_asked_for", UNDATED, Expected(TASKS, 1, as_of=None), choice="as_of")
case("day_given", UNDATED, Expected(TASKS, 1), options=Options(as_of=date(2023, 11, 12)))
case(
    "a_month_is_no_day",
    [["CÔNG VIỆC THÁNG 11/2023"], HEAD, A],
    Expected(TASKS, 1, as_of=None),
    choice="as_of",
)
case(
    "title_contradicts_itself",
    [*TITLE, ["Tính đến ngày 10/11/2023"], HEAD, A],
    Expected(TASKS, 1, as_of=None),
    choice="as_of",
)
case(
    "a_decision_is_no_day",
    [TITLE[0], ["(Kèm theo Quyết định số 3078/QĐ-UBND ngày 21/9/2022)"], HEAD, A],
    Expected(TASKS, 1, as_of=None),
    choice="as_of",
)

# --- containers of text ---------------------------------------------------------------------------------

case("html_named_xls", [*TITLE, HEAD, A, B], Expected(TASKS, 2), container="html", file_name="xuat.xls")
case(
    "csv_with_semicolons",
    [*TITLE, HEAD, A, with_(B, text="Rà soát; báo cáo")],
    Expected(TASKS, 2, values={"subject": ["Báo cáo tháng", "Rà soát; báo cáo"]}),
    container="csv",
    file_name="xuat.csv",
)

# --- the other kinds ------------------------------------------------------------------------------------

case(
    "summary_by_person",
    [
        ["THỐNG KÊ CÔNG VIỆC TRÊN HPNET THEO CÁ NHÂN"], ["Tính đến ngày 12/11/2023"],
        ["STT", "Họ tên", "Phòng", "Tổng số được giao", "Đã hoàn thành", N, "Đang xử lý", N, "Chưa báo cáo hoàn thành", "Chưa lưu trữ", "Số hồ sơ công việc đã lập", "Tỷ lệ"],
        [N, N, N, N, "Đúng hạn", "Quá hạn", "Trong hạn", "Quá hạn", N, N, N, N],
        ["I", "Văn phòng", N, 10, 5, 1, 3, 1, 2, 3, 4, "60%"],
        [1, "Lê Thị Mẫu", N, 6, 3, 1, 1, 1, 1, 2, 2, "66%"],
        [2, "Trần Văn Thử", N, 4, 2, 0, 2, 0, 1, 1, 2, "50%"],
        ["Tổng cộng", N, N, 10, 5, 1, 3, 1, 2, 3, 4, N],
    ],
    Expected("hpnet_summary", 2, codes=("carried_down",) * 2, skipped={"subtotal": 1, "total": 1}, values={"department_code": ["VP", "VP"], "completed_late": [1, 0], "open_overdue": [1, 0]}),
    merge=(*tuple(f"{c}3:{c}4" for c in "ABCDIJKL"), "E3:F3", "G3:H3"),
)  # fmt: skip
case(
    "summary_by_department",
    [
        ["TỔNG HỢP CÔNG VIỆC HPNET THEO PHÒNG đến ngày 12/11/2023"],
        ["STT", "Phòng, đơn vị", "Tổng số", "Đã hoàn thành", "Chưa báo cáo hoàn thành", "Chưa lưu trữ"],
        [1, "Văn phòng", 45, 40, 3, 5],
        [2, "P.QLĐT", 30, 31, 1, "nhiều"],
    ],
    Expected("hpnet_summary", 1, 1, codes=("invalid_number", "points_do_not_add_up")),
)
case(
    "work_files",
    [
        ["DANH MỤC HỒ SƠ CÔNG VIỆC"],
        ["Đến ngày 12/11/2023"],
        SHORT,
        FILE,
        [2, N, "Hồ sơ thiếu mã", "5 năm", "Lê A", "VP", "06/01/2023", N, 1, "Mở"],
    ],
    Expected("work_files", 1, 1, codes=("missing_value",), values={"documents": [12], "status": ["open"]}),
)
DOCS = ["STT", "Số VB", "Ký hiệu", "Ngày ban hành", "Trích yếu", "Đơn vị soạn thảo", "Ký số", "Tệp đính kèm"]
case(
    "documents_signed_in_words",
    [
        ["SỔ VĂN BẢN ĐI"],
        ["Từ ngày 01/11/2023 đến ngày 12/11/2023"],
        DOCS,
        [1, "12", "BC-BQL", "02/11/2023", "Báo cáo", "VP", "Có", N],
        [2, "13", "BC-BQL", "03/11/2023", "Báo cáo", "VP", "Không", N],
        [3, "14", "BC-BQL", "03/11/2023", "Báo cáo", "QLĐT", "Trần Văn Thử 03/11/2023 08:15", N],
    ],
    Expected("outgoing_documents", 3, values={"is_signed": [True, False, True]}),
)
case(
    "documents_signed_by_their_file",
    [
        ["SỔ VĂN BẢN ĐI đến ngày 12/11/2023"],
        [*DOCS[:6], "Tệp đính kèm"],
        [1, "12", "BC-BQL", "02/11/2023", "Báo cáo", "VP", "12.signed.pdf"],
        [2, "13", "BC-BQL", "02/11/2023", "Báo cáo", "VP", "13.pdf"],
        [3, "14", "BC-BQL", "02/11/2023", "B", "VP", "14.ldsigned.pdf"],
    ],
    Expected("outgoing_documents", 3, values={"is_signed": [True, False, True]}),
)
DOSSIERS = [
    "STT",
    "Mã hồ sơ",
    "Tên TTHC",
    "Chủ hồ sơ",
    "Hình thức nộp",
    "Ngày tiếp nhận",
    "Ngày hẹn trả",
    "Ngày kết thúc xử lý",
    "Phòng xử lý",
    "Trạng thái",
]
case(
    "dossiers",
    [
        ["DANH SÁCH HỒ SƠ THỦ TỤC HÀNH CHÍNH"], ["Tính đến ngày 12/11/2023"], DOSSIERS,
        [1, "H24.16-231101-0001", "Cấp C/O", "Công ty A", "Trực tuyến", "01/11/2023 08:00", "02/11/2023 17:00", "02/11/2023 16:00", "QLDN", "Đã trả kết quả"],
        [2, "h24.16 - 231101-0002", "Cấp C/O", "Công ty B", "Trực tiếp", "01/11/2023", "02/11/2023", N, "QLDN", "Đang xử lý"],
        [3, N, "Cấp C/O", "Công ty C", "Bưu chính công ích", "01/11/2023", "02/11/2023", N, "QLDN", "Đang xử lý"],
    ],
    Expected("dossiers", 2, 1, codes=("missing_value",), values={"dossier_code": ["H24.16-231101-0001", "H24.16-231101-0002"], "channel": ["online", "direct"], "promised_at": [datetime(2023, 11, 2, 17), datetime(2023, 11, 2, 23, 59, 59)]}),
)  # fmt: skip
COUNTS = ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Số hồ sơ tiếp nhận", "Số hồ sơ đã giải quyết", N, N, "Số hồ sơ đang giải quyết", N]  # fmt: skip
case(
    "counts_of_the_national_portal",
    [
        ["SỐ LIỆU HỒ SƠ THEO THỦ TỤC TRÊN CỔNG DỊCH VỤ CÔNG QUỐC GIA"],
        ["(Bộ chỉ số theo Quyết định số 766/QĐ-TTg; từ ngày 01/01/2023 đến ngày 12/11/2023)"],
        COUNTS,
        [N, N, N, N, "Tổng số", "Trước và đúng hạn", "Quá hạn", "Tổng số", "Quá hạn"],
        [f"({n})" for n in range(1, 10)],
        ["I", "Lĩnh vực: Thương mại quốc tế"],
        [1, "1.000123", "Cấp C/O mẫu D", "1.560", 1555, 1552, 3, 5, 0],
        [2, "1.000456", "Cấp giấy phép lao động", 620, 610, 600, 9, 10, 1],
        [3, "1.000789", "Cấp giấy phép môi trường", "năm mươi", 40, 38, 2, 10, 0],
        ["Tổng cộng", N, N, 2230, 2205, 2190, 14, 25, 1],
    ],
    Expected(
        "dossier_counts",
        2,
        1,
        codes=("points_do_not_add_up", "invalid_number"),
        skipped={"numbering": 1, "group": 1, "total": 1},
        values={
            "received": [1560, 620], "resolved": [1555, 610], "on_time": [1552, 600], "resolved_late": [3, 9],
            "pending": [5, 10], "pending_overdue": [0, 1], "procedure_code": ["1.000123", "1.000456"],
        },
    ),
    merge=("A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:G3", "H3:I3"),
)  # fmt: skip
case(
    "counts_by_procedure_in_one_heading_row",
    [
        ["Số liệu 766 đến ngày 12/11/2023"],
        [
            "Thủ tục",
            "Phòng xử lý",
            "Tổng số hồ sơ tiếp nhận",
            "Đã giải quyết đúng hạn",
            "Đã giải quyết quá hạn",
        ],
        ["Cấp C/O mẫu D", "QLDN", 12, 10, 1],
        ["Cấp C/O mẫu D", N, 3, 3, 0],
        ["Cấp C/O mẫu D", "P.QLĐT", 4, 4, 0],
    ],
    Expected(
        "dossier_counts",
        3,
        values={"department_code": ["QLDN", None, "QLDT"], "received": [12, 3, 4]},
    ),
)
case(
    "dossiers_titled_like_the_national_counts",
    [
        ["SỐ LIỆU HỒ SƠ THEO THỦ TỤC TRÊN CỔNG DỊCH VỤ CÔNG QUỐC GIA (766)"], ["Tính đến ngày 12/11/2023"], DOSSIERS,
        [1, "H24.16-231101-0001", "Cấp C/O", "Công ty A", "Trực tuyến", "01/11/2023 08:00", "02/11/2023 17:00", "02/11/2023 16:00", "QLDN", "Đã trả kết quả"],
    ],
    Expected("dossiers", 1),
)  # fmt: skip
case(
    "apologies",
    [
        ["SỔ THEO DÕI XIN LỖI CÔNG KHAI"],
        ["Đến ngày 12/11/2023"],
        [
            "STT",
            "Mã hồ sơ",
            "Đơn vị",
            "Ngày hẹn trả",
            "Số ngày quá hạn",
            "Phiếu xin lỗi",
            N,
            "Lý do",
            "Ngày hẹn lại",
        ],
        [N] * 5 + ["Số", "Ngày", N, N],
        [
            1,
            "H24.16-231001-0001",
            "QLĐT",
            "05/10/2023",
            3,
            "12/PXL",
            "04/10/2023",
            "Thiếu ý kiến",
            "10/10/2023",
        ],
        [2, N, "QLĐT", "05/10/2023", 1, N, N, N, N],
    ],
    Expected(
        "apologies",
        1,
        1,
        codes=("missing_value",),
        values={
            "apology_number": ["12/PXL"],
            "apology_date": [date(2023, 10, 4)],
            "has_reason_column": [True],
            "has_signer_column": [False],
            "has_published_column": [False],
        },
    ),
    merge=("F3:G3", "A3:A4", "B3:B4", "C3:C4", "D3:D4", "E3:E4", "H3:H4", "I3:I4"),
)
SET = ["Mã", "Tiêu chí", "Điểm tối đa", "Cách tính điểm"]
SETS: Rows = [
    ["BỘ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH"],
    ["(Kèm theo Quyết định số 3078/QĐ-UBND ngày 21/9/2022)"],
    SET,
]
case(
    "indicator_set",
    [
        *SETS,
        ["1", "Chỉ đạo", 2, N],
        ["1.1", "Kế hoạch", "0,5", "Ban hành đúng hạn: 0,5 điểm"],
        ["1.2", "Báo cáo", 1.5, "Đủ báo cáo"],
    ],
    Expected(
        "indicator_set",
        3,
        as_of=date(2022, 9, 21),
        values={"parent_code": [None, "1", "1"], "decision": ["3078/QĐ-UBND"] * 3},
    ),
)
case(
    "indicator_set_that_does_not_add_up",
    [*SETS, ["1", "Chỉ đạo", 3, N], ["1.1", "Kế hoạch", 0.5, "x"], ["1.2", "Báo cáo", 1.5, "y"]],
    Expected(
        "indicator_set",
        3,
        codes=("points_do_not_add_up",),
        as_of=date(2022, 9, 21),
    ),
)
case(
    "codes_damaged_by_excel",
    [
        *SETS,
        [1, "Chỉ đạo", 10, N],
        *([float(f"1.{n}") if n < 10 else 1.1, f"TC {n}", 1, "x"] for n in range(1, 11)),
    ],
    Expected(
        "indicator_set",
        11,
        codes=("code_damaged_by_excel",),
        as_of=date(2022, 9, 21),
        values={"code": ["1", *(f"1.{n}" for n in range(1, 11))]},
    ),
)
SCORES = [
    "TT",
    "Lĩnh vực/Tiêu chí/Tiêu chí thành phần",
    "Điểm tối đa",
    "Điểm tự chấm",
    "Tài liệu kiểm chứng",
    "Ghi chú",
]
case(
    "self_scores",
    [
        ["BẢNG TỰ CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2023"],
        ["Tính đến ngày 12/11/2023"],
        SCORES,
        ["1", "Chỉ đạo", 2, 1.5, N, N],
        ["1.1", "Kế hoạch", 0.5, "0,5", "KH 01", N],
        ["1.2", "Báo cáo", 1.5, 1, N, N],
        ["1.3", "Sáng kiến", 1, "1,5", N, N],
        ["1.4", "Đối thoại", 1, "Không phát sinh", N, N],
        ["Tổng cộng", N, 6, 4.5],
    ],
    Expected(
        "indicator_scores",
        4,
        1,
        codes=("score_above_maximum", "points_do_not_add_up"),
        skipped={"total": 1},
        values={"year": [2023] * 4, "round": ["self"] * 4, "is_not_applicable": [False, False, False, True]},
    ),
)
SHORTFALLS = [
    "STT",
    "Mã tiêu chí",
    "Nội dung",
    "Điểm tối đa",
    "Điểm đạt 2022",
    "Điểm bị trừ",
    "Nguyên nhân",
    "Phòng chịu trách nhiệm",
    "Biện pháp khắc phục",
    "Thời hạn",
    "Kết quả",
]
case(
    "shortfalls",
    [
        ["PHỤ LỤC 1: TỒN TẠI, HẠN CHẾ CHỈ SỐ CCHC NĂM 2022"],
        ["Cập nhật ngày 12/11/2023"],
        SHORTFALLS,
        [
            1,
            "1.2",
            "Báo cáo",
            1,
            "0,75",
            "0,25",
            "Gửi chậm",
            "VP",
            "Lập lịch",
            "Trước ngày 14/11/2023",
            "Đã khắc phục",
        ],
        [2, "3.4.2", "Xin lỗi", 1.5, 1, 1, "Thiếu", "QLĐT, QLLĐ", "Rà soát", "Quý IV/2023", "Đang thực hiện"],
        [3, "7.2", "Ký số", 1, 1.5, N, N, N, N, N, N],
    ],
    Expected(
        "shortfalls",
        2,
        1,
        codes=("points_do_not_add_up", "score_above_maximum"),
        values={
            "year": [2022, 2022],
            "department_codes": [["VP"], ["QLDT", "QLLD"]],
            "due_date": [date(2023, 11, 13), date(2023, 12, 31)],
            "status": ["done", "in_progress"],
        },
    ),
)
ASSIGNMENTS = [
    "STT",
    "Mã tiêu chí",
    "Nhiệm vụ",
    "Đơn vị chủ trì",
    "Đơn vị phối hợp",
    "Lãnh đạo phụ trách",
    "Sản phẩm/minh chứng",
    "Thời hạn",
    "Tình trạng",
    "Ghi chú",
]
case(
    "assignments",
    [
        ["PHỤ LỤC 2: PHÂN CÔNG NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH NĂM 2023"], ["Cập nhật ngày 12/11/2023"], ASSIGNMENTS,
        ["I", "Chỉ đạo, điều hành"],
        [1, "1.1", "Ban hành kế hoạch", "Văn phòng\nPhòng KHTH", "Các phòng, đơn vị", "Phó Trưởng ban", "Kế hoạch", "Trước 30/11", "Đang thực hiện", N],
        [2, "1.2", "Báo cáo định kỳ", "Các phòng, đơn vị", N, N, "Báo cáo", "Hằng tháng, trước ngày 20", "Đang thực hiện", N],
        [3, "1.3", "Kiểm tra", "Tổ công tác lạ", N, N, "Biên bản", "Tháng 11/2023", "Chưa thực hiện", N],
        [4, "1.4", "Tuyên truyền", "VP", N, N, "Tin bài", "khi nào xong thì xong", "Hoàn thành", N],
    ],
    Expected("assignments", 3, 1, codes=("unknown_department", "unclear_deadline"), skipped={"group": 1}, values={"due_date": [date(2023, 11, 29), None, None], "recurrence": [None, "monthly", None], "year": [2023] * 3, "lead_codes": [["VP", "KHTH"], ["VP", "QLDT", "QLDN", "QHXD", "TNMT", "QLLD", "KHTH", "VPDD", "TTXT", "TCKKT"], ["VP"]]}),
)  # fmt: skip
RESULTS = ["STT", "Năm", "Cơ quan", "Điểm", "Xếp hạng"]
case(
    "ddci",
    [
        ["KẾT QUẢ DDCI ĐẾN NGÀY 12/11/2023"],
        RESULTS,
        [1, 2022, "Sở Công Thương", "80,98", 1],
        [2, 2022, "Ban Quản lý Khu kinh tế", 77.39, 5],
    ],
    Expected("ddci", 2, values={"index_name": ["DDCI", "DDCI"]}),
)
case(
    "sipas",
    [
        ["CHỈ SỐ HÀI LÒNG (SIPAS), cập nhật 12/11/2023"],
        [*RESULTS[:3], "Chỉ số thành phần", *RESULTS[3:]],
        [1, 2022, "BQL KKT", "Tiếp cận dịch vụ", "85,5 %", 3],
    ],
    Expected("sipas", 1),
)
case(
    "par_results",
    [
        ["CHỈ SỐ CẢI CÁCH HÀNH CHÍNH CÁC SỞ, BAN, NGÀNH đến ngày 12/11/2023"],
        RESULTS,
        [1, 2022, "BQL KKT", 88.28, 10],
    ],
    Expected("par_results", 1),
)
case(
    "index_of_no_name",
    [["KẾT QUẢ ĐẾN NGÀY 12/11/2023"], RESULTS, [1, 2022, "BQL KKT", 88.28, 10]],
    Expected("ddci", 1),
    choice="kind",
)
case(
    "index_of_no_name_settled",
    [["KẾT QUẢ ĐẾN NGÀY 12/11/2023"], RESULTS, [1, 2022, "BQL KKT", 88.28, 10]],
    Expected("sipas", 1),
    options=Options(kind="sipas"),
)

# --- found by probing -----------------------------------------------------------------------------------

case(
    "tcvn3_in_one_cell_only",
    [
        *TITLE,
        HEAD,
        with_(A, text="B¸o c¸o c«ng viÖc"),
        with_(B, text="Báo cáo đúng Unicode"),
        with_(C, text="Hồ sơ; lập hè"),
    ],
    Expected(
        TASKS,
        3,
        codes=("text_converted",),
        values={"subject": ["Báo cáo công việc", "Báo cáo đúng Unicode", "Hồ sơ; lập hè"]},
    ),
)
case(
    "label_and_day_in_two_cells",
    [["CÔNG VIỆC HPNET"], ["Ngày chốt số liệu:", N, date(2023, 11, 12)], HEAD, A],
    Expected(TASKS, 1),
)
LONG = ["STT", "Mã công việc trên hệ thống HpNet", "Nội dung công việc được giao", "Phòng, đơn vị xử lý chính", "Ngày giao việc cho đơn vị", "Hạn hoàn thành công việc"]  # fmt: skip
case(
    "long_headings",
    [*TITLE, LONG, [1, "CV-1", "Việc", "VP", "01/11/2023", "20/11/2023"]],
    Expected(TASKS, 1, values={"due_date": [date(2023, 11, 20)]}),
)
case(
    "title_between_pages",
    [*TITLE, HEAD, A, ["BAN QUẢN LÝ KHU KINH TẾ"], ["THỐNG KÊ CÔNG VIỆC ĐƯỢC GIAO"], HEAD, B],
    Expected(TASKS, 2, skipped={"repeated_header": 1}),
)
case(
    "groups_of_persons",
    [
        *TITLE,
        HEAD,
        ["I", "Văn phòng"],
        ["1", "Nguyễn Văn A"],
        with_(A, unit=N),
        ["2", "Lê Thị B"],
        with_(B, order=1, unit=N),
    ],
    Expected(TASKS, 2, codes=("carried_down",) * 2, skipped={"group": 3}),
)

# --- headings, days and names of other authors ----------------------------------------------------------

case(
    "period_with_colons",
    [["CÔNG VIỆC HPNET"], ["Từ ngày: 01/10/2023 - Đến ngày: 12/11/2023"], HEAD, A],
    Expected(TASKS, 1),
)
case(
    "month_is_only_a_suggestion",
    [["CÔNG VIỆC HPNET THÁNG 11 NĂM 2023"], HEAD, A],
    Expected(TASKS, 1, as_of=None),
    choice="as_of",
)
WITHOUT_UNIT = [n for n in range(len(HEAD)) if HEAD[n] != "Đơn vị xử lý"]
case(
    "unit_named_as_the_owner",
    [
        ["VĂN PHÒNG"],
        ["CÔNG VIỆC CỦA PHÒNG QUẢN LÝ LAO ĐỘNG ĐẾN NGÀY 12/11/2023"],
        [HEAD[n] for n in WITHOUT_UNIT],
        [A[n] for n in WITHOUT_UNIT],
    ],
    Expected(TASKS, 1, codes=("carried_down",), values={"department_code": ["QLLD"]}),
)
TWICE = [*HEAD, "Hạn xử lý"]
case(
    "two_limits_that_differ",
    [*TITLE, TWICE, [*A, "29/11/2023"], [*B, "30/11/2023"]],
    Expected(TASKS, 2),
    choice="column",
)
case(
    "two_limits_and_a_kind",
    [*TITLE, TWICE, [*A, "29/11/2023"], [*B, "30/11/2023"]],
    Expected(TASKS, 2, codes=("repeated_heading",)),
    options=Options(kind=TASKS),
)
case("second_limit_is_blank", [*TITLE, TWICE, [*A, N], [*B, " "]], Expected(TASKS, 2))
case(
    "two_columns_of_prose",
    [*TITLE, [*HEAD, "Ghi chú", "Ghi chú"], [*A, "một", "hai"]],
    Expected(TASKS, 1, codes=("repeated_heading",), values={"note": ["một"]}),
)
case(
    "set_without_rules_named_by_its_title",
    [
        ["BỘ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH"],
        ["(Kèm theo Quyết định số 3078/QĐ-UBND ngày 21/9/2022)"],
        ["STT", "Mã", "Lĩnh vực/Tiêu chí/Tiêu chí thành phần", "Điểm tối đa"],
        [1, "1", "Chỉ đạo", "3,00"],
        [2, "1.1", "Kế hoạch", "1,00"],
        [3, "1.2", "Báo cáo", "2,00"],
    ],
    Expected("indicator_set", 3, as_of=date(2022, 9, 21)),
)
case(
    "points_beyond_any_paper",
    [
        ["BẢNG TỰ CHẤM ĐIỂM CCHC NĂM 2023 ĐẾN NGÀY 12/11/2023"],
        ["Mã", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm"],
        ["1", "a", 1e12, 5],
        ["2", "b", 5, 4],
    ],
    Expected("indicator_scores", 1, 1, codes=("invalid_number",)),
)
case(
    "service_units_by_their_common_name",
    [["PHỤ LỤC 2: PHÂN CÔNG NHIỆM VỤ"], ["Đến ngày 12/11/2023"], ASSIGNMENTS, [1, "1.1", "Việc", "Đơn vị sự nghiệp", N, N, "Báo cáo", "30/11/2023", N, N]],
    Expected("assignments", 1, values={"lead_codes": [["TTXT", "TCKKT"]]}),
)  # fmt: skip
case(
    "archive_statistics_are_no_index",
    [
        ["THỐNG KÊ KẾT QUẢ LẬP HỒ SƠ VÀ GIAO NỘP LƯU TRỮ đến ngày 12/11/2023"],
        [
            "TT",
            "Tên đơn vị",
            "HS đang thực hiện",
            "HS trả lại",
            "HS đã tiếp nhận",
            "Tổng VB chủ trì",
            "Tỷ lệ",
        ],
        [1, "Văn phòng", 1, 2, 3, 4, "90%"],
    ],
    refused="unrecognised_layout",
)
case(
    "dossier_states_as_national_codes",
    [
        ["HỒ SƠ TTHC MỘT CỬA ĐẾN NGÀY 12/11/2023"],
        ["STT", "Mã hồ sơ", "Tên TTHC", "Hình thức nộp", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày trả kết quả", "Phòng xử lý", "Trạng thái"],
        [1, "H1", "x", 2, "01/11/2023", "08/11/2023", "07/11/2023", "QLLĐ", 10],
        [2, "H2", "x", "1", "01/11/2023", "08/11/2023", N, "QLLĐ", "4"],
    ],
    Expected("dossiers", 2, values={"status": ["returned", "in_progress"], "channel": ["online", "direct"]}),
)  # fmt: skip
case(
    "legend_beside_the_table",
    [
        *TITLE,
        [*HEAD, N, "Chú giải", "Ý nghĩa"],
        [*A, N, "Có", "đã báo cáo"],
        [N] * 11 + ["Chưa", "chưa báo cáo"],
    ],
    Expected(TASKS, 1, codes=("stray_cell",) * 2, skipped={"note": 1}),
)
case(
    "unit_with_another_i_and_its_part",
    [
        *TITLE,
        HEAD,
        with_(A, unit="phòng quản lí đầu tư"),
        with_(B, unit="Phòng QLĐT (chủ trì)"),
        with_(C, unit="VP ĐD"),
    ],
    Expected(TASKS, 3, values={"department_code": ["QLDT", "QLDT", "VPDD"]}),
)

# --- results of an index across columns -----------------------------------------------------------------

OWN = "Ban Quản lý Khu kinh tế Hải Phòng"
case(
    "sipas_component_by_component",
    [
        ["CHỈ SỐ HÀI LÒNG (SIPAS) NĂM 2022, cập nhật 12/11/2023"],
        ["STT", "Cơ quan", "Tiếp cận dịch vụ", "Công chức", "Góp ý", "Kết quả dịch vụ", "Chỉ số SIPAS", "Xếp hạng"],
        [1, OWN, "80%", "81", "82,5", 83, 84, 9],
        [2, "Sở X", "80", "không rõ", "82,5", 83, 84, 10],
    ],
    Expected("sipas", 1, 1, codes=("invalid_number",), values={
        "component": ["Tiếp cận dịch vụ", "Công chức", "Góp ý", "Kết quả dịch vụ", ""],
        "year": [2022] * 5, "source_row": [3] * 5, "rank": [N, N, N, N, 9],
    }),
)  # fmt: skip
case(
    "ddci_year_by_year",
    [
        ["KẾT QUẢ CHỈ SỐ DDCI QUA CÁC NĂM, cập nhật 12/11/2023"],
        ["STT", "Sở, ban, ngành", "Năm 2021", 2022, "2023"],
        [1, OWN, "73,00", N, "77,39"],
    ],
    Expected("ddci", 1, values={"year": [2021, 2023], "score": [73.0, 77.39], "component": ["", ""]}),
)
case(
    "par_points_and_place_of_each_year",
    [
        ["CHỈ SỐ CCHC CÁC SỞ, BAN, NGÀNH, cập nhật 12/11/2023"],
        ["STT", "Cơ quan", "2021", N, "2022", N],
        [N, N, "Điểm", "Hạng", "Điểm", "Hạng"],
        [1, OWN, "85,2", 10, "86", 12],
    ],
    Expected("par_results", 1, values={"year": [2021, 2022], "score": [85.2, 86.0], "rank": [10, 12]}),
    merge=("A2:A3", "B2:B3", "C2:D2", "E2:F2"),
)
case(
    "own_agency_is_no_letterhead",
    [
        ["DDCI NĂM 2022, cập nhật 12/11/2023"],
        ["Cơ quan", "Điểm"],
        ["Sở X", 80],
        ["BAN QUẢN LÝ KHU KINH TẾ", 77],
    ],
    Expected("ddci", 2, values={"score": [80, 77]}),
)
case(
    "formula_never_calculated_in_a_year",
    [
        ["KẾT QUẢ CHỈ SỐ DDCI, cập nhật 12/11/2023"],
        ["STT", "Sở, ban, ngành", "Năm 2021", "Năm 2022"],
        [1, OWN, 73, "=C3+1"],
        [2, "Sở X", 74, 75],
    ],
    Expected("ddci", 1, 1, codes=("formula_without_value",), values={"year": [2021, 2022]}),
)
case(
    "list_of_several_indices",
    [
        ["KẾT QUẢ CÁC CHỈ SỐ ĐÃ CÔNG BỐ, cập nhật 12/11/2023"],
        ["STT", "Chỉ số", "Năm", "Cơ quan", "Điểm", "Thứ hạng"],
        [1, "PAR INDEX", 2022, OWN, "86,5", 12],
        [2, "SIPAS", 2022, OWN, "88,09", 7],
        [3, "PCI", 2022, "Hải Phòng", 70, 3],
    ],
    Expected("par_results", 3, values={"index_name": ["PAR_SO", "SIPAS", "PCI"]}),
)
case(
    "list_of_one_index_named_in_its_rows",
    [["KẾT QUẢ, cập nhật 12/11/2023"], ["Tên chỉ số", *RESULTS[1:]], ["DDCI", 2022, OWN, "77,39", 5]],
    Expected("ddci", 1, values={"index_name": ["DDCI"]}),
)
case(
    "points_as_given_and_a_band",
    [
        ["CÔNG BỐ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2022, cập nhật 12/11/2023"],
        ["STT", "Tên đơn vị", "Điểm chấm thực tế", "Xếp loại"],
        [1, OWN, "88,99", "Tốt"],
    ],
    Expected("par_results", 1, values={"score": [88.99], "year": [2022]}),
)

"""Do realistic office files, counted by hand, give the numbers and the words that the contract promises?"""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from data_loaders.declared.outcome import Options
from data_loaders.intake.reading import Received
from data_loaders.publishing import ingest
from data_loaders.received.sheets import Sheet
from data_loaders.tables.recognise import headers_of
from data_loaders.tables.sheet_header import SheetText
from domain.agency.scope import command_line
from metrics.__main__ import ask
from store.current.pointer import current
from store.disk.home import Home, resolve_home

ROOT = Path(__file__).resolve().parents[2]
N = None
TASK_HEAD = [
    "STT", "Mã công việc", "Số/Ký hiệu", "Nội dung công việc", "Đơn vị xử lý", "Người xử lý chính", "Ngày giao",
    "Hạn hoàn thành", "Ngày hoàn thành", "Tình trạng", "Báo cáo hoàn thành", "Lưu trữ", "Mã hồ sơ",
]  # fmt: skip
TITLE = ["Danh sách công việc tính đến ngày 10/11/2023"]


def book(rows: Sequence[Sequence[Any]], *, merges: Sequence[str] = (), change: Any = None) -> bytes:
    """A workbook of one sheet; texts that begin with = stay texts."""
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    for row in rows:
        sheet.append(list(row))
    for merge in merges:
        sheet.merge_cells(merge)
    for row in sheet.iter_rows():
        for cell in row:
            if isinstance(cell.value, str) and cell.value.startswith("="):
                cell.data_type = "s"
    if change:
        change(workbook, sheet)
    file = io.BytesIO()
    workbook.save(file)
    return file.getvalue()


def task(n: int, code: str | None, unit: str | None = "VP", *, due: Any = "10/11/2023", done: Any = N, given: Any = "01/11/2023", reported: Any = "Có") -> list[Any]:  # fmt: skip
    state = "Đã hoàn thành" if done else "Đang xử lý"
    return [n, code, f"{n}/BQL", f"Việc {code}", unit, "A", given, due, done, state, reported, "Đã lưu", N]


def tasks_of(day: str, *rows: Sequence[Any]) -> bytes:
    return book([[f"Danh sách công việc tính đến ngày {day}"], TASK_HEAD, *rows])


def checked(name: str, content: bytes, home: Home, **options: Any) -> dict[str, Any]:
    return ingest.check(home, [Received(name, content, Options(**options))]).files[0].as_json()


def loaded(home: Home, *files: tuple[str, bytes]) -> list[dict[str, Any]]:
    outcome = ingest.load(home, [Received(name, content) for name, content in files], person="An")
    return [one.as_json() for one in outcome.files]


def metric(home: Home, name: str, department: str, as_of: str | None = None) -> dict[str, Any]:
    rows = ask(name, as_of, None, str(home.path)).rows
    return next(row for row in rows if row["department_code"] == department)


def counts(report: dict[str, Any]) -> list[tuple[int, int, int]]:
    return [(t["data_rows"], t["accepted_rows"], t["rejected_rows"]) for t in report["tables"]]


def issues(report: dict[str, Any], severity: str | None = None) -> list[tuple[Any, ...]]:
    return [
        (one["code"], one["row"], one["column"])
        for one in report["issues"]
        if severity in (None, one["severity"])
    ]


def skipped(report: dict[str, Any], why: str) -> list[int]:
    return [row["row"] for row in report["tables"][0]["skipped"] if row["why"] == why]


def has(found: dict[str, Any], **expected: Any) -> None:
    assert {name: found[name] for name in expected} == expected


@pytest.fixture
def home(tmp_path):
    return resolve_home(tmp_path / "home")


# --- an HpNet export as the office makes it ------------------------------------------------------------------

GROUPED = [
    ["UBND THÀNH PHỐ HẢI PHÒNG", N, N, N, N, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
    ["BAN QUẢN LÝ KHU KINH TẾ", N, N, N, N, "Độc lập - Tự do - Hạnh phúc"],
    [],
    ["DANH SÁCH CÔNG VIỆC ĐƯỢC GIAO"],
    ["(Tính đến hết ngày 10 tháng 11 năm 2023)"],
    [],
    ["TT", "Mã CV", "Số, ký hiệu VB", "Nội dung", "Đơn vị chủ trì", "Cán bộ xử lý", "Thời gian", N, N, "Kết quả", N, N, "Mã hồ sơ"],
    [N, N, N, N, N, N, "Ngày giao", "Hạn xử lý", "Ngày hoàn thành", "Tình trạng", "Báo cáo HT", "Lưu trữ", N],
    [f"({n})" for n in range(1, 14)],
    ["A", "Khối văn phòng"],
    ["I", "Văn phòng"],
    [1, "CV001", "12/BQL-VP", "Tổng hợp báo cáo tháng 10", N, "A", "02/11/2023", "05/11/2023", "04/11/2023", "Đã hoàn thành", "Có", "Đã lưu", "01.VP"],
    [2, "CV002", "13/BQL-VP", "Cộng tác viên tuyên truyền", N, "B", datetime(2023, 11, 1), datetime(2023, 11, 6), datetime(2023, 11, 8), "Hoàn thành quá hạn", "x", "", N],
    [3, "CV003", "14/BQL-VP", "Người lập kế hoạch đào tạo", N, "C", 45232, 45240, N, "Đang xử lý", "Chưa", "Chưa lưu", N],
    [N, N, N, "Cộng Văn phòng: 3"],
    ["II", "Phòng Quản lý Đầu tư"],
    [1, "CV004", "15/BQL", "Việc A", "P.QLĐT", "A", "05/11/2023", "12/11/2023 17:00", N, "Đang xử lý", "-", "-", N],
    [2, "CV005", "16/BQL", "Việc B", "phong quan ly dau tu", "B", "06/11/2023", N, "12/11/2023", "Đã xử lý", "1", "0", "02.DT"],
    [3, "CV006", "17/BQL", "Việc C", "P.QLĐT; P.QLLĐ", "B", "06/11/2023", N, N, "Mới", N, N, N],
    [4, "CV004", "15/BQL", "Việc A (trùng)", "QLĐT", "A", "05/11/2023", "12/11/2023", N, "Đang xử lý", "-", "-", N],
    [5, "CV007", "18/BQL", "Việc D", "QLDT", "B", "32/10/2023", "31/02/2023", N, "Mới", N, N, N],
    [6, "CV008", "19/BQL", "=cmd|' /C calc'!A0", "QLĐT", "B", "06/11/2023", "Không thời hạn", N, "Mới", N, N, N],
    [N, "Tổng cộng", 9],
    [],
    [N, "Người lập biểu", N, N, N, N, N, N, N, "CHÁNH VĂN PHÒNG"],
    [N, "(Ký, ghi rõ họ tên)"],
    [N, "Nguyễn Thị Mẫu", N, N, N, N, N, N, N, "Trần Văn Mẫu"],
]  # fmt: skip


def test_grouped_export_with_signatures(home):
    (report,) = loaded(home, ("t1.xlsx", book(GROUPED, merges=["G7:I7", "J7:L7"])))

    assert report["status"] == "loaded"
    (table,) = report["tables"]
    has(table, kind="hpnet_tasks", as_of="2023-11-10", header_rows=[7, 8])
    assert counts(report) == [(9, 6, 3)]
    assert [skipped(report, why) for why in ("numbering", "group", "subtotal", "total", "signature")] == [
        [9], [10, 11, 16], [15], [23], [25, 26, 27],
    ]  # fmt: skip
    assert issues(report, "error") == [
        ("several_lead_departments", 19, "Đơn vị chủ trì"),
        ("duplicate_key", 20, "Mã CV"),
        ("invalid_date", 21, "Ngày giao"),
        ("invalid_date", 21, "Hạn xử lý"),
    ]
    has(
        metric(home, "tasks", "VP"),
        total=3, completed=2, completed_on_time=1, completed_late=1, open=1, reported=2, archived=1,
    )  # fmt: skip
    has(metric(home, "tasks", "QLDT"), total=3, completed=0, open_in_time=1, open_no_deadline=2, reported=1)


def test_three_header_rows_name_both_dates(home):
    head = [
        ["STT", "Mã CV", "Nội dung", "Đơn vị", "Thời gian", N, N, "Kết quả thực hiện", N, N, N],
        [N, N, N, N, "Ngày giao", "Hạn xử lý", "Ngày hoàn thành", "Báo cáo hoàn thành", N, "Lưu trữ", N],
        [N, N, N, N, N, N, N, "Có/Chưa", "Ngày", "Có/Chưa", "Ngày"],
    ]
    merges = [
        "E3:G3",
        "H3:K3",
        "H4:I4",
        "J4:K4",
        "A3:A5",
        "B3:B5",
        "C3:C5",
        "D3:D5",
        "E4:E5",
        "F4:F5",
        "G4:G5",
    ]
    rows = [
        [1, "A1", "v", "VP", "01/11/2023", "05/11/2023", "04/11/2023", "Có", "05/11/2023", "Chưa", N],
        [
            2,
            "A2",
            "v",
            "VP",
            "01/11/2023",
            "05/11/2023",
            "04/11/2023",
            "Có",
            "33/11/2023",
            "Có",
            "34/11/2023",
        ],
        [
            3,
            "A3",
            "v",
            "VP",
            "01/11/2023",
            "05/11/2023",
            "04/11/2023",
            "Có",
            "05/11/2023",
            "Có",
            "06/11/2023",
        ],
    ]
    (report,) = loaded(home, ("ba dong.xlsx", book([TITLE, [N], *head, *rows], merges=merges)))

    assert report["tables"][0]["header_rows"] == [3, 4, 5]
    # Two leaves read "Ngày": only then do the parents stand before them.
    assert issues(report, "error") == [
        ("invalid_date", 7, "Kết quả thực hiện > Báo cáo hoàn thành > Ngày"),
        ("invalid_date", 7, "Kết quả thực hiện > Lưu trữ > Ngày"),
    ]
    has(metric(home, "tasks", "VP"), total=2, completed=2, reported=2, archived=1)


def test_yes_and_no_in_vni_letters(home):
    rows = [
        ["Thoáng keâ coâng vieäc tính ñeán ngaøy 10/11/2023"],
        ["STT", "Maõ coâng vieäc", "Noäi dung coâng vieäc", "Ñôn vò xöû lyù", "Ngaøy giao", "Haïn hoaøn thaønh", "Baùo caùo hoaøn thaønh"],
        [1, "CV1", "Raø soaùt", "Vaên phoøng", "01/11/2023", "10/11/2023", "Coù"],
        [2, "CV2", "Ñaàu tö", "Vaên phoøng", "01/11/2023", "10/11/2023", "Chöa"],
    ]  # fmt: skip
    (report,) = loaded(home, ("vni.xlsx", book(rows)))

    assert counts(report) == [(2, 2, 0)]
    assert {one["code"] for one in report["issues"]} == {"text_converted"}
    has(metric(home, "tasks", "VP"), total=2, reported=1)


@pytest.mark.parametrize("title", ["", "Công việc tính đến ngày 10/11/2023\n"])
def test_header_alone_has_no_row_to_accept(home, title):
    text = title + ";".join(TASK_HEAD)
    report = checked("cong-viec-2023-11-10.csv", text.encode(), home)

    assert (report["status"], counts(report)) == ("refused", [(0, 0, 0)])
    assert report["refusal"]["code"] == "no_row_accepted"


def test_stray_cell_in_the_last_corner_is_no_row(home):
    def put(workbook: Any, sheet: Any) -> None:
        sheet["XFD1048576"] = "lạc"

    report = checked("lac.xlsx", book([TITLE, TASK_HEAD, task(1, "A1")], change=put), home)

    assert counts(report) == [(1, 1, 0)]
    assert ("stray_cell", 1048576, N) in issues(report, "warning")
    assert skipped(report, "note") == [1048576]


def test_error_cells_and_formulas_are_said_once(home):
    def put(workbook: Any, sheet: Any) -> None:
        sheet["B3"].value, sheet["B3"].data_type = "#REF!", "e"
        sheet["D4"] = "=A1&B1"

    report = checked(
        "loi.xlsx", book([TITLE, TASK_HEAD, *(task(n, f"A{n}") for n in (1, 2, 3))], change=put), home
    )

    assert counts(report) == [(3, 1, 2)]
    assert issues(report) == [
        ("code_damaged_by_excel", 3, "Mã công việc"),
        ("formula_without_value", 4, "Nội dung công việc"),
    ]


def test_control_character_is_said_of_its_cell_alone(home):
    head = "Mã công việc,Nội dung công việc,Đơn vị xử lý,Ngày giao,Hạn hoàn thành\n"
    rows = "CV1,Ký\x00 tự,VP,01/11/2023,10/11/2023\nCV2,ok,VP,01/11/2023,10/11/2023\n"
    report = checked("cv-10.11.2023.csv", (head + rows).encode("utf-8-sig"), home)

    assert counts(report) == [(2, 1, 1)]
    assert issues(report) == [("illegal_character", 2, "Nội dung công việc")]


# --- Phụ lục 1, Phụ lục 2, TTHC, xin lỗi ------------------------------------------------------------------


def test_appendix_one_keeps_the_list_of_every_unit_in_spite_of_a_rejected_row(home):
    rows = [
        ["PHỤ LỤC 1: TỒN TẠI, HẠN CHẾ CHỈ SỐ CCHC NĂM 2022"],
        ["Tính đến 12/11/2023"],
        ["STT", "Mã tiêu chí", "Nội dung", "Điểm tối đa", "Điểm đạt 2022", "Điểm bị trừ", "Nguyên nhân", "Phòng chịu trách nhiệm", "Biện pháp khắc phục", "Thời hạn", "Kết quả"],
        [1, "1.2", "ND1", "1,00", "0,50", "0,50", "nn", "Văn phòng", "bp", "Trước ngày 14/11/2023", "Đã khắc phục"],
        [2, "3.4.1", "ND2", 3, 2.5, 0.5, "nn", "QLĐT, QHXD", "bp", "Tháng 11/2023", "Đang thực hiện"],
        [3, "7.2.1", "ND3", 1.5, 1.25, 0.5, "nn", "TNMT", "bp", N, "Chưa khắc phục"],
        [4, "7.2.2", "ND4", 1.5, 1.75, 0, "nn", "TNMT", "bp", N, "Chưa"],
        [5, "7.2.3", "ND5", "1,5", "1", "0,5", N, N, N, N, N],
        ["Tổng cộng", N, N, 8.5, 7, 2],
    ]  # fmt: skip
    (report,) = loaded(home, ("pl1.xlsx", book(rows)))

    assert counts(report) == [(5, 4, 1)]
    assert issues(report) == [
        ("points_do_not_add_up", 6, "Điểm bị trừ"),
        ("score_above_maximum", 7, "Điểm đạt 2022"),
    ]
    # One item belongs to two units: it counts for each of them and once in the sum; one is nobody's.
    has(metric(home, "shortfalls", "TOTAL"), total=4, lost=2.0, recovered=0.5, open=3)
    has(metric(home, "shortfalls", "QHXD"), total=1, lost=0.5, open=1)
    has(metric(home, "shortfalls", "KHTH"), total=0, lost=0, open=0)


def test_appendix_two_every_unit_several_leads_and_deadlines_in_words(home):
    rows = [
        ["PHỤ LỤC 2"],
        ["PHÂN CÔNG NHIỆM VỤ CẢI CÁCH HÀNH CHÍNH NĂM 2023"],
        ["(Kèm theo Thông báo ngày 09/11/2023; cập nhật đến ngày 12/11/2023)"],
        ["STT", "Mã tiêu chí", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn", "Tình trạng"],
        [1, "1.1.1", "Việc 1", "Văn phòng", "Trước ngày 14/11/2023", "Hoàn thành"],
        [2, "3.4.2", "Việc 2", "P.QLĐT, P.QLLĐ\nTNMT", "17/11/2023 (Thứ Sáu)", "Đang thực hiện"],
        [3, "1.10", "Việc 3", "Các phòng, đơn vị", "Quý IV/2023", "Chưa thực hiện"],
        [4, 7.2, "Việc 4", "Phòng Quản lý Quy hoạch và Xây dựng; Văn phòng đại diện tại các KCN, KKT", "Tháng 11/2023", N],
        [5, "7.2.6", "Việc 5", "KHTH", "Thường xuyên", "Đang thực hiện"],
        [6, "7.2.8", "Việc 6", "KHTH", "trước 10/11/2023", "Đang thực hiện"],
        [7, "7.2.9", "Việc 7", "Phòng Lạ", "sớm nhất có thể", "Đang thực hiện"],
    ]  # fmt: skip
    (report,) = loaded(home, ("pl2.xlsx", book(rows)))

    assert counts(report) == [(7, 6, 1)]
    assert issues(report, "error") == [("unknown_department", 11, "Đơn vị chủ trì")]
    has(metric(home, "assignments", "TOTAL"), total=6, done=1, overdue=1)
    has(metric(home, "assignments", "VP"), total=2, done=1, overdue=0)
    has(metric(home, "assignments", "KHTH"), total=3, done=0, overdue=1)
    has(metric(home, "assignments", "VPDD"), total=2)
    has(metric(home, "assignments", "TCKKT"), total=1)


DOSSIER_HEAD = [
    "STT", "Mã hồ sơ", "Tên thủ tục", "Hình thức nộp", "Ngày tiếp nhận", "Ngày hẹn trả", "Ngày kết thúc xử lý", "Đơn vị xử lý",
    "Trạng thái", "Ngày yêu cầu bổ sung", "Ngày bổ sung", "Số lần yêu cầu bổ sung",
]  # fmt: skip


def dossier(n: int, due: str, done: str | None, unit: str, state: str, asked: str | None = N, got: str | None = N, times: int = 0) -> list[Any]:  # fmt: skip
    return [
        n,
        f"H24.16-231001-{n:04}",
        "A",
        "Trực tuyến",
        "01/10/2023 08:00",
        due,
        done,
        unit,
        state,
        asked,
        got,
        times,
    ]


DOSSIERS = [
    ["DANH SÁCH HỒ SƠ TTHC"],
    ["Từ ngày 01/01/2023 đến ngày 12/11/2023"],
    DOSSIER_HEAD,
    dossier(1, "10/10/2023 17:00", "10/10/2023 16:00", "QLĐT", "Đã xử lý xong"),
    dossier(2, "10/10/2023 17:00", "10/10/2023 18:00", "QLĐT", "Đã trả kết quả"),
    dossier(3, "10/10/2023", "10/10/2023 18:00", "QLĐT", "Đã xử lý xong"),
    dossier(4, "10/10/2023", "13/10/2023", "QLĐT", "Đã xử lý xong", "05/10/2023", "09/10/2023", 1),
    dossier(5, "10/10/2023", "09/10/2023", "QLĐT", "Đã xử lý xong", "05/10/2023", "06/10/2023", 2),
    dossier(6, "10/11/2023", N, "QLLĐ", "Đang xử lý"),
    dossier(7, "12/11/2023", N, "QLLĐ", "Đang xử lý"),
    dossier(8, "10/10/2023", N, "QLLĐ", "Không được tiếp nhận"),
    dossier(9, "10/10/2023", N, "QLLĐ", "Mới đăng ký"),
    dossier(10, "05/11/2023", N, "QLLĐ", "Yêu cầu bổ sung giấy tờ", "01/11/2023", N, 1),
    dossier(11, "05/10/2023", "04/10/2023", "QLLĐ", "Công dân yêu cầu rút hồ sơ"),
]
REGISTER = [
    ["SỔ THEO DÕI XIN LỖI CÔNG KHAI NĂM 2023"],
    ["Đến ngày 12/11/2023"],
    [
        "STT",
        "Mã hồ sơ",
        "Đơn vị",
        "Số phiếu xin lỗi",
        "Ngày xin lỗi",
        "Lý do trễ hẹn",
        "Ngày hẹn lại",
        "Người ký",
    ],
    [1, "H24.16-231001-0002", "QLĐT", "05/PXL", "09/10/2023", "Bận", "12/10/2023", "A"],
    [2, "H24.16-231001-0005", "QLĐT", "06/PXL", "15/10/2023", N, "12/10/2023", "A"],
    [3, "H24.16-231001-0006", "QLLĐ", "07/PXL", "11/11/2023", "Phức tạp", "20/11/2023", "A"],
    [4, "H24.16-999999-0001", "QLLĐ", N, N, N, N, N],
]


def test_dossiers_and_their_apologies(home):
    register, _ = loaded(home, ("xl.xlsx", book(REGISTER)), ("hs.xlsx", book(DOSSIERS)))

    assert issues(register) == [("dossier_not_found", 7, "Mã hồ sơ")]
    has(metric(home, "dossiers", "QLDT"), total=5, resolved=5, resolved_on_time=3, resolved_late=2, pending=0)
    has(metric(home, "dossiers", "QLLD"), total=4, resolved=1, pending=3, pending_overdue=1)
    has(metric(home, "apologies", "QLDT"), total=2, apologised=1, missing=1, late=1, invalid=1, days_late=1)
    has(metric(home, "apologies", "QLLD"), total=1, apologised=1, late=1, days_late=2)


def test_register_without_any_dossier_list_is_not_reproached(home):
    (register,) = loaded(home, ("xl.xlsx", book(REGISTER)))

    assert issues(register) == []


def test_place_out_of_so_many_and_the_average_row(home):
    rows = [
        ["KẾT QUẢ CHỈ SỐ DDCI NĂM 2021"],
        ["STT", "Tên đơn vị", "Điểm", "Xếp hạng"],
        [1, "Sở Một", "77,39", "5/21"],
        [2, "Sở Hai", 73.1, 21],
        [3, "Sở Ba", 173.1, 1],
        ["Trung bình", N, 76.59],
    ]
    (report,) = loaded(home, ("kq 31.12.2021.xlsx", book(rows)))

    assert counts(report) == [(3, 2, 1)]
    assert (issues(report), skipped(report, "total")) == ([("score_above_maximum", 5, "Điểm")], [6])
    rows = ask("published", None, None, str(home.path)).rows
    (first,) = [row for row in rows if row["agency"] == "Sở Một"]
    has(first, index="DDCI", year=2021, score=77.39, rank=5, of=21)


# --- state over days ------------------------------------------------------------------------------------

DAY_8 = tasks_of(
    "08/11/2023",
    task(1, "A1", done="05/11/2023"),
    task(2, "A2", "QLDT"),
    task(3, "A3", "QLDT"),
    task(4, "A4", "QLLD"),
)
DAY_9 = tasks_of("09/11/2023", task(1, "A1", reported="Chưa"), task(2, "A2", "VP"), task(4, "A4", "QLLD"))
DAY_10 = tasks_of(
    "10/11/2023", task(4, "A4", "QLLD", done="10/11/2023"), task(5, "A5", "QLLD", due="09/11/2023")
)
DAYS = [("d8.xlsx", DAY_8), ("d9.xlsx", DAY_9), ("d10.xlsx", DAY_10)]


def totals(home: Home, day: str, name: str = "total") -> dict[str, int]:
    rows = ask("tasks", day, None, str(home.path)).rows
    return {row["department_code"]: row[name] for row in rows if row[name]}


def test_reopened_moved_vanished_and_one_units_export(home):
    loaded(home, *DAYS)

    assert totals(home, "2023-11-08") == {"VP": 1, "QLDT": 2, "QLLD": 1, "TOTAL": 4}
    assert totals(home, "2023-11-08", "completed") == {"VP": 1, "TOTAL": 1}
    assert totals(home, "2023-11-09") == {"VP": 2, "QLDT": 1, "QLLD": 1, "TOTAL": 4}
    assert totals(home, "2023-11-09", "completed") == {}
    assert totals(home, "2023-11-10") == {"VP": 2, "QLDT": 1, "QLLD": 2, "TOTAL": 5}
    assert totals(home, "2023-11-10", "open_overdue") == {"QLLD": 1, "TOTAL": 1}
    early = ask("tasks", "2023-11-02", None, str(home.path))
    assert early.reconstructed
    assert totals(home, "2023-11-02", "completed") == {}
    rows = ask("completion", "2023-11-10", None, str(home.path)).rows
    vanished = {
        r["department_code"]: r["vanished"]
        for r in rows
        if r["obligation"] == "task_reported" and r["vanished"]
    }
    assert vanished == {"QLDT": 1, "TOTAL": 1}


def test_order_undo_redo_rebuild_give_the_same_build(home, tmp_path):
    loaded(home, *DAYS)
    other = resolve_home(tmp_path / "other")
    for file in reversed(DAYS):
        loaded(other, file)
    build = current(home).build_id
    assert current(other).build_id == build

    ids = {one["file"]: one["import_id"] for one in ingest.imports(other, command_line())}
    ingest.undo(other, ids["d9.xlsx"], person="An")
    assert current(other).build_id != build
    assert totals(other, "2023-11-10") == {"VP": 1, "QLDT": 2, "QLLD": 2, "TOTAL": 5}
    (again,) = loaded(other, ("d9.xlsx", DAY_9))
    assert (again["status"], current(other).build_id) == ("loaded", build)
    ingest.rebuild(other)
    assert current(other).build_id == build
    assert loaded(other, ("d9.xlsx", DAY_9))[0]["status"] == "already_loaded"


def test_a_refused_file_in_the_middle_stops_nobody(home):
    reports = loaded(home, DAYS[0], ("hong.xlsx", b"PK\x03\x04garbage" * 20), DAYS[2], ("trong.csv", b""))

    assert [one["status"] for one in reports] == ["loaded", "refused", "loaded", "refused"]
    assert [one["refusal"]["code"] for one in reports if one["refusal"]] == ["corrupted", "empty_file"]
    assert totals(home, "2023-11-10")["TOTAL"] == 5


def test_rejected_rows_do_not_leave_a_hundred_percent(home):
    loaded(
        home,
        ("l.xlsx", tasks_of("10/11/2023", task(1, "C1", "Lãnh đạo Ban", done="05/11/2023"), task(2, "C2", done="05/11/2023"),
         task(3, "C3", due="31/02/2023"), task(4, "C4", "QLDT", done="06/11/2023"))),
    )  # fmt: skip

    assert totals(home, "2023-11-10") == {"VP": 1, "QLDT": 1, "LDB": 1, "TOTAL": 3}
    rows = ask("completion", None, None, str(home.path)).rows
    rates = {
        row["department_code"]: row["rate_pct"]
        for row in rows
        if row["obligation"] == "task_reported" and row["required"]
    }
    assert rates["VP"] < 100 and rates["TOTAL"] < 100
    assert (rates["QLDT"], rates["LDB"]) == (100, 100)


def test_dates_swapped_by_an_american_excel_are_asked_about(home):
    typed = [task(n, f"A{n}", given=datetime(2023, n + 4, 11)) for n in (1, 2, 3)]
    text = [task(n, f"A{n}", given=f"{n + 21}/10/2023") for n in (4, 5, 6)]
    report = checked("us.xlsx", book([TITLE, TASK_HEAD, *typed, *text]), home)

    assert counts(report) == [(6, 3, 3)]
    assert issues(report, "error") == [("ambiguous_date", row, "Ngày giao") for row in (3, 4, 5)]


# --- the command itself -----------------------------------------------------------------------------------


def test_options_stand_in_any_position(tmp_path):
    file = tmp_path / "khong ngay.xlsx"
    file.write_bytes(book([["Danh sách công việc"], TASK_HEAD, task(1, "A1")]))
    where = ["--home", str(tmp_path / "home")]
    orders = [
        [*where, "check", "--as-of", "2023-11-09", "--json", str(file), "--kind", "hpnet_tasks"],
        ["check", str(file), "--json", *where],
    ]
    for arguments, code, status in zip(orders, (0, 1), ("loadable", "needs_choice"), strict=True):
        done = subprocess.run(
            [sys.executable, "-m", "data_loaders", *arguments],
            cwd=ROOT,
            capture_output=True,
            env={**os.environ, "PYTHONUTF8": "0"},
            check=False,
        )
        (report,) = json.loads(done.stdout.decode("utf-8"))["files"]
        assert (done.returncode, report["status"]) == (code, status)
        assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    "row",
    [
        ["x{n}", "Tên thứ {n}", "chữ", *(f"giá trị {{n}} {k}" for k in range(12))],
        [
            "Nội dung",
            "Phòng",
            "Ghi chú khác",
            "Trạng thái",
            "Tên gì đó",
            *(f"văn bản {{n}} {k}" for k in range(10)),
        ],
    ],
)
def test_a_long_sheet_of_no_known_table_is_given_up_quickly(row):
    rows = [[cell.format(n=n) for cell in row] for n in range(100_000)]
    sheet = Sheet(name="S", rows=rows, row_numbers=range(1, len(rows) + 1))
    before = time.process_time()

    assert headers_of(SheetText(sheet), options=Options(), file_name="a.xlsx") == []
    # It took 12 seconds of the 20 that a whole file may take; 2 is usual now.
    assert time.process_time() - before < 8


def test_as_of_given_by_hand_overrides_the_title(home):
    report = checked("x.xlsx", book([TITLE, TASK_HEAD, task(1, "A1")]), home, as_of=date(2023, 11, 9))

    assert report["tables"][0]["as_of"] == "2023-11-09"


def test_known_bytes_are_told_the_same_as_at_first(home):
    def change(workbook, sheet):
        workbook.create_sheet("Nháp").sheet_state = "hidden"
        sheet.row_dimensions[3].hidden = True

    dossiers = [
        ["HỒ SƠ TTHC MỘT CỬA ĐẾN NGÀY 10/11/2023"],
        DOSSIER_HEAD,
        dossier(1, "01/11/2023", N, "VP", "Đang xử lý"),
    ]
    register = [
        ["SỔ XIN LỖI CÔNG KHAI ĐẾN NGÀY 10/11/2023"],
        ["STT", "Mã hồ sơ", "Phòng xử lý", "Số phiếu xin lỗi", "Ngày xin lỗi", "Lý do"],
        [1, "H-LẠ", "VP", "01/PXL", "31/02/2023", "x"],
        [2, "H-LẠ2", "Phòng Lạ", "01/PXL", "01/11/2023", "x"],
        [3, "H-LẠ3", "VP", "01/PXL", "01/11/2023", "x"],
    ]
    files = [("hs.xlsx", book(dossiers)), ("xl.xlsx", book(register, change=change))]

    first, again = loaded(home, *files)[1], loaded(home, *files)[1]

    assert (first["status"], again["status"]) == ("loaded", "already_loaded")
    assert [one["code"] for one in first["issues"]].count("dossier_not_found") == 1
    assert first["sheets_skipped"] == [{"sheet": "Nháp", "why": "hidden"}]
    assert {**again, "status": "loaded"} == first


@pytest.mark.parametrize("said", ["THÁNG 10 NĂM 2023", "tháng 10/2023"])
def test_a_month_in_the_title_is_only_suggested(home, said):
    report = checked("x.xlsx", book([[f"CÔNG VIỆC HPNET {said}"], TASK_HEAD, task(1, "A")]), home)

    # The newest day inside is offered first; the month's last day is the title's suggestion.
    assert report["choice"] == {"what": "as_of", "options": ["2023-11-01", "2023-10-31"]}


def test_columns_of_one_heading_are_offered_with_their_letters(home):
    rows = [TITLE, [*TASK_HEAD, "Hạn hoàn thành"], [*task(1, "A"), "11/11/2023"]]

    report = checked("x.xlsx", book(rows), home)

    assert report["choice"] == {"what": "column", "options": ["H: Hạn hoàn thành", "N: Hạn hoàn thành"]}

"""A file whose letters became "?" is told so once, with the way to export it again."""

import json
from datetime import date

import pytest

from data_loaders.__main__ import main
from data_loaders.declared.encodings import lost_letters
from tests.sources import workbooks

HEADINGS = (
    "STT", "Mã công việc", "Trích yếu", "Ngày giao việc", "Đơn vị xử lý", "Người xử lý chính", "Hạn hoàn thành",
    "Ngày hoàn thành", "Báo cáo hoàn thành", "Lưu trữ",
)  # fmt: skip
UNITS = ("Văn phòng", "Phòng Quản lý Đầu tư", "Phòng Quản lý Lao động", "Phòng Quản lý Doanh nghiệp")
TITLES = (("BAN QUẢN LÝ KHU KINH TẾ HẢI PHÒNG",), ("THỐNG KÊ CÔNG VIỆC ĐƯỢC GIAO TRÊN HPNET",), ("(Số liệu đến ngày 12/11/2023)",))  # fmt: skip


def lost(text: str, code_page: str = "cp1252") -> str:
    """What is left of a text that went through an encoding without Vietnamese letters."""
    return text.encode(code_page, "replace").decode(code_page)


def rows(count: int, spoil=lost, units=UNITS) -> list[tuple]:
    return [
        (n, f"CV-{n:03}", spoil(f"Việc thử số {n}"), date(2023, 11, 1), spoil(units[n % len(units)]),
         spoil("Nguyễn Thị Thử"), date(2023, 11, 20), "", "", "")
        for n in range(1, count + 1)
    ]  # fmt: skip


def checked(tmp_path, capfd, content: bytes, name: str = "Việc HpNet.xlsx") -> dict:
    path = tmp_path / name
    path.write_bytes(content)
    main(["check", str(path), "--home", str(tmp_path / "home"), "--json", "--as-of", "2023-11-12"])
    return json.loads(capfd.readouterr().out)["files"][0]


def codes(report: dict) -> list[str]:
    return [issue["code"] for issue in report["issues"]]


@pytest.mark.parametrize("count", [1, 6, 300])
@pytest.mark.parametrize("code_page", ["cp1252", "ascii", "cp437"])
def test_it_is_said_once_however_many_rows_there_are(tmp_path, capfd, count, code_page):
    content = workbooks.xlsx([*TITLES, HEADINGS, *rows(count, lambda text: lost(text, code_page))])
    report = checked(tmp_path, capfd, content)
    assert (report["status"], report["refusal"]["code"]) == ("refused", "no_row_accepted")
    assert codes(report) == ["lost_letters"]
    assert report["issues"][0]["severity"] == "error" and report["issues"][0]["row"] is None
    for words in ("dấu hỏi", "Xuất lại", ".xlsx", "UTF-8"):
        assert words in report["refusal"]["message"] and words in report["issues"][0]["message"]


def test_it_is_said_too_where_the_headings_are_lost(tmp_path, capfd):
    spoiled = [tuple(map(lost, row)) for row in (*TITLES, HEADINGS)]
    text = workbooks.csv_text([*spoiled, *rows(9)]).encode("ascii", "replace")
    report = checked(tmp_path, capfd, text, "hpnet.csv")
    assert report["status"] == "refused" and "mất thành dấu hỏi" in report["refusal"]["message"]
    assert codes(report) in ([], ["lost_letters"])


def test_rows_that_can_be_read_load_and_the_others_keep_their_own_error(tmp_path, capfd):
    mixed = [*rows(6), *rows(12, str)[6:]]
    report = checked(tmp_path, capfd, workbooks.xlsx([*TITLES, HEADINGS, *mixed]))
    (table,) = report["tables"]
    assert (report["status"], table["accepted_rows"], table["rejected_rows"]) == ("loadable", 6, 6)
    assert codes(report).count("lost_letters") == 1
    errors = {issue["row"] for issue in report["issues"] if issue["severity"] == "error"}
    assert errors == set(range(5, 11))


def test_titles_alone_that_lost_their_letters_leave_the_rows_as_they_are(tmp_path, capfd):
    spoiled = [(*row[:2], lost(row[2]), *row[3:]) for row in rows(6, str)]
    report = checked(tmp_path, capfd, workbooks.xlsx([*TITLES, HEADINGS, *spoiled]))
    assert (report["status"], report["tables"][0]["accepted_rows"]) == ("loadable", 6)
    assert codes(report) == ["lost_letters"] and report["issues"][0]["severity"] == "warning"


@pytest.mark.parametrize(
    "texts",
    [
        ["Đã xong chưa?", "Vì sao chậm?", "Ai làm? Bao giờ xong?", "Việc gì?"],
        ["Đã xong chưa?Nếu chưa thì sao", "Ai làm?Phòng nào", "Hạn?Chưa rõ"],
        ["https://a.vn/x?id=1&b=c", "http://b.vn/tim?tu=a", "c.aspx?ma=5"],
        ["?", "???", "? / ?", "1?", "(?)"],
        ["V?n phòng", "Phòng Qu?n lý"],
        ["Ti?p nhận", "Ki?m tra", "Th?c hiện", *(f"Việc thứ {n}" for n in range(200))],
    ],
    ids=["questions", "run together", "addresses", "marks alone", "two slips", "three slips in two hundred"],
)
def test_question_marks_that_somebody_typed_are_none(texts):
    assert lost_letters(texts) is None


@pytest.mark.parametrize(
    "words", ["Vi?c th?", "??u t?", "NGUY?N", "Qu?n", "l? (?ng", "Ph\ufffdng", "“?ang xử lý”"]
)
def test_members_of_the_family(words):
    assert lost_letters([f"{n} {words}" for n in range(3)]) == f"0 {words}"

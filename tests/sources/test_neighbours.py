"""Is no everyday table of the office taken for one of ours without a question?"""

from datetime import date
from pathlib import Path

import pytest

from data_loaders.__main__ import main
from data_loaders.declared.declarations import kinds
from data_loaders.declared.outcome import Choice, Options
from data_loaders.extracts.extract import extract
from data_loaders.received.limits import Limits
from data_loaders.received.sheets import read_workbook
from data_loaders.tables.evidence import neighbours
from domain.program.errors import RefusedFileError
from tests.sources import workbooks
from tests.sources.neighbours import NEIGHBOURS, Neighbour

BLAND = "Book1.xlsx"


def asked(one: Neighbour, *, titled: bool, file_name: str) -> Choice | str | None:
    """The question about a neighbour, the code of its refusal, or None where it would be loaded."""
    book = read_workbook(workbooks.xlsx({"Sheet1": one.rows(titled=titled)}), limits=Limits())
    try:
        result = extract(book, file_name=file_name, options=Options(as_of=date(2023, 11, 12)))
    except RefusedFileError as refusal:
        return refusal.code
    accepted = sum(table.accepted_rows for table in result.tables)
    return result.choice or ("no_row_accepted" if not accepted else None)


def test_there_are_enough_kinds_of_them():
    assert len({one.name for one in NEIGHBOURS}) >= 50


@pytest.mark.parametrize("one", NEIGHBOURS, ids=lambda one: one.name)
@pytest.mark.parametrize("titled", [True, False])
def test_a_neighbour_is_asked_about_or_refused(one: Neighbour, titled: bool):
    named, unnamed = (asked(one, titled=titled, file_name=file_name) for file_name in (one.file_name, BLAND))

    assert named is not None and unnamed is not None
    for choice in (named, unnamed):
        if isinstance(choice, Choice):
            assert choice.what == "kind" and set(choice.options) <= set(kinds())


@pytest.mark.parametrize(
    "name", ["incoming_processed", "petitions", "fire_safety", "contracts", "personal_kpi"]
)
def test_the_question_says_why_it_is_asked(name: str):
    (one,) = [one for one in NEIGHBOURS if one.name == name]

    choice = asked(one, titled=True, file_name=one.file_name)

    assert isinstance(choice, Choice)
    assert any(neighbour.name in choice.why for neighbour in neighbours()), choice.why


def test_a_neighbour_reaches_no_figure_and_its_kind_settles_the_question(tmp_path: Path, capfd):
    (one,) = [one for one in NEIGHBOURS if one.name == "contracts"]
    path = tmp_path / one.file_name
    path.write_bytes(workbooks.xlsx({"Sheet1": one.rows()}))
    home = ["--home", str(tmp_path / "home")]

    assert main(["load", str(path), *home]) == 1
    assert "hợp đồng" in capfd.readouterr().out
    assert main(["load", str(path), "--kind", "outgoing_documents", *home]) == 0


def test_scores_of_other_criteria_are_never_merged(tmp_path: Path, capfd):
    """A sheet named like ours whose maxima are in no set is asked about; with the codes of the set it is not."""
    head = [
        ["BẢNG TỰ CHẤM ĐIỂM CHỈ SỐ CCHC NĂM 2023 (đến ngày 10/11/2023)"],
        ["STT", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm"],
    ]
    other = [*head, *([str(n), f"Việc {n}", 12.5, 10] for n in range(1, 9))]
    path = tmp_path / "bang diem.xlsx"
    path.write_bytes(workbooks.xlsx({"Sheet1": other}))
    home = ["--home", str(tmp_path / "home")]

    assert main(["load", str(path), *home]) == 1
    assert "không có trong bộ chỉ số" in capfd.readouterr().out
    # Said to be ours it still cannot raise the index above what the set gives.
    assert main(["load", str(path), "--kind", "indicator_scores", "--accept-effect", *home]) == 1
    assert "lớn hơn điểm tối đa" in capfd.readouterr().out


BIEU_06 = [
    ("Biểu số II.06a/VPCP/KSTT",),
    ("TÌNH HÌNH, KẾT QUẢ TIẾP NHẬN, GIẢI QUYẾT TTHC TẠI CƠ QUAN, ĐƠN VỊ",),
    ("STT", "Lĩnh vực giải quyết", "Số lượng hồ sơ tiếp nhận", None, "Số lượng hồ sơ đã giải quyết", None, None),
    (None, None, "Tổng số", "Từ kỳ trước", "Tổng số", "Trước hạn", "Quá hạn"),
    (1, "Đầu tư", 120, 10, 110, 60, 2),
    (2, "Lao động", 80, 5, 78, 40, 0),
]  # fmt: skip
SCORES_766 = [
    ("KẾT QUẢ ĐÁNH GIÁ BỘ CHỈ SỐ PHỤC VỤ NGƯỜI DÂN, DOANH NGHIỆP (QĐ 766/QĐ-TTg)",),
    ("STT", "Đơn vị", "Công khai minh bạch (18)", "Tiến độ giải quyết (20)", "Dịch vụ công trực tuyến (22)", "Tổng điểm (100)"),
    (1, "Sở Thử Nghiệm", 17.5, 19.8, 15.2, 90.5),
    (2, "Sở Mẫu", 17, 19, 14, 87),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "said"), [(BIEU_06, "Biểu số II.06"), (SCORES_766, "766/QĐ-TTg")], ids=["bieu_06", "scores_766"]
)
def test_a_printed_form_that_is_none_of_ours_is_refused_by_its_name(rows, said):
    book = read_workbook(workbooks.xlsx({"Sheet1": rows}), limits=Limits())

    with pytest.raises(RefusedFileError) as refusal:
        extract(book, file_name=BLAND, options=Options(as_of=date(2023, 11, 12)))

    assert refusal.value.code == "unrecognised_layout"
    assert said in str(refusal.value)

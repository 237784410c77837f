"""May a heading name any year, and does no declaration name one?"""

import re
from datetime import date

import pytest

from data_loaders.declared.outcome import Options
from data_loaders.extracts.extract import extract
from data_loaders.received.limits import Limits
from data_loaders.received.sheets import read_workbook
from domain.program.places import DATA
from tests.sources import workbooks


@pytest.mark.parametrize("year", [2019, 2022, 2024, 2031])
def test_headings_of_a_list_of_shortfalls_may_name_any_year(year):
    rows = [
        (f"PHỤ LỤC 1: TỒN TẠI, HẠN CHẾ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM {year}",),
        ("STT", "Mã tiêu chí", "Nội dung", "Điểm tối đa", f"Điểm đạt năm {year}", f"Điểm bị trừ năm {year}",
         "Nguyên nhân", f"Kết quả {year + 1}"),
        (1, "1.1", "Kế hoạch", 1, "0,5", "0,5", "Ban hành chậm", "Đã khắc phục"),
    ]  # fmt: skip
    book = read_workbook(workbooks.xlsx({"PL1": rows}), limits=Limits())

    (table,) = extract(book, file_name="pl.xlsx", options=Options(as_of=date(2031, 11, 12))).tables

    found = {name: match.match for name, match in table.columns.items()}
    assert (table.kind, table.frame["year"]) == ("shortfalls", [year])
    assert {name: found[name] for name in ("score", "lost_points", "result_text")} == {
        "score": "exact", "lost_points": "exact", "result_text": "exact",
    }  # fmt: skip


def test_no_declaration_holds_a_year():
    for path in sorted((DATA / "sources").glob("*.toml")):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]

        assert not [line for line in lines if re.search(r"\b(?:19|20)\d\d\b", line)], path.name

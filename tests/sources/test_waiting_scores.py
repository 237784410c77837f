"""Does a score sheet wait for its own set, and does the set that comes with the product never answer for it?"""

from datetime import date

import pytest

from data_loaders.declared.outcome import Options
from data_loaders.extracts.extract import extract
from data_loaders.intake.scores_fit import doubtful_scores
from data_loaders.received.limits import Limits
from data_loaders.received.sheets import read_workbook
from domain.sets.shipped_sets import shipped_decisions
from store.disk.home import Home
from tests.sources import workbooks

OTHER = "77/QĐ-UBND"


def read(rows):
    book = read_workbook(workbooks.xlsx({"Bang": rows}), limits=Limits())
    return extract(book, file_name="bang.xlsx", options=Options(as_of=date(2023, 11, 12)))


def sheet(decision):
    """Scores of criteria as the shipped set has them, under *decision*."""
    base = next(one for one in shipped_decisions() if one.amends is None)
    lines = [(one.code, one.name, float(one.max_score), 0) for one in base.criteria[:12] if one.max_score]
    title = ("BẢNG TỰ CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2023",)
    under = (f"(Theo Bộ chỉ số ban hành kèm theo Quyết định số {decision} ngày 05/01/2023)",)
    return [title, under, ("Mã tiêu chí", "Tiêu chí", "Điểm tối đa", "Điểm tự chấm"), *lines]


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path / "home")


def test_a_sheet_of_a_set_that_is_not_loaded_waits_and_names_it(home):
    asked = doubtful_scores(home, read(sheet(OTHER)), ())

    assert asked is not None and asked.what == "kind"
    assert OTHER in asked.why


def test_a_sheet_of_the_shipped_set_or_beside_its_own_is_not_asked_about(home):
    shipped = next(one for one in shipped_decisions() if one.amends is None)
    rows = sheet(OTHER)
    of_its_own = [
        (f"BỘ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH (Kèm theo Quyết định số {OTHER} ngày 05/01/2023)",),
        ("Mã tiêu chí", "Tiêu chí", "Điểm tối đa", "Cách tính điểm"),
        *((code, name, top, None) for code, name, top, _ in rows[3:]),
    ]

    assert doubtful_scores(home, read(sheet(shipped.number)), ()) is None
    assert doubtful_scores(home, read(rows), [read(of_its_own)]) is None


def with_rules(decision):
    """A score sheet that prints the rules of *decision* beside its scores."""
    under = (
        (f"(Theo Bộ chỉ số ban hành kèm theo Quyết định số {decision} ngày 05/01/2023)",) if decision else ()
    )
    return [
        ("BẢNG TỰ CHẤM ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2023",),
        *([under] if under else []),
        ("STT", "Tiêu chí", "Điểm tối đa", "Quy tắc chấm điểm", "Điểm tự chấm"),
        ("1", "Chỉ đạo, điều hành", 100, None, 90),
        ("1.1", "Kế hoạch", 40, "Có: 40 điểm; không: 0 điểm", 40),
        ("1.2", "Báo cáo", 60, "Mỗi báo cáo chậm trừ 5 điểm", 50),
        (None, "Tổng", 100, None, 90),
    ]


def test_rules_and_scores_in_one_table_load_as_both_once_each(home):
    found = read(with_rules(OTHER))

    assert found.choice is None
    scores, stated = found.tables
    assert (scores.kind, stated.kind) == ("indicator_scores", "indicator_set")
    assert [one.accepted_rows for one in (scores, stated)] == [3, 3]
    assert [float(points) for points in scores.frame["self_score"]] == [90, 40, 50]
    assert stated.frame["rule_text"] == [None, "Có: 40 điểm; không: 0 điểm", "Mỗi báo cáo chậm trừ 5 điểm"]
    assert set(stated.frame["decision"]) == {OTHER}
    assert doubtful_scores(home, found, ()) is None


def test_a_sheet_that_names_no_decision_states_no_set():
    assert [table.kind for table in read(with_rules("")).tables] == ["indicator_scores"]


def test_a_printed_set_with_a_column_of_scores_loads_as_both():
    title = (f"BỘ CHỈ SỐ CẢI CÁCH HÀNH CHÍNH (Kèm theo Quyết định số {OTHER} ngày 05/01/2023)",)

    kinds = [table.kind for table in read([title, *with_rules(OTHER)[2:]]).tables]

    assert sorted(kinds) == ["indicator_scores", "indicator_set"]

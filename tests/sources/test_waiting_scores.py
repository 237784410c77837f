"""Does a score sheet wait for its own set, and does the set that comes with the product never answer for it?"""

from datetime import date

import pytest

from data_loaders.declared.outcome import Options
from data_loaders.intake.scores_fit import doubtful_scores
from data_loaders.received.limits import Limits
from data_loaders.received.sheets import read_workbook
from data_loaders.sense.extract import extract
from domain.shipped_sets import shipped_decisions
from store.home import Home
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

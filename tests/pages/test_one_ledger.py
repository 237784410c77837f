"""Is every figure of points and every "còn" of every page, for every reader and unit, one of the ledger's?"""

import re
from datetime import date

import pytest

from domain.program.places import office_of
from tests.pages.ledger_figures import prose
from tests.pages.ledger_reading import figures_of, readings, said_in, subjects, wrong

DAY = date(2023, 11, 12)
UNITS = ("VP", "QLDT", "QLDN", "QHXD", "TNMT", "QLLD", "KHTH", "VPDD", "TTXT", "TCKKT")
TOLD = {"at_risk", "keepable", "recovered"}


@pytest.mark.parametrize("reading", readings(UNITS), ids="-".join)
def test_every_figure_of_every_page_is_one_of_the_ledger(loaded_home, visit, reading):
    figures = figures_of(loaded_home, DAY, visit, reading)

    assert not wrong(figures), wrong(figures)
    assert {figure.name for figure in figures} >= TOLD
    assert len({figure.page for figure in figures}) >= 6


@pytest.mark.parametrize("day", [date(2023, 10, 31), date(2023, 11, 8)])
def test_so_it_is_on_a_day_before_the_sheet_of_the_year(loaded_home, visit, day):
    figures = figures_of(loaded_home, day, visit, ("lanh-dao", ""), ngay=day.isoformat())

    assert not wrong(figures), wrong(figures)
    assert {figure.name for figure in figures} >= TOLD


@pytest.mark.parametrize("unit", ["", "VP"])
def test_without_the_cut_of_the_appraisal_every_figure_of_the_page_is_without_it(loaded_home, visit, unit):
    found = figures_of(loaded_home, DAY, visit, ("lanh-dao", unit), ("nguy_co",), tham_dinh="khong")
    usual = figures_of(loaded_home, DAY, visit, ("lanh-dao", unit), ("nguy_co",))

    assert not wrong(found), wrong(found)
    lost, lost_with_it = ({one.said for one in each if one.name == "at_risk"} for each in (found, usual))
    assert lost and lost.isdisjoint(lost_with_it)


PAGES = (
    "tong_quan",
    "nguy_co",
    "ke_hoach",
    "chi_so",
    "don_vi",
    "ton_tai_phan_cong",
    "tien_do",
    "nhac_viec",
    "thay_doi",
)


@pytest.mark.parametrize("page", PAGES)
def test_one_figure_changed_on_one_page_is_found(loaded_home, visit, page):
    """Each figure of the page in turn, one more than it is: the collection would tell."""
    reading = ("lanh-dao", "QLDT" if page == "don_vi" else "")
    text = prose(visit(page, vai="lanh-dao", **({"don_vi": reading[1]} if reading[1] else {})))
    with office_of(loaded_home):
        (one, _) = subjects(loaded_home, DAY, reading, use_haircut=True)
        figures = said_in(page, text, one)
        assert figures and not wrong(figures)
        for said in {figure.said for figure in figures}:
            digit = re.search(r"\d(?!.*\d)", said)
            assert digit
            other = f"{said[: digit.start()]}{(int(digit[0]) + 1) % 10}{said[digit.end() :]}"
            changed = re.sub(rf"(?<![\d,.]){re.escape(said)}(?!\d|,\d)", other, text)
            assert wrong(said_in(page, changed, one)), (said, other)

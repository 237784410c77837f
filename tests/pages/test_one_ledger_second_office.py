"""Is every figure of every page of the second sample office one of its ledger's, for every reader and unit?"""

from datetime import date

import pytest

from tests.pages.conftest import use
from tests.pages.ledger_reading import figures_of, readings, wrong

DAY = date(2025, 12, 5)
UNITS = ("TH", "QLVH", "QLDL", "DSVH", "GD", "TTRA", "BTT", "TVT")
# It leads nothing, and nothing of it is open: no figure of points is its own.
SILENT = ("GD", "GD")


@pytest.mark.parametrize("reading", readings(UNITS), ids="-".join)
def test_every_figure_of_every_page_is_one_of_the_ledger(second_home, visit, monkeypatch, reading):
    figures = figures_of(use(second_home, monkeypatch), DAY, visit, reading)

    assert not wrong(figures), wrong(figures)
    told = {"recovered"} if reading == SILENT else {"at_risk", "keepable", "recovered"}
    assert told <= {figure.name for figure in figures}
    assert len({figure.page for figure in figures}) >= (4 if reading == SILENT else 6)

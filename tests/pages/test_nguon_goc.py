"""The way back from a number to its cells: shown, empty, and as a department."""

import getpass
import re
from datetime import date

import pytest

from domain.agency.departments import all_codes
from domain.agency.scope import Scope
from metrics.progress.rows_behind import rows_behind
from store.current.warehouse import open_reader
from store.disk.home import resolve_home

AS_OF = date(2023, 11, 12)


@pytest.fixture
def office(loaded_home):
    return open_reader(resolve_home(loaded_home), Scope(all_codes(), is_whole_office=True))


def place_of_a_task(office, code):
    row = rows_behind(office, obligation="task_reported", as_of=AS_OF, department=code).iloc[0]
    return {"nap": row["import_id"], "trang": row["sheet"], "dong": str(row["source_row"])}


def test_the_headline_is_the_fraction(loaded_home, office, visit, said):
    rows = rows_behind(office, obligation="task_archived", as_of=AS_OF)

    app = visit("nguon_goc", so="task_archived")

    assert not app.exception
    title = app.title[0].value.replace("\u00a0", " ")
    assert f"= {rows['is_done'].sum()} / {len(rows)} việc đã lưu trữ, đến ngày 12/11/2023" in title


def cells_of(app) -> list[str]:
    """Places of the cells on show."""
    lists = [html.proto.body for html in app.get("html") if "Từng ô của dòng" in html.proto.body]
    return re.findall(r" · ([A-Z]*\d+)</span>", "".join(lists))


def test_one_row_shows_every_cell_with_its_place(loaded_home, office, visit, said):
    place = place_of_a_task(office, "QLDT")

    app = visit("nguon_goc", **place)

    assert not app.exception
    cells = cells_of(app)
    assert len(cells) > 5
    assert all(cell.endswith(place["dong"]) for cell in cells)
    assert "Phòng Quản lý Đầu tư" in said(app)


def test_nobody_is_named_by_the_account_of_the_computer(loaded_home, visit, said):
    words = said(visit("nguon_goc"))

    assert "dòng lệnh nạp lúc" in words or "người dùng thử nạp lúc" in words
    assert f"({getpass.getuser()})" not in words


def test_a_department_may_not_open_a_row_of_another_by_address(loaded_home, office, visit):
    app = visit("nguon_goc", vai="QLLD", **place_of_a_task(office, "QLDT"))

    assert "phạm vi được xem" in app.title[0].value
    assert not cells_of(app)


def test_a_department_cannot_download_the_file_of_the_whole_office(loaded_home, office, visit):
    buttons = {b.label for b in visit("nguon_goc", vai="QLDT").get("download_button")}

    assert "Tải tệp gốc" not in buttons
    assert "Tải tệp gốc" in {b.label for b in visit("nguon_goc").get("download_button")}


def test_an_address_that_names_no_row_gets_a_sentence(loaded_home, visit):
    app = visit("nguon_goc", nap="khong-co", trang="HpNet", dong="x")

    assert not app.exception
    assert "Không có dòng số liệu này" in app.title[0].value


def test_says_so_when_nothing_was_loaded(empty_home, visit, said):
    app = visit("nguon_goc")

    assert not app.exception
    assert "chưa có dữ liệu" in app.title[0].value

"""The HpNet page: shown, empty, and as a department."""

from datetime import date

from domain.agency.scope import whole_office
from domain.wording.formats import pace
from metrics.counts.open_items import overdue_ages
from store.current.warehouse import open_reader
from store.disk.home import resolve_home


def test_the_headline_names_the_step_where_most_stop(loaded_home, visit, said):
    app = visit("hpnet")

    assert not app.exception
    assert "Hụt nhiều nhất ở bước" in app.title[0].value
    assert "việc" in app.title[0].value


def test_the_age_of_overdue_work_is_told_with_its_median(loaded_home, visit, said):
    shown = overdue_ages(open_reader(resolve_home(loaded_home), whole_office()), as_of=date(2023, 11, 12))
    medians = shown.set_index("department_code")["median_days"]

    for address, code in (({}, "TOTAL"), ({"don_vi": "QLDT"}, "QLDT")):
        assert f"theo số ngày làm việc; trung vị {pace(medians[code])} ngày" in said(
            visit("hpnet", **address)
        )


def test_the_list_holds_what_remains_and_is_found_without_accents(loaded_home, visit, said):
    app = visit("hpnet")
    whole = len(app.dataframe[-1].value) if app.dataframe else 0

    app.text_input(key="viec-tim").set_value("quan ly dau tu").run()

    units = {name for frame in app.dataframe if "Trích yếu" in frame.value for name in frame.value["Đơn vị"]}
    assert whole
    assert units == {"Quản lý Đầu tư"}


def test_a_department_sees_its_own_rows_whatever_the_address_says(loaded_home, visit, said):
    app = visit("hpnet", vai="QLDT", don_vi="QLLD")

    units = {name for frame in app.dataframe if "Trích yếu" in frame.value for name in frame.value["Đơn vị"]}
    assert units <= {"Quản lý Đầu tư"}


def test_says_what_to_do_when_nothing_was_loaded(empty_home, visit, said):
    app = visit("hpnet")

    assert not app.exception
    assert "Chưa có bản xuất HpNet nào" in app.title[0].value


def test_work_files_say_by_name_what_they_lack_and_when_they_go_to_the_archive(loaded_home, visit, said):
    app = visit("hpnet", vai="van-phong")
    table = next(frame.value for frame in app.dataframe if "Hạn nộp lưu" in frame.value)

    assert not app.exception
    assert len(table) and all(table["Còn thiếu"])
    assert {"Việc có hồ sơ", "Việc đủ hồ sơ", "Quá hạn nộp lưu"} <= {tile.label for tile in app.metric}
    due = visit("hpnet", vai="van-phong", ho_so="nop_luu")
    tables = [frame.value for frame in due.dataframe if "Hạn nộp lưu" in frame.value]
    assert all({"Quá hạn nộp lưu", "Sắp đến hạn nộp lưu"} >= set(frame["Nộp lưu"]) for frame in tables)
    own = visit("hpnet", vai="QLDT", ho_so="tat_ca")
    table = next(frame.value for frame in own.dataframe if "Hạn nộp lưu" in frame.value)
    assert set(table["Đơn vị"]) == {"Quản lý Đầu tư"}

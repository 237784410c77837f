"""The page of overdue dossiers and their apologies: shown, empty, and as a department."""

from datetime import date

from domain.agency.departments import all_codes
from domain.agency.scope import Scope
from metrics.counts.apologies import apologies
from store.current.warehouse import open_reader
from store.disk.home import resolve_home
from tests.pages.conftest import use
from tests.pages.small_office import loaded


def units_on(app):
    return {name for frame in app.dataframe if "Mã hồ sơ" in frame.value for name in frame.value["Đơn vị"]}


def test_the_headline_counts_what_still_lacks_a_valid_apology(loaded_home, visit):
    reader = open_reader(resolve_home(loaded_home), Scope(all_codes(), is_whole_office=True))
    total = apologies(reader, as_of=date(2023, 11, 12)).iloc[-1]

    app = visit("tthc_xin_loi")

    assert not app.exception
    lacking = total["missing"] + total["invalid"]
    assert app.title[0].value.replace("\u00a0", " ") == (
        f"{total['total']} hồ sơ quá hạn, {lacking} hồ sơ chưa có thư xin lỗi hợp lệ"
    )


def test_each_state_has_its_own_list(loaded_home, visit, said):
    assert "hồ sơ có thư xin lỗi không hợp lệ" in said(visit("tthc_xin_loi", thu="invalid"))
    assert "hồ sơ đã xin lỗi hợp lệ" in said(visit("tthc_xin_loi", thu="done"))


def test_no_name_of_a_citizen_stands_in_the_lists(loaded_home, visit):
    app = visit("tthc_xin_loi")

    for frame in app.dataframe:
        assert not {"Chủ hồ sơ", "Người nộp", "Số điện thoại"} & set(frame.value.columns)


def test_a_department_sees_its_own_dossiers_whatever_the_address_says(loaded_home, visit):
    assert units_on(visit("tthc_xin_loi", vai="QLDN", don_vi="QHXD")) == {"Quản lý Doanh nghiệp"}


def test_a_department_without_overdue_dossiers_is_told_that_nothing_arose(loaded_home, visit, said):
    app = visit("tthc_xin_loi", vai="KHTH")

    assert app.title[0].value == "Không có hồ sơ quá hạn nào phải xin lỗi"
    assert "Không phát sinh" in said(app)


def test_says_what_to_do_when_nothing_was_loaded(empty_home, visit, said):
    app = visit("tthc_xin_loi")

    assert not app.exception
    assert "Chưa có danh sách hồ sơ TTHC nào" in app.title[0].value
    assert "Văn phòng nạp" in said(app)


DOSSIERS = """Danh sách hồ sơ TTHC toàn cơ quan, số liệu đến ngày 10/11/2023;;;;;;
Mã hồ sơ;Tên thủ tục hành chính;Ngày tiếp nhận;Ngày hẹn trả;Ngày kết thúc xử lý;Đơn vị xử lý;Trạng thái hồ sơ
H24.1-230001;Cấp phép lao động;02/10/2023;09/10/2023;12/10/2023;QLLD;Đã trả kết quả
H24.1-230002;Cấp phép lao động;02/10/2023;09/10/2023;06/10/2023;QLLD;Đã trả kết quả
"""
REGISTER = """Sổ theo dõi xin lỗi công khai, tính đến ngày 10/11/2023;;;;;
Mã hồ sơ;Đơn vị xử lý;Ngày hẹn trả;Ngày có kết quả;Số phiếu xin lỗi;Ngày xin lỗi
H24.1-230001;QLLD;09/10/2023;12/10/2023;1/PXL;09/10/2023
H24.1-230777;QLDT;16/10/2023;19/10/2023;;
"""


def test_a_dossier_that_the_register_alone_has_is_said_to_be_judged_by_days(
    tmp_path, monkeypatch, visit, said
):
    files = [("ho-so.csv", DOSSIERS.encode("utf-8-sig")), ("so-xin-loi.csv", REGISTER.encode("utf-8-sig"))]
    loaded(tmp_path / "home", *files)
    use(tmp_path / "home", monkeypatch)

    everybody, others = (said(visit("tthc_xin_loi", vai=role)) for role in ("lanh-dao", "QLLD"))

    assert "2 hồ sơ quá hạn, " in everybody
    assert (
        "1 hồ sơ chỉ có trong sổ xin lỗi, danh sách hồ sơ không có: quá hạn xét theo ngày ghi trong sổ, không xét giờ"
        in everybody
    )
    assert "chỉ có trong sổ xin lỗi" not in others

"""The page of points at risk: shown, switched, opened, empty, and as a department."""

import re
from html import unescape
from urllib.parse import parse_qsl

import pytest

from data_loaders.intake.reading import Received
from data_loaders.publishing import ingest
from store.disk.home import Home
from tests.pages.conftest import ROOT, use


def test_the_headline_tells_the_points_and_the_heaviest_criterion(loaded_home, visit, said):
    app = visit("nguy_co")

    assert not app.exception
    assert app.title[0].value.startswith("Có thể mất")
    assert "lớn nhất là" in app.title[0].value


def test_what_nobody_knows_is_a_number_of_its_own(loaded_home, visit, said):
    app = visit("nguy_co")

    assert [metric.label for metric in app.metric] == [
        "Có thể mất",
        "Nguy cơ trở lên",
        "Còn giữ được đến hạn",
        "Chưa biết",
    ]


def test_a_cell_of_the_heat_table_opens_the_criteria_that_make_it_up(loaded_home, visit, said):
    drawn = "".join(block.proto.body for block in visit("nguy_co").get("html"))
    links = dict(re.findall(r'href="\./nguy_co\?([^"]+)"[^>]*>([\d,]+)</a>', drawn))
    heaviest = max(links, key=lambda link: float(links[link].replace(",", ".")))

    app = visit("nguy_co", **dict(parse_qsl(unescape(heaviest))))
    rows = next(frame.value for frame in app.dataframe if "Phần của đơn vị" in frame.value)

    assert len(links) > 10 and len(rows) and not app.exception
    assert {str(code).split(".")[0] for code in rows["Mã"]} == {
        dict(parse_qsl(unescape(heaviest)))["linh_vuc"]
    }
    parts = [float(part.replace(",", ".")) for part in rows["Phần của đơn vị"]]
    assert sum(parts) == pytest.approx(float(links[heaviest].replace(",", ".")), abs=0.005 * (len(parts) + 1))


def test_a_cell_of_the_heat_table_lists_the_rows_behind_it_with_their_cells(loaded_home, visit, said):
    app = visit("nguy_co", don_vi="QHXD", linh_vuc="3")

    (rows,) = [frame.value for frame in app.dataframe if "Trang tính, dòng" in frame.value]

    assert any("dòng số liệu đứng sau" in expander.label for expander in app.expander)
    assert set(rows["Nguồn"]) == {"Bảng chấm điểm", "Phụ lục 1", "Phụ lục 2", "Số đo"}
    assert {code.split(".")[0] for code in rows["Mã"]} == {"3"}
    assert set(rows.loc[rows["Nguồn"] == "Số đo", "Tính là"]) == {"Chưa"}
    assert set(rows.loc[rows["Nguồn"] == "Số đo", "Đơn vị"]) == {"Quy hoạch và Xây dựng"}


def test_the_largest_loss_walks_to_its_dossiers_and_to_paper(loaded_home, visit, said):
    app = visit("nguy_co", tieu_chi="3.4.1")
    (rows,) = [frame.value for frame in app.dataframe if "Trang tính, dòng" in frame.value]
    measured = rows[rows["Nguồn"] == "Số đo"]
    number = visit("nguon_goc", so="dossiers_on_time")
    done, required = re.search(
        r"= ([\d.]+) / ([\d.]+) hồ sơ đúng hạn", number.title[0].value.replace("\u00a0", " ")
    ).groups()

    assert len(measured) == int(required.replace(".", "")) - int(done.replace(".", ""))
    for page in (app, number):
        assert "Tải bản giải trình (Word)" in {button.label for button in page.get("download_button")}


def test_without_the_appraisal_less_is_lost(loaded_home, visit, said):
    def lost(app):
        return float(app.metric[0].value.replace(",", "."))

    assert lost(visit("nguy_co", tham_dinh="khong")) < lost(visit("nguy_co"))


def test_a_criterion_opens_with_its_reasons_and_both_scores(loaded_home, visit, said):
    app = visit("nguy_co", tieu_chi="3.4.2")

    assert "Tự chấm 0,75 điểm nhưng số đo cho 0,00 điểm" in said(app)
    assert "Quy tắc chấm" in said(app)


def test_a_department_sees_the_criteria_it_leads_whatever_the_address_says(loaded_home, visit, said):
    app = visit("nguy_co", vai="QLDT", don_vi="VP", tieu_chi="1.5")

    owners = {
        words for frame in app.dataframe if "Chủ trì" in frame.value for words in frame.value["Chủ trì"]
    }
    assert not app.exception
    assert owners
    # Who leads is the same for every reader; of other units than the gathering one a unit reads no name.
    assert owners <= {"Quản lý Đầu tư", "Văn phòng", "Đơn vị khác", "Các phòng, đơn vị"}
    assert {"Quản lý Đầu tư", "Văn phòng"} <= owners
    assert "Sáng kiến" not in said(app)


def test_says_what_to_do_when_nothing_was_loaded(empty_home, visit, said):
    app = visit("nguy_co")

    assert not app.exception
    assert "Chưa có căn cứ nào" in app.title[0].value


def test_a_loss_among_few_known_points_is_no_headline(tmp_path, monkeypatch, visit):
    """Outgoing documents alone: the digital signatures are known, all other points are not."""
    home = Home(tmp_path / "home")
    file = ROOT / "data" / "samples" / "So van ban di thang 10.2023.xlsx"
    outcome = ingest.load(home, [Received(file.name, file.read_bytes())], person="dung-thu")
    assert all(one.is_in for one in outcome.files)
    monkeypatch.setattr("ui.visit.trial.samples_loading", lambda: None)
    use(home.path, monkeypatch)

    title = visit("nguy_co").title[0].value.replace("\u00a0", " ")

    assert title.startswith("Mới có căn cứ của ") and "phần ấy có thể mất" in title

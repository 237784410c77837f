"""Where accounts cannot be read, a page shows nothing and says whom to call."""

import shutil

import pytest

from store.disk.home import Home
from store.written.instance import mark_office
from tests.pages.conftest import use


@pytest.mark.parametrize("address", [{}, {"vai": "van-phong"}])
def test_an_office_whose_database_is_gone_shows_nothing(
    sample_home, tmp_path, monkeypatch, visit, said, address
):
    home = tmp_path / "home"
    shutil.copytree(sample_home, home)
    mark_office(Home(home))
    for path in home.glob("application.sqlite*"):
        path.unlink()
    monkeypatch.setattr("ui.visit.looking._instances", {})
    use(home, monkeypatch)

    app = visit(**address)

    assert [title.value for title in app.title] == ["Chưa mở được dữ liệu của đơn vị"]
    assert "Gọi người quản trị" in said(app)
    assert "%" not in said(app) and not app.dataframe and not app.selectbox

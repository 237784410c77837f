"""The menu shows a role its pages, and nothing that does not exist."""

import pytest

from domain.program.places import ROOT
from ui.visit import navigation
from ui.visit.navigation import MENU, closed_names, entries


def names(role) -> set[str]:
    return {entry.name for found in entries(role).values() for entry in found}


@pytest.mark.parametrize("role", ["leader", "office", "department"])
def test_every_page_shown_has_its_file_and_no_page_is_forgotten(role):
    files = {path.stem for path in (ROOT / "pages").glob("*.py")}

    assert names(role) <= files
    assert files <= {entry.name for found in MENU.values() for entry in found}


def test_only_the_office_brings_in_files():
    assert "nhap_du_lieu" not in names("department") | names("leader")


def test_a_page_whose_file_is_missing_is_not_shown(monkeypatch, tmp_path):
    monkeypatch.setattr(navigation, "PAGES", tmp_path)
    entries.cache_clear()

    try:
        assert entries("office") == {}
    finally:
        entries.cache_clear()


def test_menu_words_fit_the_sidebar():
    for found in MENU.values():
        for entry in found:
            assert len(entry.title) <= 22, entry.title


@pytest.mark.parametrize("role", ["leader", "office", "department"])
def test_every_page_is_either_open_or_closed(role):
    closed = set(closed_names(role))

    assert not closed & names(role)
    assert closed | names(role) == {path.stem for path in (ROOT / "pages").glob("*.py")}
    assert ("nhap_du_lieu" in closed) == (role != "office")

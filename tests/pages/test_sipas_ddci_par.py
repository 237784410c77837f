"""The page of published results: shown, per index, honest about what nobody published, empty, and as a department."""

import pandas as pd
import pytest


def test_the_headline_is_the_newest_year_that_was_over(loaded_home, visit, said):
    app = visit("sipas_ddci_par")

    assert not app.exception
    assert "năm 2022: 88,28 điểm" in app.title[0].value.replace("\u00a0", " ")


@pytest.mark.parametrize(("index", "words"), [("SIPAS", "Hài lòng (SIPAS)"), ("DDCI", "Năng lực cạnh tranh")])
def test_every_index_has_its_view(loaded_home, visit, said, index, words):
    app = visit("sipas_ddci_par", chi_so=index)

    assert not app.exception
    assert app.title[0].value.startswith(words)


def test_nobody_leads_where_only_our_own_score_is_known(loaded_home, visit, said):
    app = visit("sipas_ddci_par", chi_so="SIPAS")

    assert {m.label: m.value for m in app.metric}["Cách dẫn đầu"] == "?"


def test_published_figures_carry_their_source_and_link(loaded_home, visit, said):
    app = visit("sipas_ddci_par", chi_so="DDCI")

    assert "Đã công bố: [ddci.org.vn" in said(app)
    sources = next(f.value for f in app.dataframe if "Trạng thái" in f.value)
    assert set(sources["Trạng thái"]) == {"đã công bố", "đã nạp"}


def test_a_department_reads_published_figures_and_its_own_dossiers_only(loaded_home, visit, said):
    def received(app):
        frames = [f.value for f in app.dataframe if "Tiếp nhận" in f.value]
        return sum(int(frame["Tiếp nhận"].sum()) for frame in frames)

    own, whole = visit("sipas_ddci_par", vai="QLDT"), visit("sipas_ddci_par")

    assert not own.exception
    assert pd.notna(received(own))
    assert received(own) < received(whole)


def test_says_what_to_do_when_nothing_was_loaded(empty_home, visit, said):
    app = visit("sipas_ddci_par")

    assert not app.exception
    assert "Chưa có kết quả" in app.title[0].value

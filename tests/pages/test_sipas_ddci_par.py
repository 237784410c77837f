"""The page of published results: shown, per index, honest about what nobody published, empty, and as a department."""

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
    assert set(sources["Trạng thái"]) == {"công bố sau ngày đang xem", "đã nạp"}


def compared(app):
    """Every procedure of the group on show with its words, from the table of the comparison."""
    frame = next(f.value for f in app.dataframe if "Vì sao lệch" in f.value)
    return {row["Thủ tục"]: row for row in frame.to_dict("records")}


def test_what_the_national_portal_counts_otherwise_is_named_and_what_is_unclear_first(
    loaded_home, visit, said
):
    app = visit("sipas_ddci_par")

    assert not app.exception
    assert "5 trong 15 thủ tục lệch với Cổng Dịch vụ công quốc gia, 4 chưa rõ vì sao" in said(app)
    columns = ("Tiếp nhận", "Đã giải quyết", "Đúng hạn", "Quá hạn")
    assert {name: [row[column] for column in columns] for name, row in compared(app).items()} == {
        "Đăng ký nội quy lao động": ["104 → ?", "104 → ?", "104 → ?", "0 → ?"],
        "Cấp giấy phép lao động cho người lao động nước ngoài": ["644 → 638", "632 → 626", "629 → 623", "4"],
        "Thu hồi giấy phép lao động": ["0 → 3", "0 → 3", "0 → 3", "0"],
        "Cấp giấy phép xây dựng mới": ["107", "100", "95 → 97", "6 → 4"],
    }


def test_a_difference_that_a_count_of_ours_accounts_for_says_so(loaded_home, visit):
    rows = compared(visit("sipas_ddci_par", doi_chieu="explained"))

    (row,) = rows.values()
    assert row["Thủ tục"].startswith("Cấp giấy chứng nhận xuất xứ hàng hóa")
    assert "bị từ chối hoặc mới đăng ký" in row["Vì sao lệch"]


def test_before_the_day_of_the_national_table_nothing_is_compared(loaded_home, visit, said):
    app = visit("sipas_ddci_par", ngay="2023-11-09")

    assert not app.exception
    assert "Chưa đối chiếu được" in said(app) and "đến ngày 09/11/2023" in said(app)


def test_a_department_sees_no_count_of_the_whole_office(loaded_home, visit, said):
    app = visit("sipas_ddci_par", vai="QLDT")

    assert not app.exception
    assert "Cổng Dịch vụ công quốc gia" not in said(app)
    assert not [f for f in app.dataframe if "Vì sao lệch" in f.value]


def test_says_what_to_do_when_nothing_was_loaded(empty_home, visit, said):
    app = visit("sipas_ddci_par")

    assert not app.exception
    assert "Chưa có kết quả" in app.title[0].value


def test_work_that_counts_in_several_indices_is_told_with_its_loss(loaded_home, visit, said):
    app = visit("sipas_ddci_par")
    tables = [table.value for table in app.table if "Cũng tính vào" in table.value]

    assert "tiêu chí góp vào cả chỉ số khác" in said(app)
    assert "766: Tiến độ, kết quả giải quyết" in set(tables[0]["Cũng tính vào"])

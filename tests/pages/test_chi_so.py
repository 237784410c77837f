"""The page of the index: shown, under the other set, with a score set by hand, empty, and as a department."""

import re
from datetime import date
from decimal import Decimal

import pytest

from desk.overrides import end_override, overrides, set_override
from domain.agency.scope import Scope, Viewer
from domain.program.errors import DashboardError, NotAllowedError
from domain.wording.formats import index_vi
from metrics.__main__ import ask
from store.disk.home import resolve_home

OFFICE = Viewer("van-phong", "Văn phòng", "office", "VP", Scope(("VP",), is_whole_office=True))
LEADER = Viewer("lanh-dao", "Lãnh đạo Ban", "leader", None, Scope(("VP",), is_whole_office=True))


def test_the_headline_gives_the_expectation_with_its_range(loaded_home, visit, said):
    app = visit("chi_so")

    assert not app.exception
    assert app.title[0].value.startswith("Dự kiến")
    assert "–" in app.title[0].value


def test_points_and_index_are_told_apart_and_the_set_is_marked_as_a_sample(loaded_home, visit, said):
    words = said(visit("chi_so"))

    assert "<strong>Chỉ số</strong> là điểm chia cho điểm tối đa" in words
    assert "Mẫu" in words
    assert "trọng số giả định" in words


def test_claim_both_appraisals_and_explanation_stand_side_by_side(loaded_home, visit):
    tree = next(one.value for one in visit("chi_so").dataframe if "Thẩm định 1" in one.value.columns)
    names = list(tree.columns)
    first = names.index("Tự chấm")

    assert names[first + 1 : first + 4] == ["Thẩm định 1", "Giải trình", "Thẩm định 2"]


def test_the_year_can_be_scored_under_the_decision_before(loaded_home, visit, said):
    app = visit("chi_so", bo="3078/QĐ-UBND")

    assert not app.exception
    assert "sửa đổi bởi" not in said(app)


def test_the_consequence_is_marked_as_a_suggestion(loaded_home, visit, said):
    assert "không thay quyết định của Trưởng ban" in said(visit("chi_so"))


def test_the_facts_of_the_year_stand_in_official_order_without_a_rank(loaded_home, visit, said):
    app = visit("chi_so", ngay="2023-11-17")
    table = next(frame.value for frame in app.dataframe if "Chưa giữ hẹn" in frame.value.columns)

    assert not app.exception
    assert list(table["Đơn vị"])[:2] == ["Văn phòng", "Quản lý Đầu tư"] and len(table) == 10
    assert "không xếp hạng" in said(app) and not [name for name in table.columns if "hạng" in name.lower()]


def test_the_office_sets_a_score_and_it_counts(own_home, visit, said):
    app = visit("chi_so", vai="van-phong", tieu_chi="3.4.2")
    next(box for box in app.text_input if box.label.startswith("Điểm (0")).set_value("1,5")
    next(box for box in app.text_input if box.label.startswith("Lý do")).set_value("Công văn xác nhận")
    next(b for b in app.button if b.label == "Đặt điểm").click().run()

    assert not app.exception
    assert "Đang dùng 1,50 điểm" in said(app)
    assert "Điểm đặt tay" in said(app)


def test_a_score_set_by_hand_counts_on_the_command_line_as_on_the_page(own_home, visit, said):
    assert visit("chi_so").title[0].value.startswith("Dự kiến")  # kept before the score is set
    before = ask("index", None, None, str(own_home.path)).rows[0]["expected"]
    given(own_home, code="3.4.2", score=Decimal(0))

    after = ask("index", None, None, str(own_home.path)).rows[0]["expected"]
    leaf = next(row for row in ask("risk", None, None, str(own_home.path)).rows if row["code"] == "3.4.2")

    assert after < before
    assert leaf["expected_score"] == 0
    assert visit("chi_so").title[0].value.startswith(f"Dự kiến {index_vi(after)}")


def test_a_score_set_by_hand_speaks_of_no_day_before_and_none_after(own_home):
    days = ("2023-11-09", "2023-11-10", "2023-11-12", "2023-11-13")
    usual = [expected_on(own_home.path, day) for day in days]
    number = given(
        own_home, code="3.4.2", score=Decimal(0), starts_on=date(2023, 11, 10), expires_on=date(2023, 11, 12),
        today=date(2023, 11, 11),
    )  # fmt: skip

    assert [expected_on(own_home.path, day) for day in days] == [usual[0], 0, 0, usual[3]]

    end_override(own_home, OFFICE, number, ended_on=date(2023, 11, 12))
    assert [expected_on(own_home.path, day) for day in days] == [usual[0], 0, usual[2], usual[3]]


def expected_on(home, day):
    rows = ask("risk", day, None, str(home)).rows
    return next(row["expected_score"] for row in rows if row["code"] == "3.4.2")


def test_the_page_of_a_department_weighs_a_job_with_the_score_set_by_hand(own_home, visit):
    before = worth_of_letters(visit("don_vi", vai="van-phong", don_vi="QLDT"))
    given(own_home, code="3.4.2", score=Decimal(0))

    assert before and "Chưa rõ" not in before
    assert worth_of_letters(visit("don_vi", vai="van-phong", don_vi="QLDT")) == {"Chưa rõ"}


def worth_of_letters(app):
    """What a letter of apology is worth on the page, in words."""
    rows = next(table.value for table in app.dataframe if "Điểm CCHC mỗi việc" in table.value)
    return set(rows[rows["Yêu cầu"] == "Xin lỗi công khai"]["Điểm CCHC mỗi việc"])


def test_a_score_without_a_reason_is_refused(own_home, visit, said):
    app = visit("chi_so", vai="van-phong", tieu_chi="3.4.2")
    next(b for b in app.button if b.label == "Đặt điểm").click().run()

    assert "Chưa ghi lý do" in said(app)


def put_by_rule(app, *, choose=None, number=None, **typed):
    """Count or choose under the rule, fill in the named fields, and press the button."""
    if choose is not None:
        next(b for b in app.selectbox if b.label == "Mức đạt theo quy tắc").select_index(choose)
    if number is not None:
        next(b for b in app.number_input if b.label.startswith("Số trường hợp")).set_value(number)
    for label, value in typed.items():
        next(b for b in app.text_input if b.label.startswith(label.replace("_", " "))).set_value(value)
    next(b for b in app.button if b.label == "Đặt điểm").click().run()
    return app


@pytest.mark.parametrize(
    ("code", "answer", "told"),
    [
        ("1.2", {"number": 3}, "0,25 điểm (3 trường hợp theo quy tắc)"),  # each late report takes 0,25 off
        ("1.5", {"number": 1}, "0,75 điểm (1 trường hợp theo quy tắc)"),
        ("6.3.3", {"choose": 1}, "0,50 điểm (giữ nguyên theo quy tắc)"),
        ("2.2.1", {"choose": 0}, "0,50 điểm (Thực hiện đầy đủ, đúng hạn theo quy tắc)"),
    ],
)
def test_what_is_counted_or_chosen_earns_what_the_rule_says(own_home, visit, said, code, answer, told):
    app = put_by_rule(
        visit("chi_so", vai="van-phong", tieu_chi=code), Lý_do="Đối chiếu sổ", Tài_liệu="CV 12/VP", **answer
    )

    assert not app.exception
    assert f"Đang dùng {told}" in said(app)
    assert "Tài liệu kiểm chứng: CV 12/VP" in said(app)
    assert "chưa có tài liệu kiểm chứng, điểm vẫn tính" not in said(app)


def test_a_score_that_no_document_proves_counts_and_says_so(own_home, visit, said):
    app = put_by_rule(visit("chi_so", vai="van-phong", tieu_chi="1.2"), number=0, Lý_do="Đối chiếu sổ")

    assert "Đang dùng 1,00 điểm" in said(app)
    assert "chưa có tài liệu kiểm chứng, điểm vẫn tính nhưng thẩm định có thể trừ" in said(app)
    leaf = next(row for row in ask("risk", None, None, str(own_home.path)).rows if row["code"] == "1.2")
    assert leaf["expected_score"] == 1 and "override_unproven" in [one["code"] for one in leaf["reasons"]]


def test_nothing_counted_or_chosen_is_no_zero(own_home, visit, said):
    counted = put_by_rule(visit("chi_so", vai="van-phong", tieu_chi="1.2"), Lý_do="Đối chiếu sổ")
    chosen = put_by_rule(visit("chi_so", vai="van-phong", tieu_chi="6.3.3"), Lý_do="Đối chiếu sổ")

    assert "Chưa ghi số trường hợp" in said(counted)
    assert "Chưa chọn mức đạt theo quy tắc" in said(chosen)


def test_points_may_be_typed_where_the_rule_does_not_tell(own_home, visit, said):
    app = visit("chi_so", vai="van-phong", tieu_chi="1.2")
    next(one for one in app.radio if one.label == "Cách đặt").set_value("Ghi thẳng số điểm").run()
    next(box for box in app.text_input if box.label.startswith("Điểm (0")).set_value("0,4")
    app = put_by_rule(app, Lý_do="Thông báo kết quả", Tài_liệu="TB 7")

    assert "Đang dùng 0,40 điểm đến hết" in said(app)


def test_leadership_has_no_form_to_set_a_score(loaded_home, visit, said):
    app = visit("chi_so", vai="lanh-dao", tieu_chi="3.4.2")

    assert not [b for b in app.button if b.label == "Đặt điểm"]


def test_a_department_reads_its_own_criteria_and_no_index(loaded_home, visit, said):
    app = visit("chi_so", vai="QLDT", tieu_chi="1.5")

    assert not app.exception
    assert app.title[0].value.startswith("Phòng Quản lý Đầu tư: phần của đơn vị có thể mất")
    assert "Dự kiến" not in app.title[0].value
    assert "Sáng kiến" not in said(app)
    assert "Gợi ý" not in said(app)


def test_says_what_to_do_when_nothing_was_loaded(empty_home, visit, said):
    app = visit("chi_so")

    assert not app.exception
    assert "Chưa có căn cứ nào" in app.title[0].value


def given(home, viewer=OFFICE, **changes):
    values = {
        "year": 2023, "code": "3.4.2", "score": Decimal("1.5"), "maximum": Decimal("1.5"), "reason": "Công văn",
        "expires_on": date(2023, 12, 31), "today": date(2023, 11, 13), "starts_on": date(2023, 11, 12),
    }  # fmt: skip
    return set_override(home, viewer, **{**values, **changes})


def test_only_the_office_sets_and_ends_a_score(tmp_path):
    home = resolve_home(tmp_path)
    number = given(home)

    with pytest.raises(NotAllowedError):
        given(home, LEADER)
    with pytest.raises(NotAllowedError):
        end_override(home, LEADER, number)
    end_override(home, OFFICE, number)
    assert overrides(home, OFFICE) == []
    assert overrides(home, OFFICE, only_open=False)[0]["ended_by"] == "van-phong"


@pytest.mark.parametrize(
    "wrong",
    [
        {"reason": " "},
        {"score": Decimal("1.51")},
        {"score": Decimal("-0.01")},
        {"expires_on": date(2023, 11, 12)},
    ],
)
def test_a_score_needs_a_reason_a_day_ahead_and_the_range_of_its_criterion(tmp_path, wrong):
    home = resolve_home(tmp_path)

    with pytest.raises(DashboardError):
        given(home, **wrong)
    assert overrides(home, OFFICE) == []


def test_the_way_from_last_year_is_told_step_by_step_and_adds_up(loaded_home, visit, said):
    words = said(visit("chi_so"))

    (told,) = re.findall(r"So với năm 2022: ([^<]+)", words)
    steps = [
        (word, float(many.replace(",", ".")))
        for word, many in re.findall(r"([^\d,]+?) (\d+,\d\d) điểm", told)
    ]
    rising = ("tăng", "mới có điểm")
    way = sum(many if word.strip(" ,") in rising else -many for word, many in steps)
    (lower,) = re.findall(r"thấp hơn năm 2022 là (\d+,\d\d) điểm", words)
    assert way == pytest.approx(-float(lower.replace(",", ".")), abs=0.03)

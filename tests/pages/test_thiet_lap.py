"""Thiết lập: a clerk says who the office is, sees what each change does, and can go back."""

import tomllib
from dataclasses import replace
from datetime import date

import pytest

from access.viewers import trial_viewer
from data_loaders.declared.office_files import rows_of_file
from desk.setting.campaign_form import CampaignForm, form_faults, with_campaign
from desk.setting.changes import (
    NotFittingError,
    apply,
    effect_of_change,
    present,
    proposal,
    revert,
    start_proposal,
)
from desk.setting.papers import campaigns_file, office_file, table_file, units_of, weights_file
from desk.setting.rules import newest_rule, rule_file, rule_titles, rule_values
from desk.setting.spellings import open_spellings, with_spellings
from domain.agency.departments import all_codes
from domain.agency.office import KEYS, office
from domain.agency.scope import whole_office
from domain.counted.obligations import RECORDS
from domain.program.errors import NotAllowedError
from domain.program.places import office_of
from domain.wording.formats import NBSP
from metrics.asking.rules import rule_in_force
from metrics.limits.campaigns import campaigns
from metrics.limits.reminders import due_reminders
from metrics.progress.what_is_left import what_is_left
from store.current.pointer import current
from store.current.warehouse import open_reader
from store.disk.home import Home
from store.written.audit import audit_entries
from store.written.own_data import own_files, versions
from tests.pages.conftest import use

SECTIONS = (
    "thieu",
    "co_quan",
    "don_vi",
    "dung_dau",
    "dot",
    "lich",
    "bo",
    "trong_so",
    "quy_tac",
    "nam",
    "ban",
)


@pytest.fixture
def home(own_second_home) -> Home:
    return own_second_home


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_opens(home, visit, monkeypatch, section):
    use(home.path, monkeypatch)

    assert not visit("thiet_lap", vai="van-phong", muc=section).exception


def test_only_who_may_configure_sees_or_changes(home, visit, monkeypatch, officer):
    with office_of(home.path):
        clerk = trial_viewer("QLVH")
    wanted = proposal(home, officer, {}, "x")

    for ask in (
        lambda: proposal(home, clerk, {}, "x"),
        lambda: effect_of_change(home, clerk, wanted),
        lambda: apply(home, clerk, wanted),
        lambda: revert(home, clerk, 1),
        lambda: start_proposal(home, clerk, "so"),
    ):
        with pytest.raises(NotAllowedError):
            ask()
    assert versions(home) == []


def test_an_empty_home_becomes_the_second_office_through_the_page(tmp_path, visit, monkeypatch, said):
    monkeypatch.setattr("ui.visit.trial.samples_loading", lambda: None)
    path = use(tmp_path / "new", monkeypatch)
    app = visit("thiet_lap", vai="van-phong")
    # What ships is nobody's own yet.
    assert "đơn vị được chấm điểm: kèm phần mềm, chưa ai rà" in said(app)
    assert "Thiết lập còn 2 việc phải làm và" in said(app)

    app.selectbox(key="co-quan-mau").select("so").run()
    app.button(key="bat-dau").click().run()
    assert "Tên cơ quan: Ban Quản lý Khu kinh tế Hải Phòng → Sở Văn hóa và Du lịch tỉnh Nam Thịnh" in said(
        app
    )
    app.button(key="luu-thiet-lap").click().run()

    assert not app.exception
    with office_of(path):
        assert (office().short_name, all_codes()[0]) == ("Sở", "TH")
    assert "8 đơn vị được chấm điểm." in said(app) and "Thiết lập còn 1 việc phải làm" in said(app)


def test_a_change_says_which_scores_would_be_others_and_counts_only_when_kept(home, officer):
    before, build = own_files(home), current(home).build_id
    rules = (
        present(home, "rules/department_score.toml")
        .decode()
        .replace("shortfall          = 15", "shortfall          = 95")
    )
    wanted = proposal(home, officer, {"rules/department_score.toml": rules.encode()}, "Sửa trọng số")

    effect = effect_of_change(home, officer, wanted)

    assert effect.faults == ()
    assert any(words.startswith("Điểm của Phòng Quản lý Văn hóa: 40,9 →") for words in effect.changes), (
        effect.changes
    )
    assert own_files(home) == before and current(home).build_id == build
    apply(home, officer, wanted)
    assert current(home).build_id != build
    assert audit_entries(home)[0]["action"] == "configure"


def test_a_unit_that_loses_its_spelling_shows_the_rows_that_would_be_refused(home, officer):
    units = present(home, "codes/departments.csv").decode()
    wanted = proposal(
        home, officer, {"codes/departments.csv": units.replace("|Phòng Gia đình", "").encode()}, "Bỏ cách gọi"
    )

    changes = effect_of_change(home, officer, wanted).changes

    assert any(words.startswith("Bảng còn dòng bị loại: 0 → ") for words in changes), changes


def test_a_change_is_taken_back_to_the_same_build(home, officer):
    build = current(home).build_id
    said = {key: "x" for key in KEYS}
    apply(home, officer, proposal(home, officer, {"office.toml": office_file(said)}, "Thử"))
    number = versions(home)[-1].number

    revert(home, officer, number)

    assert current(home).build_id == build


def test_a_campaign_is_edited_through_the_page_and_says_what_would_be_another(home, visit, said, monkeypatch):
    use(home.path, monkeypatch)
    app = visit("thiet_lap", vai="van-phong", muc="dot")
    before = campaigns()[0]
    app.button(key="dung-2025-12-15").click().run()
    field = {one.label: one for kind in ("text_input", "date_input", "multiselect") for one in app.get(kind)}
    field["Văn bản giao (số, ngày)"].set_value("Kế hoạch số 02/KH-SVHDL ngày 01/12/2025")
    field["Thời hạn"].set_value(date(2025, 12, 19))
    field["Phải đạt 100%"].set_value(["task_reported", "apology"])
    field["Theo dõi thêm, không tính vào 100%"].set_value(["work_file_complete"])
    next(one for one in app.button if one.label == "Xem ảnh hưởng").click().run()

    shown = said(app)
    for words in (
        "Lời nhắc, ngày hẹn và số liệu chốt đã ghi theo hạn 15/12/2025 giữ nguyên ở hạn đó",
        "(hết ngày 15/12, thứ Hai) → Chậm nhất ngày 19/12 (hết ngày 19/12, thứ Sáu)",
        "văn bản giao: Kế hoạch (mẫu) của Sở tháng 11/2025 về cải cách hành chính → Kế hoạch số 02/KH-SVHDL",
        "theo dõi thêm về chất lượng: chưa có → ",
    ):
        assert words in shown
    assert campaigns()[0] == before, "nothing counts before it is kept"
    app.button(key="luu-thiet-lap").click().run()

    assert not app.exception
    [edited] = campaigns()
    assert (edited.id, edited.short_vi, edited.owner) == ("2025-12-19", before.short_vi, "TH")
    assert (edited.obligations, edited.quality) == (("task_reported", "apology"), ("work_file_complete",))
    assert edited.internal_limits == before.internal_limits
    assert edited.full_vi["apology"] == before.full_vi["apology"]


def test_a_unit_with_a_limit_of_its_own_goes_by_it_on_page_and_paper(home, officer):
    known = tomllib.loads(present(home, "rules/campaigns.toml").decode())["campaign"]
    own = {"owner": "QLDL", "limit": date(2025, 12, 10), "inclusive": True, "what_vi": ""}
    old = known[0]
    form = CampaignForm(
        old["short_vi"], old["authority"], old["starts_on"], old["limit"], old["inclusive"],
        tuple(old["obligations"]), internal_limits=(*old["internal_limit"], own),
    )  # fmt: skip
    files = {"rules/campaigns.toml": campaigns_file(with_campaign(known, form, old))}

    assert any("Phòng Quản lý Du lịch hết ngày" in one for one in effect_of_change(home, officer, proposal(home, officer, files, "Hạn riêng")).changes)  # fmt: skip
    apply(home, officer, proposal(home, officer, files, "Hạn riêng"))
    with office_of(home.path):
        day = date(2025, 12, 5)
        left = what_is_left(open_reader(home, whole_office()), as_of=day)
        drafts = due_reminders(left, as_of=day, today=date(2025, 12, 15))
    texts = {one.department_code: one.text.replace(NBSP, " ") for one in drafts}
    assert "Hạn nội bộ: hết ngày 10/12, gửi kết quả về đơn vị tổng hợp." in texts["QLDL"]
    assert "Hạn nội bộ: hết ngày 12/12" in texts["QLVH"] and "12/12" not in texts["QLDL"]


BAD_FORMS = [
    ({"name": " "}, "Chưa ghi tên đợt"), ({"document": ""}, "Chưa ghi văn bản giao"), ({"obligations": ()}, "Chưa chọn yêu cầu nào"),
    ({"starts_on": date(2025, 12, 20)}, "Ngày bắt đầu 20/12/2025 sau thời hạn 15/12/2025"),
    ({"internal_limits": ({"owner": "QLDL", "limit": None},)}, "dòng 1 chưa ghi ngày"),
    ({"internal_limits": ({"owner": "*", "limit": date(2025, 12, 18)},)}, "Hạn nội bộ 18/12/2025 sau thời hạn của đợt"),
]  # fmt: skip


@pytest.mark.parametrize(("wrong", "words"), BAD_FORMS)
def test_a_campaign_form_that_does_not_fit_is_one_sentence(wrong, words):
    form = CampaignForm("Đợt", "KH 1", date(2025, 12, 1), date(2025, 12, 15), False, ("task_reported",))
    assert form_faults(form) == ()

    [fault] = form_faults(replace(form, **wrong))
    assert words in fault


SECOND_SET = """decision = "126/QĐ-UBND"
title = "Bộ chỉ số khác"
in_force_from = 2025-02-01
first_year = 2025
is_sample = true
"""
BAD = [
    ("codes/departments.csv", lambda text: text.replace("QLDL,", "QLVH,"), "đã có ở dòng"),
    ("codes/departments.csv", lambda text: text.replace(",specialised,", ",office,"), "đơn vị tổng hợp"),
    ("codes/department_heads.csv", lambda text: text + "LA,Trưởng phòng Lạ,\n", "không có đơn vị mang mã này"),
    ("rules/campaigns.toml", lambda text: text.replace("starts_on = 2025-11-17", "starts_on = 2026-01-17"), "sau thời hạn"),
    ("rules/campaigns.toml", lambda text: text.replace("2025-12-15", "2027-12-15"), "chưa có năm 2027"),
    ("office.toml", lambda text: "name = 3\n", "ghi 3"),
    ("codes/departments.csv", lambda text: text.replace("P.QLDL|", "P.QLVH|"), "mỗi cách gọi chỉ thuộc một đơn vị"),
    ("codes/departments.csv", lambda text: text.replace(",office,", ",specialised,"), "Chưa có đơn vị tổng hợp"),
    ("rules/campaigns.toml", lambda text: text.replace('owner = "TH"', 'owner = "LA"'), "không có đơn vị mang mã"),
    ("codes/calendar_overrides.csv", lambda text: text.replace("2025-05-02", "2025-02-30"), "không phải ngày"),
    ("codes/office_hours.toml", lambda text: text.replace('"11:30"', '"06:30"'), "giờ kết thúc phải sau giờ bắt đầu"),
    ("indicator_sets/126-2025/set.toml", lambda text: SECOND_SET, "Năm 2025 đã có bộ chỉ số"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "spoil", "words"), BAD)
def test_what_does_not_fit_gets_a_sentence_and_nothing_is_kept(home, officer, name, spoil, words):
    before, build = own_files(home), current(home).build_id
    wanted = proposal(home, officer, {name: spoil(present(home, name).decode()).encode()}, "Sai")

    assert any(words in fault for fault in effect_of_change(home, officer, wanted).faults)
    with pytest.raises(NotFittingError):
        apply(home, officer, wanted)

    assert own_files(home) == before and current(home).build_id == build and versions(home) == []


def test_a_pasted_list_of_names_becomes_units_that_fit(home, officer):
    units = units_of("1. Văn phòng Sở\n2. Phòng Quản lý Du lịch\n3. Thư viện tỉnh\nLãnh đạo Sở")
    files = {
        "codes/departments.csv": table_file(("code", "name_vi", "short_vi", "kind", "aliases"), units),
        "codes/department_heads.csv": b"code,title_vi,email\n",
        "rules/campaigns.toml": campaigns_file([]),
    }

    assert [(u["code"], u["kind"]) for u in units] == [
        ("VPS", "office"), ("QLDL", "specialised"), ("TVT", "service_unit"), ("LDS", "leadership"),
    ]  # fmt: skip
    assert effect_of_change(home, officer, proposal(home, officer, files, "Danh sách")).faults == ()


def test_an_office_file_that_lacks_a_key_takes_the_shipped_value_and_says_so(home, officer):
    lines = present(home, "office.toml").decode().splitlines(keepends=True)
    without = "".join(line for line in lines if not line.startswith("deputy_title")).encode()

    assert (
        effect_of_change(
            home, officer, proposal(home, officer, {"office.toml": without}, "Bỏ một mục")
        ).faults
        == ()
    )
    apply(home, officer, proposal(home, officer, {"office.toml": without}, "Bỏ một mục"))
    with office_of(home.path):
        assert office().deputy_title == "Phó Trưởng ban" and office().head_title == "Giám đốc"


def test_new_weights_count_from_their_day_and_leave_earlier_days_alone(home, officer):
    weights = {**dict.fromkeys(RECORDS, 0), "shortfall": 100}
    text = weights_file(
        present(home, "rules/department_score.toml"),
        weights,
        least=10,
        begins=date(2025, 12, 4),
        authority="QĐ 1",
    )

    effect = effect_of_change(
        home, officer, proposal(home, officer, {"rules/department_score.toml": text}, "Trọng số")
    )

    assert effect.faults == () and any(words.startswith("Điểm của") for words in effect.changes)
    apply(home, officer, proposal(home, officer, {"rules/department_score.toml": text}, "Trọng số"))
    with office_of(home.path):
        assert rule_in_force("department_score", date(2025, 12, 4))["weights"] == weights
        assert rule_in_force("department_score", date(2025, 12, 3))["weights"]["shortfall"] == 15


def test_every_rule_is_edited_by_its_values_and_stays_the_same_where_nothing_is_typed(home):
    with office_of(home.path):
        titles = rule_titles()
    assert {"apology.toml", "denominator.toml", "forecast.toml", "indicator_risk.toml"} <= set(titles)
    for name in titles:
        content = present(home, f"rules/{name}")
        values = rule_values(content)
        assert all(one.meaning for one in values), name
        same = rule_file(
            content, {one.key: one.said for one in values}, begins=date(2031, 1, 1), authority="QĐ 1"
        )
        stamps = {"in_force_from": date(2031, 1, 1), "authority": "QĐ 1"}
        assert newest_rule(same) == {**newest_rule(content), **stamps}, name


BAD_VALUES = [
    ("forecast.toml", "window_days", "mười", "chưa đúng"), ("forecast.toml", "window_days", "0", "window_days"),
    ("denominator.toml", "count_cancelled", "2", "chưa đúng"), ("indicator_risk.toml", "scoring_days.2023", "31/02/2023", "chưa đúng"),
    ("indicator_risk.toml", "new_loss", "1,5", "new_loss"), ("indicator_bands.toml", "par_from", "60; 70", "giảm dần"),
    ("apology.toml", "checks", "là lạ", "checks"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "key", "typed", "words"), BAD_VALUES)
def test_a_value_that_is_none_of_its_rule_is_a_sentence(home, officer, name, key, typed, words):
    content = present(home, f"rules/{name}")
    try:
        wrong = rule_file(content, {key: typed}, begins=date(2031, 1, 1), authority="QĐ 1")
    except NotFittingError as problem:
        assert words in str(problem)
        return
    faults = effect_of_change(home, officer, proposal(home, officer, {f"rules/{name}": wrong}, "Thử")).faults
    assert len(faults) == 1 and words in faults[0]


def test_a_rule_is_changed_through_the_page_and_counts_from_its_day(home, visit, said, monkeypatch):
    use(home.path, monkeypatch)
    app = visit("thiet_lap", vai="van-phong", muc="quy_tac")
    app.selectbox(key="quy-tac").select("indicator_risk.toml").run()
    app.text_input(key="indicator_risk.toml-new_loss").input("0,5")
    app.date_input(key="tu-ngay-indicator_risk.toml").set_value(date(2025, 12, 4))
    app.button[-1].click().run()
    assert "Chưa ghi căn cứ" in said(app)

    app.text_input(key="can-cu-indicator_risk.toml").input("QĐ 1 ngày 03/12/2025")
    app.button[-1].click().run()
    assert "Điểm dự kiến: 27,51 → " in said(app)
    app.button(key="luu-thiet-lap").click().run()

    assert not app.exception
    with office_of(home.path):
        assert rule_in_force("indicator_risk", date(2025, 12, 4))["new_loss"] == 0.5
        assert rule_in_force("indicator_risk", date(2025, 12, 3))["new_loss"] == 0.05


def test_spellings_of_files_are_proposed_and_take_in_the_rows_that_wait(home, officer):
    units = present(home, "codes/departments.csv").decode()
    fewer = units.replace("|Phòng Gia đình", "").encode()
    apply(home, officer, proposal(home, officer, {"codes/departments.csv": fewer}, "Bỏ cách gọi"))
    with office_of(home.path):
        [found] = open_spellings(open_reader(home, whole_office()), officer)
    assert (found.text, found.code) == ("Phòng Gia đình", "GD") and found.rows > 0

    rows = with_spellings(rows_of_file(present(home, "codes/departments.csv")), {found.text: "GD"})
    content = table_file(("code", "name_vi", "short_vi", "kind", "aliases"), rows)
    apply(home, officer, proposal(home, officer, {"codes/departments.csv": content}, "Ghi cách gọi"))
    with office_of(home.path):
        assert open_spellings(open_reader(home, whole_office()), officer) == []

"""The page of shortfalls and jobs: shown, linked, empty, and as a department."""


def shown_with(app, heading):
    return [frame.value for frame in app.dataframe if heading in frame.value]


def test_the_headline_tells_what_was_won_back_and_what_nobody_was_given(loaded_home, visit, said):
    app = visit("ton_tai_phan_cong")

    assert not app.exception
    assert app.title[0].value.startswith("Đã lấy lại")
    assert "chưa phân công" in app.title[0].value


def test_what_nobody_was_given_stands_on_top(loaded_home, visit, said):
    app = visit("ton_tai_phan_cong")

    assert shown_with(app, "Bị trừ")[0]["Phân công"].iloc[0] == "Chưa phân công"
    assert "Chưa phân công: 7.3.4" in said(app)


def test_jobs_still_open_come_first_overdue_before_others(loaded_home, visit, said):
    states = list(shown_with(visit("ton_tai_phan_cong"), "Nhiệm vụ")[0]["Tình trạng"])

    assert states[0] == "Quá hạn"
    assert states[-1] == "Đã xong"


def test_a_department_sees_its_own_shortfalls_and_jobs(loaded_home, visit, said):
    app = visit("ton_tai_phan_cong", vai="QLLD", don_vi="VP")

    assert not app.exception
    for frame in shown_with(app, "Chủ trì"):
        assert all("Quản lý Lao động" in words or words == "Các phòng, đơn vị" for words in frame["Chủ trì"])
    units = {unit for frame in shown_with(app, "Điểm đã mất") for unit in frame["Đơn vị"]}
    assert units <= {"Quản lý Lao động"}


def test_says_what_to_do_when_nothing_was_loaded(empty_home, visit, said):
    app = visit("ton_tai_phan_cong")

    assert not app.exception
    assert "Chưa có Phụ lục 1" in app.title[0].value

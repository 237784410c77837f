"""What the running pages say equals what plain Python reads out of the raw sample files, on three days."""

import re
from datetime import date
from decimal import Decimal

import pytest

from domain.counted.obligations import RECORDS
from tests.metrics.by_hand.test_counts_from_raw_files import DAYS
from tests.metrics.by_hand.test_lists_from_raw_files import documents, state
from tests.metrics.by_hand.test_obligations_from_raw_files import (
    LIMITS,
    apologies,
    owed,
    tasks,
    working_days_left,
)
from tests.metrics.by_hand.test_risk_from_raw_files import by_hand
from tests.pages.ledger_figures import prose

UNITS = {"VP": "Văn phòng", "QLDT": "Quản lý Đầu tư", "QHXD": "Quy hoạch và Xây dựng"}


@pytest.fixture
def text_of(loaded_home, visit):
    """Everything a page says in sentences and tiles on a day."""

    def words(page: str, day: date, **address: str) -> str:
        app = visit(page, vai="lanh-dao", ngay=day.isoformat(), **address)
        assert not app.exception
        return prose(app)

    return words


def vi(value: float | Decimal, places: int = 2) -> str:
    """A number as an office writes it."""
    return f"{float(value):,.{places}f}".translate(str.maketrans(",.", ".,"))


def left(day: date, name: str, code: str = "TOTAL") -> int | None:
    required, done = owed(day)[code, name]
    return None if done is None else required - done


@pytest.mark.parametrize("day", DAYS)
def test_the_overview(text_of, day):
    words = text_of("tong_quan", day)

    for name in [one for names in LIMITS.values() for one in names]:
        label, open_items = re.escape(RECORDS[name].label_vi), left(day, name)
        (told,) = set(re.findall(rf"{label} (?:[\d,]+%|[\d.]+ /[\d.]+) · còn (\d+)", words))
        assert int(told) == open_items, name
    known = [(top, points) for top, points in by_hand(day).values() if points is not None]
    lost = sum(top - points for top, points in known)
    (told,) = set(re.findall(r"Điểm có thể mất: (\d+,\d\d)", words))
    assert told == vi(lost)
    assert f"Điểm dự kiến: {vi(sum(points for _, points in known), 1)}" in words
    back = sum(
        Decimal(str(row["Điểm bị trừ"]))
        for row in state("Phu luc 1*.xlsx", day)
        if row["Kết quả"] == "Đã khắc phục"
    )
    assert f"Đã lấy lại từ năm trước: {vi(back)}" in words


@pytest.mark.parametrize("day", DAYS)
def test_the_points_and_the_index(loaded_home, visit, day):
    expected = by_hand(day)
    app = visit("nguy_co", vai="lanh-dao", ngay=day.isoformat())
    rows = next(frame.value for frame in app.dataframe if "Kỳ vọng" in frame.value)

    assert set(rows["Mã"]) == set(expected)
    for row in rows.to_dict("records"):
        top, points = expected[row["Mã"]]
        assert row["Tối đa"] == vi(top)
        assert row["Kỳ vọng"] == ("?" if points is None else vi(round(points + 1e-9, 6))) or (
            points is not None and abs(float(row["Kỳ vọng"].replace(",", ".")) - points) < 0.0051
        ), row["Mã"]
    lost = sum(top - points for top, points in expected.values() if points is not None)
    assert f"Có thể mất {vi(lost)}" in prose(app)
    index = prose(visit("chi_so", vai="lanh-dao", ngay=day.isoformat()))
    whole = sum(points for _, points in expected.values() if points is not None)
    known = sum(top for top, points in expected.values() if points is not None)
    assert f"Dự kiến {vi(whole, 1)} điểm" in index
    assert f"Chỉ số dự kiến: {vi(whole * 100 / known, 1)}%" in index


@pytest.mark.parametrize("day", DAYS)
def test_tasks_dossiers_documents_and_appendices(text_of, day):
    assert f"trong {len(tasks(day))} việc chưa đi hết năm bước" in text_of("hpnet", day)
    late = apologies(day).values()
    lacking = sum(not one["made"] or one["invalid"] for one in late)
    assert text_of("tthc_xin_loi", day).startswith(
        f"{len(late)} hồ sơ quá hạn, {lacking} hồ sơ chưa có thư xin lỗi hợp lệ"
    )
    signed = [is_signed for _, is_signed in documents(day)]
    assert f"còn {signed.count(False)} văn bản chưa ký" in text_of("ky_so", day)
    lost = state("Phu luc 1*.xlsx", day)
    whole = sum(Decimal(str(row["Điểm bị trừ"])) for row in lost)
    back = sum(Decimal(str(row["Điểm bị trừ"])) for row in lost if row["Kết quả"] == "Đã khắc phục")
    appendices = text_of("ton_tai_phan_cong", day)
    assert f"Đã lấy lại {vi(back)}/{vi(whole)} điểm" in appendices
    assert (
        f"{left(day, 'assignment')} trên {len(state('Phu luc 2*.xlsx', day))} nhiệm vụ chưa xong"
        in appendices
    )


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("code", UNITS)
def test_a_unit(text_of, day, code):
    words = text_of("don_vi", day, don_vi=code)

    for name in ("task_reported", "task_archived", "work_file", "apology"):
        open_items = left(day, name, code)
        told = set(re.findall(rf"{re.escape(RECORDS[name].label_vi)} [\d,]+% · còn (\d+)", words))
        assert told == ({str(open_items)} if open_items else set()), name


@pytest.mark.parametrize("day", DAYS)
@pytest.mark.parametrize("name", ["task_archived", "task_reported"])
def test_the_pace_asked_for(text_of, day, name):
    words, open_items = text_of("tien_do", day, yeu_cau=name), left(day, name)
    assert open_items is not None

    assert f"{RECORDS[name].label_vi}: còn {open_items} việc" in words
    needed = -(-open_items // working_days_left(day, "2023-11-17"))
    assert f"Cần làm: {needed}" in words and f"cần {needed} việc/ngày cho phần hiện có" in words

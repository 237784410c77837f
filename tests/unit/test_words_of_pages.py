"""The words and rows that pages draw, worked out beside their story."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

import pandas as pd
import pytest

from domain.said.claim import Claim
from domain.wording.formats import NBSP
from reports.told import figures_words, issued_headline, issued_table, pages_of
from ui.deadlines.apology_words import apologies_headline, apology_words
from ui.deadlines.frozen import fraction, since_limit_words
from ui.deadlines.task_steps import STEPS, steps_headline, widest_leak
from ui.index.evidence_words import said_of, signature_words
from ui.index.method_text import contents, for_reading, sections
from ui.index.published_words import own_components, ranked, sites, source_words
from ui.index.set_words import sets_headline
from ui.index.signing_words import signing_headline
from ui.intake.correction_words import (
    corrected_row_words,
    correction_state,
    decision_words,
    disputes_headline,
)
from ui.intake.import_words import staged_headline
from ui.intake.origin_words import list_words, loaded_words
from ui.intake.past_words import kinds_words, names_words, newest_day, state_words

DONE_AT = datetime(2023, 11, 12, 8, 30, tzinfo=UTC)


def steps(*counts: int) -> dict[str, int]:
    return dict(zip(STEPS, counts, strict=True))


def test_the_widest_leak_is_the_step_before_which_most_tasks_stop():
    row = steps(100, 90, 88, 40, 39)

    assert widest_leak(row) == ("archived", 48)
    assert (
        steps_headline(row, "")
        == f"Hụt nhiều nhất ở bước lưu trữ: 48{NBSP}việc đã báo cáo nhưng chưa lưu trữ"
    )


def test_unread_rows_keep_the_steps_from_being_called_full():
    full = steps(9, 9, 9, 9, 9)

    assert steps_headline(full, "").startswith(f"Cả 9{NBSP}việc đã qua đủ năm bước")
    assert "chưa kết luận đã đủ" in steps_headline(full, "1 dòng chưa đọc được")


def test_overdue_dossiers_are_full_only_where_all_was_read():
    register = pd.DataFrame({"status": ["done", "late"]})

    assert apologies_headline(register, "").startswith("Cả 2")
    assert "chưa kết luận" in apologies_headline(register, "1 dòng chưa đọc được")
    assert "1\u00a0hồ sơ chưa có" in apologies_headline(pd.DataFrame({"status": ["done", "missing"]}), "")


def test_what_the_register_says_of_one_apology():
    sent = {
        "status": "invalid", "apology_number": "12", "apology_date": date(2023, 11, 2), "rescheduled_to": None,
        "failed_words": ["Thiếu lý do"],
    }  # fmt: skip

    assert apology_words({"status": "missing"}) == "Chưa có thư xin lỗi trong sổ theo dõi."
    assert apology_words(sent) == "Thư xin lỗi 12, ngày 02/11/2023. Chưa hợp lệ: thiếu lý do."


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (Claim(739, 588), "588 / 739"),
        (Claim(739, None), "Chưa có dữ liệu"),
        (Claim(0, 0), "Không phát sinh"),
        (Claim(0, 0, unread=2), f"2{NBSP}dòng chưa đọc được"),
        (Claim(9, 9, unread=1), f"9 / 9, 1{NBSP}dòng chưa đọc được"),
    ],
)
def test_a_frozen_fraction_is_never_zero_for_unknown_nor_silent_of_rows_unread(said, words):
    assert fraction(said) == words


def test_what_was_added_after_a_limit_is_unknown_where_a_state_is():
    assert [since_limit_words(later) for later in (None, 0, 3, -2)] == [
        "Chưa có dữ liệu",
        "Không đổi",
        "thêm 3",
        "bớt 2",
    ]


def test_signing_says_unknown_and_full_apart():
    assert "chưa cho biết" in signing_headline({"total": 5, "signed": None}, "")
    assert signing_headline({"total": 5, "signed": 5}, "") == f"Cả 5{NBSP}văn bản đi đã ký số"
    assert "chưa kết luận" in signing_headline({"total": 5, "signed": 5}, "1 dòng chưa đọc được")


def published(**columns) -> pd.DataFrame:
    rows = {
        "index": "SIPAS", "component": "", "is_mean": False, "is_own": True, "year": 2022, "score": 80.0,
        "status": "đã nạp", "link": "", **columns,
    }  # fmt: skip
    return pd.DataFrame(rows)


def test_few_agencies_are_no_ranking():
    many = published(agency=["A", "B", "C"], is_own=[True, False, False])

    assert len(ranked(many, "SIPAS")) == 3
    assert ranked(many.head(2), "SIPAS").empty
    assert ranked(many, "DDCI").empty


def test_sources_of_our_own_score_by_year():
    rows = published(year=[2021, 2022], status=["đã công bố", "đã nạp"])

    assert source_words(rows, "SIPAS") == "năm 2021 đã công bố; năm 2022 lấy từ tệp đã nạp"
    assert own_components(rows, "SIPAS").empty
    assert sites(published(link=["https://so.example.vn/a", ""])) == ["so.example.vn", "tệp đã nạp"]


def test_a_document_says_what_is_not_known_of_it():
    row = {"document_number": "", "issued_on": None, "author": ""}
    signature = {
        "signer": "",
        "signed_at": "2023-11-02T08:30:00",
        "state": "intact",
        "unchecked": ["Chưa kiểm tra hạn"],
    }

    assert said_of(row) == "chưa có số, chưa rõ ngày ban hành, chưa rõ nơi ban hành"
    first, second = signature_words({"signatures": [signature]})
    assert "2023-11-02 08:30" in first and second == "Chưa kiểm tra hạn"


def test_an_amendment_without_effect_says_so():
    none = pd.DataFrame({"is_leaf": [], "points_moved": [], "change": []})

    assert sets_headline(none, "1/QĐ", "2/QĐ") == "2/QĐ không đổi điều nào so với 1/QĐ"


def test_sections_of_the_methods_go_by_the_name_of_their_metric():
    found = sections("# x\n\n## Tỷ lệ (`completion`)\n\nXem [đây](a.md).\n\n## Số liệu cũ\n\nHai.\n")

    assert found == {"completion": ("Tỷ lệ", "Xem đây."), "so-lieu-cu": ("Số liệu cũ", "Hai.")}
    assert contents(found).count("<li>") == 2
    assert for_reading("Xem (`a.toml`) ở e-office") == "Xem ở HpNet"


def test_corrections_and_disputes_by_their_states():
    assert (
        correction_state({"state": "retired", "retired_as_of": date(2023, 11, 2)})
        == "Nguồn đã đúng từ 02/11/2023"
    )
    assert correction_state({"state": "active"}) == "Đang áp dụng"
    assert corrected_row_words({"business_key": "", "sheet": "Trang 1", "source_row": 7}) == "Trang 1, dòng 7"
    assert disputes_headline([]) == "Chưa có phản ánh nào về số liệu"
    assert "1\u00a0phản ánh đang chờ" in disputes_headline([{"state": "sent"}, {"state": "accepted"}])
    sent = {"state": "reviewing", "sent_at": datetime(2023, 11, 9, 8, 0)}
    assert decision_words(sent, today=date(2023, 11, 14)) == (
        "Tình trạng: Văn phòng đang xem. Trả lời chậm nhất ngày\u00a014/11/2023."
    )
    assert "đã quá hạn trả lời" in decision_words(sent, today=date(2023, 11, 15))


def test_words_of_a_cell_and_of_who_loaded_it():
    assert list_words("x") == "x" and ", " in list_words(["VP", "QLDT"])
    assert loaded_words("lan (máy A)", DONE_AT).startswith("lan nạp lúc")


def past(*files: SimpleNamespace, is_active: bool = True) -> SimpleNamespace:
    return SimpleNamespace(files=files, is_active=is_active)


def test_what_is_said_of_a_publication():
    one = SimpleNamespace(
        file_name="a.xlsx", kinds=("sipas", "ddci"), as_of=date(2023, 11, 2), changed_at=None, changed_by=None
    )
    other = SimpleNamespace(
        file_name="b.xlsx", kinds=("sipas",), as_of=None, changed_at=None, changed_by=None
    )

    assert state_words(past(one)) == "Đang dùng"
    assert state_words(past(one, is_active=False)) == "Chưa công bố xong"
    assert kinds_words(past(one, other)) == "SIPAS, DDCI"
    assert newest_day(past(one, other)) == date(2023, 11, 2) and newest_day(past(other)) is None
    assert names_words(past(one, other)) == f"lần công bố 2{NBSP}tệp"


def test_the_waiting_files_are_counted_by_what_may_be_done_with_them():
    def said(word: str, wants: str = "") -> SimpleNamespace:
        return SimpleNamespace(word=word, wants=wants)

    assert staged_headline([], 0) == ""
    assert staged_headline([], 2) == f"0{NBSP}tệp công bố được, 2{NBSP}tệp chưa đọc"
    assert staged_headline([said("Nhận"), said("Nhận", "ngày"), said("Từ chối")], 0) == (
        f"1{NBSP}tệp công bố được, 1{NBSP}tệp cần chọn, 1{NBSP}tệp bị từ chối"
    )


def test_papers_that_were_issued_are_told_by_the_last():
    row = {
        "id": 3, "name": "summary_report", "department_code": None, "as_of": date(2023, 11, 12),
        "parameters": {"frozen": False, "papers": [1]}, "issued_by": "lan", "issued_at": DONE_AT,
    }  # fmt: skip

    assert issued_headline([]) == "Chưa phát hành văn bản nào"
    assert issued_headline([row]).startswith(f"Đã phát hành 1{NBSP}văn bản, mới nhất: báo cáo tổng hợp")
    assert issued_table([row])[["unit", "state", "papers"]].iloc[0].tolist() == [
        "Toàn cơ quan",
        "Chưa chốt",
        1,
    ]
    assert "chưa chốt" in figures_words(SimpleNamespace(record=row))
    assert pages_of(SimpleNamespace(files=())) == ()

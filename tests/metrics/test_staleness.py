"""Old numbers are said to be old, per source, in working days."""

from datetime import date

from domain.wording.formats import NBSP
from metrics.limits.staleness import same_day_sentences, source_ages, stale_sentences


def test_one_working_day_is_fresh_and_two_are_stale(add_import, reader):
    add_import("hpnet_tasks", as_of=date(2023, 11, 10))

    assert stale_sentences(reader, today=date(2023, 11, 12)) == []
    assert stale_sentences(reader, today=date(2023, 11, 13)) == []
    assert stale_sentences(reader, today=date(2023, 11, 14)) == [
        "Số liệu HpNet đã cũ 2 ngày làm việc. Nạp bản xuất mới trước khi dùng để nhắc việc."
    ]


def test_every_source_has_its_own_age(add_import, reader):
    add_import("hpnet_tasks", as_of=date(2023, 11, 13))
    add_import("dossiers", as_of=date(2023, 11, 8))

    ages = source_ages(reader, today=date(2023, 11, 13))

    assert [(age.kind, age.working_days_old, age.is_stale) for age in ages] == [
        ("dossiers", 3, True),
        ("hpnet_tasks", 0, False),
    ]


def test_holidays_do_not_age_the_numbers(add_import, reader):
    add_import("hpnet_tasks", as_of=date(2024, 2, 7))

    assert source_ages(reader, today=date(2024, 2, 14))[0].working_days_old == 0


def test_a_department_missing_from_the_newest_export_is_named(add_import, reader):
    add_import("hpnet_tasks", as_of=date(2023, 11, 10), departments=("QLDT", "VP"))
    add_import("hpnet_tasks", as_of=date(2023, 11, 13), departments=("VP",))

    age = source_ages(reader, today=date(2023, 11, 13))[0]

    assert age.behind == ("QLDT",)
    assert "chưa có: Phòng Quản lý Đầu tư" in age.behind_sentence


def test_nothing_loaded_has_no_age(reader):
    assert source_ages(reader, today=date(2023, 11, 13)) == []


def test_two_exports_of_one_day_are_said(add_import, reader):
    add_import("hpnet_tasks", as_of=date(2023, 11, 10), import_id="first")
    add_import("hpnet_tasks", as_of=date(2023, 11, 10), import_id="second")
    add_import("hpnet_tasks", as_of=date(2023, 11, 9), import_id="third")

    assert same_day_sentences(reader, as_of=date(2023, 11, 12)) == [
        f"Số liệu HpNet ngày{NBSP}10/11/2023 có hai bản xuất; chỗ khác nhau lấy theo bản nạp sau, không tính hai lần."
    ]


def test_parts_of_one_day_for_different_departments_contradict_nothing(add_import, reader):
    add_import("hpnet_tasks", as_of=date(2023, 11, 10), import_id="first", departments=("VP",))
    add_import("hpnet_tasks", as_of=date(2023, 11, 10), import_id="second", departments=("QLDT",))

    assert same_day_sentences(reader, as_of=date(2023, 11, 12)) == []

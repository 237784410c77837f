"""The office's own count by procedure against the national portal's: what differs, why, and what stays unknown."""

from datetime import date

import pandas as pd

from metrics.counts.dossier_counts import (
    COUNTS,
    dossiers_by_procedure,
    dossiers_of_procedure,
    national_table,
    reconciled,
    reconciliation,
)
from tests.metrics.conftest import AS_OF


def counts(*numbers: int) -> dict[str, int]:
    return dict(zip(COUNTS, numbers, strict=True))


def by_procedure(frame: pd.DataFrame) -> dict[str, dict]:
    return {row["procedure"]: row for row in frame.to_dict("records")}


def ours(procedure: str, *numbers: int, not_accepted: int = 0, vanished: int = 0) -> dict:
    return {"procedure": procedure, **counts(*numbers), "not_accepted": not_accepted, "vanished": vanished}


def theirs(procedure: str, *numbers: int | None) -> dict:
    return {"procedure": procedure, **dict(zip(COUNTS, numbers, strict=True))}


def test_dossiers_are_counted_by_procedure(reader, add_dossier):
    in_may = {"received_at": "2023-05-01", "promised_at": "2023-05-10"}
    add_dossier(procedure="Cấp phép", finished_at="2023-05-09", **in_may)
    add_dossier(procedure="Cấp phép", finished_at="2023-05-12", **in_may)
    add_dossier(procedure="Cấp phép", status="rejected", **in_may)
    add_dossier(procedure="Gia hạn", received_at="2023-11-01", promised_at="2023-11-20")
    add_dossier(procedure="Gia hạn", received_at="2022-11-01", finished_at="2022-11-20")

    rows = by_procedure(dossiers_by_procedure(reader, as_of=AS_OF))

    assert {name: rows["Cấp phép"][name] for name in COUNTS} == counts(2, 2, 1, 1, 0, 0)
    assert rows["Cấp phép"]["not_accepted"] == 1
    assert {name: rows["Gia hạn"][name] for name in COUNTS} == counts(1, 0, 0, 0, 1, 0)


def test_both_sides_are_taken_on_the_day_of_the_national_table(reader, add_dossier, add_dossier_count):
    add_dossier(procedure="Cấp phép", received_at="2023-11-01")
    add_dossier(procedure="Cấp phép", received_at="2023-11-11")
    add_dossier_count(procedure="CẤP  PHÉP", received=1, resolved=0, on_time=0, as_of_date=date(2023, 11, 10))

    row = reconciliation(reader, as_of=AS_OF).iloc[0]

    table = national_table(reader, as_of=AS_OF)
    assert table is not None and table.on == date(2023, 11, 10)
    assert (row["received_ours"], row["received_theirs"], row["reason"]) == (1, 1, "same")
    assert reconciliation(reader, as_of=date(2023, 11, 9)).empty


def test_without_a_national_table_or_a_list_nothing_is_compared(reader, add_dossier, add_dossier_count):
    add_dossier(procedure="Cấp phép", received_at="2023-11-01")
    assert reconciliation(reader, as_of=AS_OF).empty


def test_a_table_of_part_of_the_year_is_not_compared(reader, add_dossier, add_dossier_count, add_import):
    add_dossier(procedure="Cấp phép", received_at="2023-05-01")
    quarter = add_import("dossier_counts", import_id="quarter", period_from=date(2023, 10, 1))
    add_dossier_count(procedure="Cấp phép", received=0, import_id=quarter)

    table = national_table(reader, as_of=AS_OF)

    assert table is not None and table.begins == date(2023, 10, 1) and not table.is_of_the_year
    assert reconciliation(reader, as_of=AS_OF).empty


def test_the_newest_table_alone_is_compared(reader, add_dossier, add_dossier_count):
    add_dossier(procedure="Cấp phép", received_at="2023-05-01")
    add_dossier_count(procedure="Cấp phép", received=9, as_of_date=date(2023, 10, 31))
    add_dossier_count(procedure="Cấp phép", received=1, as_of_date=date(2023, 11, 10))

    assert list(reconciliation(reader, as_of=AS_OF)["received_theirs"]) == [1]


def test_without_a_list_of_dossiers_nothing_is_compared(reader, add_dossier_count):
    add_dossier_count(received=3)
    assert reconciliation(reader, as_of=AS_OF).empty


def test_what_the_national_table_does_not_say_stays_unknown():
    row = reconciled([ours("Cấp phép", 3, 2, 2, 0, 1, 0)], [theirs("Cấp phép", 3, 2, 2, 0, None, None)]).iloc[
        0
    ]

    assert row["reason"] == "same"
    assert pd.isna(row["pending_theirs"]) and pd.isna(row["pending_difference"])


def test_lines_of_one_procedure_are_added_up():
    rows = reconciled(
        [ours("Cấp phép", 5, 5, 5, 0, 0, 0)],
        [theirs("Cấp phép", 2, 2, 2, 0, 0, 0), theirs("cấp phép ", 3, 3, 3, 0, 0, None)],
    )

    assert (rows.iloc[0]["received_theirs"], rows.iloc[0]["reason"]) == (5, "same")
    assert pd.isna(rows.iloc[0]["pending_overdue_theirs"])


def test_a_difference_says_what_explains_it():
    rows = by_procedure(
        reconciled(
            [
                ours("Như nhau", 9, 9, 9, 0, 0, 0),
                ours("Đơn vị khác đếm cả hồ sơ bị từ chối", 9, 9, 9, 0, 0, 0, not_accepted=2),
                ours("Từ chối không làm trễ", 9, 9, 9, 0, 0, 0, not_accepted=2),
                ours("Đã mất khỏi danh sách", 9, 9, 8, 1, 0, 0, vanished=1),
                ours("Chưa rõ", 9, 9, 9, 0, 0, 0),
                ours("Chỉ ở đây", 4, 4, 4, 0, 0, 0),
                ours("Chỉ có hồ sơ bị từ chối", 0, 0, 0, 0, 0, 0, not_accepted=3),
            ],
            [
                theirs("Như nhau", 9, 9, 9, 0, 0, 0),
                theirs("Đơn vị khác đếm cả hồ sơ bị từ chối", 11, 11, 11, 0, 0, 0),
                theirs("Từ chối không làm trễ", 10, 10, 9, 1, 0, 0),
                theirs("Đã mất khỏi danh sách", 8, 8, 8, 0, 0, 0),
                theirs("Chưa rõ", 9, 9, 8, 1, 0, 0),
                theirs("Chỉ ở kia", 2, 2, 2, 0, 0, 0),
            ],
        )
    )

    assert {name: row["reason"] for name, row in rows.items()} == {
        "Như nhau": "same",
        "Đơn vị khác đếm cả hồ sơ bị từ chối": "not_accepted",
        "Từ chối không làm trễ": "unexplained",
        "Đã mất khỏi danh sách": "vanished",
        "Chưa rõ": "unexplained",
        "Chỉ ở đây": "only_ours",
        "Chỉ có hồ sơ bị từ chối": "same",
        "Chỉ ở kia": "only_theirs",
    }
    assert (rows["Chỉ ở kia"]["received_ours"], rows["Chỉ ở kia"]["received_difference"]) == (0, 2)
    assert pd.isna(rows["Chỉ ở đây"]["received_theirs"])


def test_what_is_unexplained_comes_first():
    rows = reconciled(
        [ours("A", 9, 9, 9, 0, 0, 0), ours("B", 9, 9, 9, 0, 0, 0), ours("C", 9, 9, 9, 0, 0, 0)],
        [theirs("A", 9, 9, 9, 0, 0, 0), theirs("B", 10, 9, 9, 0, 1, 0), theirs("C", 19, 9, 9, 0, 10, 0)],
    )

    assert list(rows["procedure"]) == ["C", "B", "A"]


def test_a_department_compares_its_own_lines_only(warehouse, reader_for, add_dossier, add_dossier_count):
    add_dossier(procedure="Cấp phép", received_at="2023-11-01", department_code="QLDT")
    add_dossier(procedure="Gia hạn", received_at="2023-11-01", department_code="QLLD")
    add_dossier_count(procedure="Cấp phép", received=1, department_code="QLDT")
    add_dossier_count(procedure="Gia hạn", received=1, department_code="QLLD")
    add_dossier_count(procedure="Toàn Ban", received=7)

    assert list(reconciliation(reader_for("QLDT"), as_of=AS_OF)["procedure"]) == ["Cấp phép"]


def test_the_dossiers_of_a_procedure_bear_no_name(reader, add_dossier):
    add_dossier(procedure="Cấp phép", received_at="2023-11-01", applicant="Công ty A", dossier_code="H24-1")
    add_dossier(procedure="CẤP PHÉP", received_at="2023-11-02", status="rejected", dossier_code="H24-2")
    add_dossier(procedure="Gia hạn", received_at="2023-11-02")

    rows = dossiers_of_procedure(reader, as_of=AS_OF, procedure="cấp phép")

    assert list(rows["dossier_code"]) == ["H24-1", "H24-2"]
    assert list(rows["is_counted"]) == [True, False]
    assert "applicant" not in rows

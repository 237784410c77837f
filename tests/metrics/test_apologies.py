"""Apologies: which dossiers owe one, when it is late, what makes it invalid."""

from datetime import date, datetime

import pytest

from metrics.asking.rules import rule_in_force
from metrics.counts.apologies import REGISTER_COLUMNS, apologies, apology_register, failed_rules
from metrics.counts.dossiers import dossiers

AS_OF = date(2023, 11, 12)
DUE = datetime(2023, 11, 1, 17)


@pytest.fixture
def overdue(add_dossier):
    """Add a dossier that is open past its due day, unless told otherwise."""
    return lambda **columns: add_dossier(
        **{"received_at": datetime(2023, 10, 2), "promised_at": DUE, **columns}
    )


@pytest.fixture
def slip(add_apology):
    """Add a register row that is valid and in time, unless told otherwise."""
    return lambda **columns: add_apology(**{
        "dossier_code": "A", "apology_number": "01/PXL", "apology_date": date(2023, 11, 1), "reason": "Chờ ý kiến",
        "rescheduled_to": date(2023, 11, 20), **columns,
    })  # fmt: skip


@pytest.fixture
def verdict(reader):
    """Status and failed rules of dossier A."""

    def judge(as_of=AS_OF):
        register = apology_register(reader, as_of=as_of)
        (row,) = register[register.dossier_code == "A"].to_dict("records")
        return row["status"], row["failed_rules"], row["is_late"]

    return judge


def test_total_is_apologised_plus_missing(reader, overdue, slip, row_of):
    overdue(dossier_code="A")
    overdue(dossier_code="B", finished_at=datetime(2023, 11, 4, 9))
    overdue(dossier_code="C", finished_at=datetime(2023, 11, 1, 9))
    slip()

    assert row_of(apologies(reader, as_of=AS_OF), "QLDT") == {
        "department_code": "QLDT", "total": 2, "apologised": 1, "missing": 1, "late": 0, "invalid": 0,
        "days_late": 11 + 3,
    }  # fmt: skip


def test_a_valid_slip_on_the_due_day_is_done(overdue, slip, verdict):
    overdue(dossier_code="A")
    slip()

    assert verdict() == ("done", [], False)


def test_a_slip_after_the_due_day_is_late(overdue, slip, verdict):
    overdue(dossier_code="A")
    slip(apology_date=date(2023, 11, 2))

    assert verdict() == ("late", [], True)


@pytest.mark.parametrize(
    ("columns", "failed"),
    [
        ({"reason": None}, ["reason_missing"]),
        ({"reason": None, "has_reason_column": False}, []),
        ({"rescheduled_to": None}, ["new_date_missing"]),
        ({"rescheduled_to": None, "has_rescheduled_column": False}, []),
        ({"rescheduled_to": date(2023, 11, 1)}, ["new_date_not_later", "second_overdue"]),
        ({"rescheduled_to": date(2023, 11, 11)}, ["second_overdue"]),
        ({"rescheduled_to": AS_OF}, []),
        ({"has_signer_column": True}, ["signer_missing"]),
        ({"has_signer_column": True, "signer": "Đoàn Quang Vinh"}, []),
        ({"has_published_column": True}, ["not_published"]),
        (
            {"has_published_column": True, "published_at": date(2023, 11, 13)},
            ["not_published"],
        ),  # after AS_OF
        ({"has_published_column": True, "published_at": AS_OF}, []),
        (
            {"has_published_column": True, "has_place_column": True, "published_where": "Cổng TTĐT"},
            ["not_published"],
        ),
        ({"has_place_column": True}, ["not_published"]),
        ({"has_place_column": True, "published_where": "Cổng TTĐT"}, []),
    ],
)
def test_each_failed_rule_is_named(overdue, slip, verdict, columns, failed):
    overdue(dossier_code="A")
    slip(**columns)

    assert verdict() == ("invalid" if failed else "done", failed, False)


def test_a_finished_dossier_needs_no_new_date(overdue, slip, verdict):
    overdue(dossier_code="A", finished_at=datetime(2023, 11, 5))
    slip(rescheduled_to=None)

    assert verdict()[0] == "done"


def test_finished_after_the_new_date_is_a_second_overdue(overdue, slip, verdict):
    overdue(dossier_code="A", finished_at=datetime(2023, 11, 10))
    slip(rescheduled_to=date(2023, 11, 9))

    assert verdict()[1] == ["second_overdue"]


def test_a_register_row_without_number_and_date_is_no_apology(overdue, slip, verdict):
    overdue(dossier_code="A")
    slip(apology_number=None, apology_date=None)

    assert verdict()[0] == "missing"


def test_an_apology_dated_later_has_not_happened_yet(overdue, slip, verdict):
    overdue(dossier_code="A")
    slip(apology_date=date(2023, 11, 13))

    assert verdict()[0] == "missing"


def test_the_dossier_list_may_carry_the_apology_itself(overdue, verdict):
    overdue(dossier_code="A", apology_number="01/PXL", apology_date=date(2023, 11, 1))

    assert verdict() == ("done", [], False)


def test_an_unlisted_dossier_counts_when_the_register_says_overdue(reader, slip, row_of):
    slip(dossier_code="X", department_code="VP", overdue_days=2)
    slip(dossier_code="Y", department_code="VP", promised_at=DUE, finished_at=datetime(2023, 11, 4))
    slip(dossier_code="Z", department_code="VP", promised_at=DUE, finished_at=datetime(2023, 11, 1))
    slip(dossier_code="W", department_code=None, promised_at=DUE)

    table = apologies(reader, as_of=AS_OF)

    assert row_of(table, "VP")["total"] == 2
    assert row_of(table, "VP")["days_late"] == 2 + 3
    assert row_of(table, "TOTAL")["total"] == 3


def test_the_list_decides_where_it_knows_the_dossier(reader, overdue, slip, row_of):
    overdue(dossier_code="A", finished_at=datetime(2023, 10, 30))
    slip(overdue_days=5)

    assert row_of(apologies(reader, as_of=AS_OF), "TOTAL")["total"] == 0


def test_as_many_as_the_dossier_metric_calls_overdue(reader, overdue, row_of):
    overdue(supplement_requested_at=datetime(2023, 10, 30), supplement_received_at=datetime(2023, 11, 6))
    overdue(supplement_requested_at=datetime(2023, 11, 3))
    overdue(supplement_requests=2)
    overdue(status="stopped", overdue_days_stated=1)
    overdue(status="rejected")
    overdue(
        received_at=datetime(2022, 5, 1), finished_at=datetime(2022, 12, 1), promised_at=datetime(2022, 11, 1)
    )

    counted = row_of(dossiers(reader, as_of=AS_OF), "TOTAL")

    listed = row_of(apologies(reader, as_of=AS_OF), "TOTAL")["total"]
    assert listed == counted["resolved_late"] + counted["pending_overdue"] == 4


def test_the_register_names_both_places_of_origin(reader, overdue, slip):
    overdue(dossier_code="A", source_row=11)
    slip(source_row=7)

    (row,) = apology_register(reader, as_of=AS_OF, department="QLDT").to_dict("records")

    assert set(row) == set(REGISTER_COLUMNS)
    assert (row["source_row"], row["register_source_row"], row["overdue_working_days"]) == (11, 7, 7)


def test_a_department_sees_its_own_dossiers_only(reader_for, overdue):
    overdue(department_code="VP", dossier_code="A")
    overdue(department_code="TNMT", dossier_code="B")

    assert apologies(reader_for("VP"), as_of=AS_OF)[["department_code", "total"]].values.tolist() == [
        ["VP", 1], ["TOTAL", 1],
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("values", "failed"),
    [
        ({"apology_date": date(2023, 11, 2)}, {"sent_late", "channel_missing", "link_missing", "not_published", "signer_missing"}),
        ({"published_where": "Cổng TTĐT"}, {"link_missing", "not_published", "signer_missing"}),
        ({"published_where": "https://bql.gov.vn/12", "published_at": date(2023, 11, 1), "signer": "TRƯỞNG BAN"}, set()),
        ({"published_where": "bql.haiphong.gov.vn", "published_at": date(2023, 11, 1), "signer": "PHÓ TRƯỞNG BAN"}, set()),
    ],
)  # fmt: skip
def test_every_further_check_names_what_it_misses(overdue, slip, reader, values, failed):
    overdue(dossier_code="A")
    slip(**values)
    (row,) = apology_register(reader, as_of=AS_OF).to_dict("records")
    rule = rule_in_force("apology", AS_OF)
    every = {**rule, "checks": list(rule["words"])}

    columns = ("reason", "rescheduled", "signer", "published", "place")
    assert (
        set(failed_rules({**row, **{f"has_{name}_column": True for name in columns}}, every, AS_OF)) == failed
    )
    assert row["failed_rules"] == []

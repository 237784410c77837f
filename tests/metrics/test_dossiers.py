"""Dossiers: the on-time rule, the stopped clock, the year, and what is no dossier yet."""

from datetime import date, datetime, timedelta

import pytest

from metrics.counts.dossiers import COLUMNS, dossiers

AS_OF = date(2023, 11, 12)
DUE = datetime(2023, 11, 7, 17)
HOUR = timedelta(hours=1)


@pytest.fixture
def counts(reader, add_dossier, row_of):
    """Add one dossier and return its department's counts that are not zero."""

    def count(as_of=AS_OF, **columns):
        add_dossier(**{"received_at": datetime(2023, 10, 2, 8), "promised_at": DUE, **columns})
        row = row_of(dossiers(reader, as_of=as_of), "QLDT")
        return {name for name, value in row.items() if value == 1}

    return count


ON_TIME = {"total", "resolved", "resolved_on_time"}
LATE = {"total", "resolved", "resolved_late"}
PENDING = {"total", "pending"}
OVERDUE = {"total", "pending", "pending_overdue"}


def test_finished_at_the_promised_moment_is_on_time(counts):
    assert counts(finished_at=DUE) == ON_TIME


@pytest.mark.parametrize(
    ("promised", "finished", "expected"),
    [
        (DUE, datetime(2023, 11, 8, 7, 31), LATE),  # the next working morning
        (DUE, DUE + HOUR, ON_TIME),  # the office had closed: not one hour, not one day late
        (datetime(2023, 11, 7, 10), datetime(2023, 11, 7, 10, 20), LATE),  # a limit in hours, in office time
        (datetime(2023, 11, 7, 12), datetime(2023, 11, 7, 13, 20), ON_TIME),  # over noon
        (datetime(2023, 11, 7, 12), datetime(2023, 11, 7, 13, 40), LATE),
        (datetime(2023, 11, 10, 17), datetime(2023, 11, 11, 9), LATE),  # the next day, though a Saturday
    ],
)
def test_late_by_a_day_or_by_office_time_within_the_day(counts, promised, finished, expected):
    assert counts(promised_at=promised, finished_at=finished) == expected


def test_a_due_day_without_a_time_lasts_until_midnight(counts):
    assert counts(promised_at=datetime(2023, 11, 7), finished_at=datetime(2023, 11, 7, 23, 30)) == ON_TIME


def test_the_end_of_processing_counts_not_the_day_the_citizen_came(counts):
    assert counts(finished_at=DUE, returned_at=DUE + 48 * HOUR) == ON_TIME


def test_without_an_end_of_processing_the_return_counts(counts):
    assert counts(returned_at=DUE + 24 * HOUR) == LATE


@pytest.mark.parametrize("status", ["stopped", "withdrawn"])
def test_stopped_or_withdrawn_is_resolved(counts, status):
    assert counts(status=status) == ON_TIME


def test_stopped_without_a_date_but_stated_overdue_is_late(counts):
    assert counts(status="stopped", overdue_days_stated=2) == LATE


@pytest.mark.parametrize("status", ["rejected", "registered"])
def test_rejected_or_merely_registered_is_no_dossier(counts, status):
    assert counts(status=status) == set()


@pytest.mark.parametrize(
    ("promised", "expected"), [(date(2023, 11, 11), OVERDUE), (AS_OF, PENDING), (None, PENDING)]
)
def test_an_open_dossier_is_overdue_from_the_day_after_its_due_day(counts, promised, expected):
    due = datetime(promised.year, promised.month, promised.day, 17) if promised else None
    assert counts(promised_at=due) == expected


def test_a_finish_after_the_day_has_not_happened_yet(counts):
    assert counts(finished_at=datetime(2023, 11, 13, 8)) == OVERDUE


# Asked on a Thursday at 8, received on the Monday at 8: 7,5 + 8 + 0,5 office hours, two working days.
ASKED, RECEIVED = datetime(2023, 10, 5, 8), datetime(2023, 10, 9, 8)


@pytest.mark.parametrize(
    ("promised", "finished", "expected"),
    [
        (datetime(2023, 10, 10, 17), datetime(2023, 10, 12, 17), ON_TIME),
        (datetime(2023, 10, 10, 17), datetime(2023, 10, 12, 18), ON_TIME),
        (datetime(2023, 10, 10, 17), datetime(2023, 10, 13, 7, 45), LATE),
        (datetime(2023, 10, 10, 17), datetime(2023, 10, 14, 18), LATE),
        (datetime(2023, 10, 10), datetime(2023, 10, 12, 20), ON_TIME),  # a day without a time stays one
        (datetime(2023, 10, 10), datetime(2023, 10, 13, 8), LATE),
        (datetime(2023, 10, 12, 11), datetime(2023, 10, 16, 11), ON_TIME),  # over the weekend
        (datetime(2023, 10, 12, 11), datetime(2023, 10, 16, 11, 30), LATE),
    ],
)
def test_waiting_for_supplements_stops_the_clock_in_office_time(counts, promised, finished, expected):
    assert expected == counts(
        promised_at=promised, finished_at=finished,
        supplement_requested_at=ASKED, supplement_received_at=RECEIVED,
    )  # fmt: skip


def test_still_waiting_for_supplements_asked_in_time_is_not_overdue(counts):
    assert counts(supplement_requested_at=DUE - HOUR, status="waiting_supplement") == PENDING


def test_supplements_asked_after_the_due_moment_do_not_help(counts):
    assert counts(supplement_requested_at=DUE + 15 * HOUR, status="waiting_supplement") == OVERDUE


@pytest.mark.parametrize(("finished", "expected"), [(DUE - HOUR, LATE), (None, OVERDUE)])
def test_a_second_request_for_supplements_makes_it_late(counts, finished, expected):
    assert counts(supplement_requests=2, finished_at=finished, promised_at=datetime(2023, 12, 1)) == (
        expected if finished is None or finished <= DUE else LATE
    )


def test_the_year_has_what_was_received_finished_or_open_in_it(reader, add_dossier, row_of):
    last_year = datetime(2022, 12, 1, 8)
    add_dossier(received_at=last_year, finished_at=datetime(2022, 12, 20))
    add_dossier(received_at=last_year, finished_at=datetime(2023, 1, 4))
    add_dossier(received_at=last_year)
    add_dossier(received_at=datetime(2023, 1, 3), channel="online")

    row = row_of(dossiers(reader, as_of=AS_OF), "TOTAL")

    assert (row["total"], row["resolved"], row["pending"], row["online"]) == (3, 1, 2, 1)


def test_before_the_first_list_what_was_not_received_is_not_there(counts):
    assert counts(as_of=date(2023, 10, 1)) == set()


def test_columns_and_scope(reader, reader_for, add_dossier):
    add_dossier(department_code="VP", received_at=DUE)
    add_dossier(department_code="TNMT", received_at=DUE)

    assert list(dossiers(reader, as_of=AS_OF).columns) == list(COLUMNS)
    assert dossiers(reader_for("VP"), as_of=AS_OF)[["department_code", "total"]].values.tolist() == [
        ["VP", 1], ["TOTAL", 1],
    ]  # fmt: skip

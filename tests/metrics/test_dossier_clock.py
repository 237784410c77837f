"""The clock of one dossier: stopped in office time, due in office time, late by at least one unit."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.agency.working_calendar import WorkingCalendar
from metrics.asking.rows import records
from metrics.counts.apologies import apology_register
from metrics.counts.dossier_clock import clock_lines

AS_OF = date(2023, 11, 12)
CALENDAR = WorkingCalendar.office()


@pytest.fixture
def clock(reader, add_dossier):
    """Add one dossier and return its clock as the page shows it."""

    def lines(**columns):
        add_dossier(
            **{"received_at": datetime(2023, 9, 29, 8), "promised_at": datetime(2023, 10, 10, 17), **columns}
        )
        [row] = records(apology_register(reader, as_of=AS_OF))
        return {name: words.replace("\u00a0", " ") for name, words in clock_lines(row, CALENDAR)}

    return lines


def test_step_by_step(clock):
    assert clock(
        supplement_requested_at=datetime(2023, 10, 5, 8), supplement_received_at=datetime(2023, 10, 9, 8),
        finished_at=datetime(2023, 10, 14, 18),
    ) == {
        "Tiếp nhận": "08:00 ngày 29/09/2023",
        "Hẹn trả": "17:00 ngày 10/10/2023 (7 ngày làm việc, không kể ngày tiếp nhận)",
        "Yêu cầu bổ sung (đồng hồ dừng)": "08:00 ngày 05/10/2023",
        "Đã bổ sung (đồng hồ chạy tiếp)": "08:00 ngày 09/10/2023",
        "Thời gian chờ, không tính": "16 giờ làm việc",
        "Hạn sau khi cộng thời gian chờ": "17:00 ngày 12/10/2023",
        "Xong": "18:00 ngày 14/10/2023",
        "Quá hạn": "1 ngày làm việc (2 ngày theo lịch)",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("columns", "late"),
    [
        (
            {"promised_at": datetime(2023, 10, 10, 9), "finished_at": datetime(2023, 10, 10, 10, 20)},
            "2 giờ làm việc",
        ),
        ({"promised_at": datetime(2023, 11, 10, 17)}, "2 ngày theo lịch, chưa qua ngày làm việc nào"),
        (
            {"finished_at": datetime(2023, 10, 10, 9), "supplement_requests": 2},
            "yêu cầu bổ sung 2 lần, từ lần thứ hai tính là quá hạn",
        ),
    ],
)
def test_late_in_a_unit_of_which_there_is_one(clock, columns, late):
    assert clock(**columns)["Quá hạn"] == late


MOMENTS = st.datetimes(datetime(2023, 4, 24), datetime(2023, 11, 5)).map(
    lambda m: m.replace(second=0, microsecond=0)
)
# A promise of 00:00 is a day without an hour: it lasts until the office closes.
PROMISES = MOMENTS.filter(lambda m: (m.hour, m.minute) != (0, 0))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(PROMISES, MOMENTS, st.integers(0, 60))
def test_the_due_moment_lies_as_many_office_hours_later_as_the_stop_lasted(warehouse, promised, asked, hours):
    warehouse.connection.execute("delete from core.dossier")
    received = asked + timedelta(hours=hours, minutes=1)
    warehouse.add(
        "dossier", received_at=datetime(2023, 4, 3, 8), promised_at=promised,
        supplement_requested_at=asked, supplement_received_at=received,
    )  # fmt: skip
    [row] = warehouse.reader().records("select * from scoped.dossier_on(date '2023-11-30')")

    waited = CALENDAR.working_hours(asked, received)
    assert CALENDAR.working_hours(row["promised_by"], row["due_at"]) == pytest.approx(waited)
    assert row["due_at"] >= row["promised_by"]
    if waited and not row["is_whole_day"]:
        assert CALENDAR.working_hours(row["due_at"] - timedelta(minutes=1), row["due_at"]) > 0

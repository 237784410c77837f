"""How long may a procedure take by the decision that publishes it, where a dossier names no day?"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time

from domain.agency.working_calendar import ONE_DAY, WorkingCalendar
from domain.program.places import CODES, effective, kept
from domain.wording.text import fold_words

PROCEDURE_LIMITS = CODES / "procedure_limits.csv"
WORKING_DAYS, DAYS, WORKING_HOURS = "ngày làm việc", "ngày", "giờ làm việc"
COUNTED_IN = (WORKING_DAYS, DAYS, WORKING_HOURS)


@dataclass(frozen=True, slots=True)
class ProcedureLimit:
    """The time a procedure may take, counted in one of ``COUNTED_IN``."""

    limit: int
    counted_in: str

    def due_after(self, received: datetime, calendar: WorkingCalendar) -> datetime:
        """
        When the result of a dossier *received* at that local moment is due; midnight stands for the whole day.

        The day of receipt is not counted, what comes after hours is received on the next working day, and a
        limit that ends on a day off moves to the next working day (Bộ luật Dân sự 2015, Điều 147, 148).

            >>> ProcedureLimit(3, "ngày làm việc").due_after(datetime(2023, 11, 9, 8), WorkingCalendar())
            datetime.datetime(2023, 11, 14, 0, 0)
            >>> ProcedureLimit(2, "ngày").due_after(datetime(2023, 11, 9, 18), WorkingCalendar())
            datetime.datetime(2023, 11, 13, 0, 0)
        """
        if self.counted_in == WORKING_HOURS:
            return calendar.after_working_hours(received, self.limit)
        day = received.date()
        sessions = calendar.sessions_of(day)
        if not sessions or received.time() > sessions[-1][1]:
            day = calendar.add_working_days(day, 1)
        if self.counted_in == WORKING_DAYS:
            return datetime.combine(calendar.add_working_days(day, self.limit), time.min)
        return datetime.combine(calendar.next_working_day(day + self.limit * ONE_DAY), time.min)


@kept(PROCEDURE_LIMITS)
def procedure_limits() -> Mapping[str, ProcedureLimit]:
    """The limit of every procedure of `data/codes/procedure_limits.csv`, by its folded name."""
    with effective(PROCEDURE_LIMITS).open(encoding="utf-8-sig", newline="") as file:
        return {
            fold_words(row["procedure"]): ProcedureLimit(int(row["limit"]), row["counted_in"].strip())
            for row in csv.DictReader(file)
        }

"""Which scores did a person set against the measured ones, why, and until when?"""

from datetime import date, datetime
from decimal import Decimal

from desk.corrections import UnusableValueError
from domain.agency.scope import Viewer
from domain.program.errors import UnknownNameError
from domain.wording.formats import points
from store.disk.home import Home
from store.written.application import now, override
from store.written.audit import recorded
from store.written.records import Row, add, change, found, listed


def set_override(
    home: Home,
    viewer: Viewer,
    *,
    year: int,
    code: str,
    score: Decimal,
    maximum: Decimal,
    reason: str,
    expires_on: date,
    today: date,
    starts_on: date,
    counted: str = "",
    proof: str = "",
    moment: datetime | None = None,
) -> int:
    """
    Put *score* in place of what is measured or claimed for one criterion, until *expires_on*. Returns its number.

    It counts from the data of *starts_on* on, the newest day when it is set; before, nothing changes. Without a
    document that proves it, it counts all the same, and every page says so.

    Args:
        counted: What was counted or chosen under the rule, in words; empty where the points themselves were typed.
        proof: The document: number, day, title.

    Raises:
        NotAllowedError: The viewer may not set scores.
        UnusableValueError: No reason, a day already past, or a score outside 0 to *maximum*.
    """
    viewer.require("set_score")
    if not reason.strip():
        raise UnusableValueError("Chưa ghi lý do đặt điểm", remedy="Ghi căn cứ, ví dụ số và ngày văn bản.")
    if expires_on < today:
        raise UnusableValueError("Ngày hết hiệu lực đã qua", remedy="Chọn ngày từ hôm nay trở đi.")
    if not 0 <= score <= maximum:
        raise UnusableValueError(f"Điểm của {code} phải từ 0 đến {points(maximum)}")
    said = {
        "score": score, "counted": counted or None, "reason": reason.strip(), "proof": proof.strip() or None,
        "starts_on": starts_on, "expires_on": expires_on,
    }  # fmt: skip
    with recorded(
        home, viewer.account, "score_set", object_kind="criterion", object_id=f"{year} {code}", after=said
    ):
        return add(
            home, override, year=year, code=code, person=viewer.account, made_at=moment or now(), **said
        )


def overrides(home: Home, viewer: Viewer, *, only_open: bool = True) -> list[Row]:
    """
    Every override, oldest first; with *only_open* those that nobody ended (some may have lapsed by their day).

    Raises:
        NotAllowedError: The viewer does not see the whole office, to which the index belongs.
    """
    viewer.require("see_all")
    return [row for row in listed(home, override) if row["ended_at"] is None or not only_open]


def end_override(
    home: Home, viewer: Viewer, number: int, *, ended_on: date | None = None, moment: datetime | None = None
) -> None:
    """
    Let the measured score count again, from the data of *ended_on* on; on no day at all when None.

    Raises:
        NotAllowedError: The viewer may not set scores.
        UnknownNameError: There is no such override, or it has ended.
    """
    viewer.require("set_score")
    row = found(home, override, number)
    if row is None or row["ended_at"] is not None:
        raise UnknownNameError("Không có điểm đặt tay này", where=str(number))
    with recorded(
        home, viewer.account, "score_ended", before={"score": row["score"]}, object_kind="criterion", object_id=f"{row['year']} {row['code']}",
    ):  # fmt: skip
        change(home, override, number, ended_by=viewer.account, ended_at=moment or now(), ended_on=ended_on)

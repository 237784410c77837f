"""Which plans did people save to look at again? A plan never touches the data it was made from."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from desk.corrections import UnusableValueError
from domain.agency.scope import Viewer
from domain.program.errors import NotAllowedError, UnknownNameError
from store.disk.home import Home
from store.written.application import now, scenario, writing
from store.written.audit import recorded
from store.written.records import Row, add, found, listed

# Whose plan it is stands beside what was ticked: a department sees its own only.
_OF = "department"


def save_scenario(
    home: Home,
    viewer: Viewer,
    *,
    name: str,
    as_of: date,
    build_id: str | None,
    choices: dict[str, Any],
    department: str | None = None,
    result: dict[str, Any] | None = None,
    moment: datetime | None = None,
) -> int:
    """
    Keep *choices* (what was ticked, as plain values) under *name*. Returns its number.

    Args:
        department: Whose plan it is, for a department's account; its first unit when None.

    Raises:
        NotAllowedError: The viewer promises nothing for anybody, or not for that department.
        UnusableValueError: The plan has no name, or a plan of that name is already there.
    """
    viewer.require("promise")
    whose = _whose(viewer, department)
    if not name.strip():
        raise UnusableValueError(
            "Chưa đặt tên phương án", remedy="Ghi một tên ngắn, ví dụ “Ưu tiên xin lỗi”."
        )
    if any(row["name"] == name.strip() for row in scenarios(home, viewer)):
        raise UnusableValueError(
            f"Đã có phương án “{name.strip()}”", remedy="Đặt tên khác hoặc xóa phương án cũ."
        )
    with recorded(
        home,
        viewer.account,
        "plan_saved",
        object_kind="plan",
        object_id=name.strip(),
        after={"department": whose},
    ):
        return add(
            home,
            scenario,
            name=name.strip(),
            as_of=as_of,
            build_id=build_id,
            choices={**choices, _OF: whose},
            result=result,
            saved_by=viewer.account,
            saved_at=moment or now(),
        )


def scenarios(home: Home, viewer: Viewer) -> list[Row]:
    """The plans the viewer may see, newest first: all for the whole office, its own for a department."""
    rows = listed(home, scenario, newest_first=True)
    return [row for row in rows if _is_visible(row, viewer)]


def delete_scenario(home: Home, viewer: Viewer, number: int) -> None:
    """
    Remove a plan; leadership's and Văn phòng's by themselves, a department's by that department.

    Raises:
        UnknownNameError: There is no such plan.
        NotAllowedError: The plan is somebody else's.
    """
    viewer.require("promise")
    row = found(home, scenario, number)
    if row is None or not _is_visible(row, viewer):
        raise UnknownNameError("Không có phương án này", where=str(number))
    if not _is_own(row, viewer):
        raise NotAllowedError("Phương án này của đơn vị khác")
    with (
        recorded(home, viewer.account, "plan_deleted", object_kind="plan", object_id=row["name"]),
        writing(home) as connection,
    ):
        connection.execute(sa.delete(scenario).where(scenario.c.id == number))


def _is_visible(row: Row, viewer: Viewer) -> bool:
    return viewer.scope.is_whole_office or _is_own(row, viewer)


def _is_own(row: Row, viewer: Viewer) -> bool:
    """Plans without a unit are those of leadership and Văn phòng."""
    of = row["choices"].get(_OF)
    return of in viewer.units if viewer.units else of is None and viewer.may("see_all")


def _whose(viewer: Viewer, department: str | None) -> str | None:
    if not viewer.units:
        return None
    whose = department or viewer.units[0]
    if whose not in viewer.units:
        raise NotAllowedError("Đơn vị này không thuộc tài khoản đang dùng", where=whose)
    return whose

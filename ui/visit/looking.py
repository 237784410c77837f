"""
Who is looking, from which address, at which build?

The address (query parameters `vai`, `ngay`, `don_vi`, `dot`) is the only memory of what was chosen:
F5 and a copied link keep it.
"""

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

import streamlit as st

from access.sessions import COOKIE, session_of
from access.viewers import trial_viewer, viewer_with
from domain.agency.days import day_asked
from domain.agency.departments import scored_codes
from domain.agency.office import spoken
from domain.agency.scope import Action, Viewer, whole_office
from domain.program.places import held, office_of
from store.builds.reader import Reader
from store.current.pointer import Current, current
from store.current.reading_on import build_of
from store.current.warehouse import open_current
from store.current.years import ClosedYear, year_of
from store.disk.home import HOME_VARIABLE, Home, marks, resolve_home
from store.written.accounts import represented
from store.written.audit import acting_from
from store.written.instance import Standing, standing_of
from ui.look.theme import PALETTES, Palette
from ui.visit.memory import Memory, noted_in

T = TypeVar("T")

OFFICE_TIME = ZoneInfo("Asia/Ho_Chi_Minh")

# What the address keeps from page to page.
KEPT = ("vai", "ngay", "don_vi", "dot")

# What a page says whose address the viewer has and whose numbers are not for them.
OFFICE_ONLY, ADMIN_ONLY = "Trang này dành cho {gathering_name}", "Trang này dành cho quản trị"

# Whether accounts exist changes once in the life of an instance; asking the database on every rerun is waste.
_INSTANCE_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Instance:
    """The home this server works on, and how it stands towards its visitors."""

    home: Home
    standing: Standing

    @property
    def is_trial(self) -> bool:
        """Tell whether the visitor may choose who to look as."""
        return self.standing.kind == "trial"


class _Run(threading.local):
    """What the run of this thread has asked already; None outside `one_run`."""

    known: dict[str, Any] | None = None


_run = _Run()


@contextmanager
def one_run() -> Iterator[None]:
    """
    Within: who looks, from which address and at which build is asked once and holds.

    All numbers of a page then come from one build, whatever is published meanwhile. Callbacks and
    fragments run outside and ask anew, for the address may have changed since.
    """
    _run.known = {}
    try:
        home = instance().home  # known before anything of its data is asked
        closed = closed_year()
        with office_of(home.path, tried=closed.folder) if closed else nullcontext(), held():
            yield
    finally:
        _run.known = None


def once(name: str, ask: Callable[[], T]) -> T:
    """What *ask* says, asked once in a run; anew outside of one."""
    known = _run.known
    if known is None:
        return ask()
    if name not in known:
        known[name] = ask()
    return cast(T, known[name])


def instance() -> Instance:
    """The instance on show: DASHBOARD_HOME, else the office's once it is in use, else the trial's."""
    return once("instance", _instance)


def _instance() -> Instance:
    """As kept for a while, but for a marker that changed and a closed home: one put right opens at once."""
    path = os.environ.get(HOME_VARIABLE)
    at, marked, known = time.monotonic(), marks(path), _instances.get(path)
    if (
        known
        and at - known[0] <= _INSTANCE_SECONDS
        and known[1] == marked
        and known[2].standing.kind != "closed"
    ):
        return known[2]
    home = resolve_home(path)
    found = Instance(home, standing_of(home))
    _instances[path] = (time.monotonic(), marked, found)
    return found


_instances: dict[str | None, tuple[float, object, Instance]] = {}


def closed_year() -> ClosedYear | None:
    """The closed year that the day in the address lies in; None while the open year is on show."""
    return once("closed_year", lambda: year_of(instance().home, asked_day()))


def current_viewer() -> Viewer:
    """
    The viewer of this run; every page calls it first.

    In the trial the visitor chooses (``vai`` in the address). With accounts, nobody is
    shown anything unless signed in, and where accounts cannot be read nobody at all: the run ends with a sentence.
    """
    return once("viewer", _viewer_of_the_year)


def _viewer_of_the_year() -> Viewer:
    viewer, closed = _viewer(), closed_year()
    if closed is None:
        return viewer
    scope = whole_office() if viewer.scope.is_whole_office else viewer.scope
    return replace(viewer, closed_year=closed.year, scope=scope)


def _viewer() -> Viewer:
    standing = instance().standing
    if standing.kind == "closed":
        st.title("Chưa mở được dữ liệu của đơn vị", anchor=False)
        st.write(standing.why)
        st.stop()
    if standing.kind == "office":
        # The gate has refused whoever has no session; the run asks again, for a session may end at any time.
        account = session_of(instance().home, st.context.cookies.get(COOKIE))
        if account is None or account["must_change_password"]:
            st.title("Chưa đăng nhập", anchor=False)
            st.write(spoken("Đăng nhập bằng tài khoản do {gathering_name} cấp để xem số liệu."))
            st.stop()
        acting_from.set(account["session_address"] or "")
        return viewer_with(
            account, noted_in(instance().home, represented, account["account"], office_clock().date())
        )
    return trial_viewer(st.query_params.get("vai", ""))


def require(viewer: Viewer, action: Action, *, refusal: Callable[[], None] | None = None) -> None:
    """End the run with a sentence, that of *refusal* where given, unless *viewer* may do *action*; services check again."""
    if not viewer.may(action):
        (refusal or refuse)()


def refuse() -> None:
    """End the run with the sentence for those whom a page is not for."""
    _refuse("Liên hệ {gathering_name} nếu cần số liệu.")


def refuse_evidence() -> None:
    """End the run with what a unit does with its documents: the gathering unit attaches them."""
    _refuse(
        "Tài liệu kiểm chứng của đơn vị do {gathering_name} đưa vào: gửi tệp kèm mã tiêu chí cho {gathering_name}."
    )


def _refuse(remedy: str) -> None:
    if closed := current_viewer().closed_year:
        st.title(f"Năm {closed} đã đóng, chỉ xem được", anchor=False)
        st.write("Chọn năm đang mở ở khung bên trái để làm việc này.")
        st.stop()
    if current_viewer().scope.departments:
        st.title(spoken(OFFICE_ONLY), anchor=False)
        st.write(spoken(remedy))
    else:
        st.title("Tài khoản quản trị không xem số liệu", anchor=False)
        st.write(
            spoken("Người cần xem số liệu dùng tài khoản có vai trò lãnh đạo, {gathering_name} hoặc đơn vị.")
        )
    st.stop()


def refuse_all_but_administrators() -> None:
    """End the run with the sentence of the pages about accounts."""
    st.title(ADMIN_ONLY, anchor=False)
    st.write("Liên hệ quản trị nếu cần thêm, khóa tài khoản hoặc đặt lại mật khẩu.")
    st.stop()


def build_id() -> str | None:
    """The build on show; None while nothing has been loaded."""
    now = build()
    return now.build_id if now else None


def build() -> Current | None:
    """The pointer to the build on show; None while nothing has been loaded."""
    return once("build", _pointed_at)


def _pointed_at() -> Current | None:
    """The pointer, read again only when its file has changed; of a closed year the build that answers for it."""
    home = instance().home
    if closed := closed_year():
        return build_of(home, closed)
    try:
        stat = home.pointer.stat()
    except FileNotFoundError:
        return current(home)
    seen = (str(home.path), stat.st_mtime_ns, stat.st_size, stat.st_ino)
    return _pointers.get(seen, lambda: current(home))


_pointers = Memory(size=8)


def reader() -> Reader:
    """A reader of the current build, limited to the viewer's scope. Take one per use; threads do not share it."""
    return open_current(instance().home, build(), current_viewer().scope)


def office_clock() -> datetime:
    """What the clock says where the office is."""
    return datetime.now(OFFICE_TIME)


def asked_day() -> date | None:
    """The day that the address asks for; None where it names none."""
    return day_asked(st.query_params.get("ngay", ""))


def department() -> str | None:
    """
    The department on show: ``don_vi`` of the address, None for all.

    A department sees one of its own units, the first unless the address names another of them.
    """
    viewer = current_viewer()
    asked = st.query_params.get("don_vi", "")
    if viewer.units:
        return asked if asked in viewer.units else viewer.units[0]
    return asked if asked in scored_codes() else None


def address() -> dict[str, str]:
    """The query parameters that go along to the next page; the caller's own."""
    return dict(once("address", _address))


def _address() -> dict[str, str]:
    asked = st.query_params.to_dict()
    return {name: asked[name] for name in KEPT if name in asked}


def palette() -> Palette:
    """The colours of the reader's light or dark page, as known at this run."""
    kind = st.context.theme.type
    return PALETTES["dark" if kind == "dark" else "light"]

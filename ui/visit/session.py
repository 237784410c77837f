"""
Who is looking, at which build, as of which day: everything a page may ask about the visit.

A page begins with its guard and asks for tables by name::

    viewer = current_viewer()                    # stops with a sentence when nobody may look
    tasks = metric("tasks")                      # as of the day in the address, whole scope
    own = metric("tasks", department="QLDT")
    items = answer(open_items, as_of=as_of())    # any function(reader, **arguments), cached alike

Results are cached by build, scores set by hand, scope, name and arguments; a new build, or a score
that a person types, changes the key, so nothing goes stale and nothing is shared between two scopes.
The address (query parameters `vai`, `ngay`, `don_vi`, `dot`) is the only memory of what was chosen:
F5 and a copied link keep it.
"""

import os
import threading
import time
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, TypeVar, cast
from zoneinfo import ZoneInfo

import pandas as pd
import streamlit as st

from access.sessions import COOKIE, session_of
from access.viewers import trial_viewer, viewer_with
from domain.days import day_asked
from domain.departments import scored_codes
from domain.office import spoken
from domain.places import held, in_effect, office_of
from domain.scope import Action, Scope, Viewer, whole_office
from domain.source_kinds import daily_kinds
from metrics.asking.catalogue import CATALOGUE
from store.accounts import represented
from store.application import evidence, import_log, override, reading
from store.audit import acting_from, write_audit
from store.home import HOME_VARIABLE, Home, resolve_home
from store.instance import Standing, standing_of
from store.pointer import Current, current
from store.reader import Reader
from store.reading_on import build_of
from store.records import listed
from store.warehouse import open_current
from store.years import ClosedYear, closed_years, first_open_day, year_of
from ui.look.theme import PALETTES, Palette
from ui.visit.memory import Memory

T = TypeVar("T")

OFFICE_TIME = ZoneInfo("Asia/Ho_Chi_Minh")
ONE_DAY = timedelta(days=1)

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


def _once(name: str, ask: Callable[[], T]) -> T:
    known = _run.known
    if known is None:
        return ask()
    if name not in known:
        known[name] = ask()
    return cast(T, known[name])


def instance() -> Instance:
    """The instance on show: DASHBOARD_HOME, else the office's once it is in use, else the trial's."""
    return _once("instance", _instance)


def _instance() -> Instance:
    path = os.environ.get(HOME_VARIABLE)
    read_at, found = _instances.get(path, (0.0, None))
    if found is None or time.monotonic() - read_at > _INSTANCE_SECONDS:
        home = resolve_home(path)
        found = Instance(home, standing_of(home))
        _instances[path] = (time.monotonic(), found)
    return found


_instances: dict[str | None, tuple[float, Instance]] = {}


def closed_year() -> ClosedYear | None:
    """The closed year that the day in the address lies in; None while the open year is on show."""
    return _once("closed_year", lambda: year_of(instance().home, _asked_day()))


def current_viewer() -> Viewer:
    """
    The viewer of this run; every page calls it first.

    In the trial the visitor chooses (``vai`` in the address). With accounts, nobody is
    shown anything unless signed in, and where accounts cannot be read nobody at all: the run ends with a sentence.
    """
    return _once("viewer", _viewer_of_the_year)


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
        return viewer_with(account, noted(represented, account["account"], _clock()))
    return trial_viewer(st.query_params.get("vai", ""))


def export_note(name: str) -> Callable[[int], None]:
    """What writes into the audit that this visitor took so many rows of list *name*; the trial keeps no such note."""
    if instance().is_trial:
        return lambda _rows: None
    home, person, address, on = instance().home, current_viewer().account, acting_from.get(), as_of()

    def write(rows: int) -> None:
        said = {"rows": rows, "as_of": on}
        write_audit(home, person=person, action="list_taken", object_id=name, after=said, address=address)

    return write


def require(viewer: Viewer, action: Action) -> None:
    """End the run with a sentence unless *viewer* may do *action*; services check again."""
    if viewer.may(action):
        return
    if action == "manage_accounts":
        refuse_all_but_administrators()
    refuse()


def refuse() -> None:
    """End the run with the sentence for those whom a page is not for."""
    if closed := current_viewer().closed_year:
        st.title(f"Năm {closed} đã đóng, chỉ xem được", anchor=False)
        st.write("Chọn năm đang mở ở khung bên trái để làm việc này.")
        st.stop()
    if current_viewer().scope.departments:
        st.title(spoken(OFFICE_ONLY), anchor=False)
        st.write(spoken("Liên hệ {gathering_name} nếu cần số liệu."))
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
    now = _current()
    return now.build_id if now else None


def _current() -> Current | None:
    return _once("build", _pointed_at)


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


def reader() -> Reader:
    """A reader of the current build, limited to the viewer's scope. Take one per use; threads do not share it."""
    return open_current(instance().home, _current(), current_viewer().scope)


def metric(name: str, **arguments: Any) -> pd.DataFrame:
    """
    The table of metric *name* as `metrics.asking.catalogue` has it, as of the day in the address.

    Columns may be added to the table; it is the caller's own.
    """
    arguments.setdefault("as_of", as_of())
    return _asked(CATALOGUE[name].function, arguments).copy(deep=False)


def answer(question: Callable[..., T], **arguments: Any) -> T:
    """
    Return ``question(reader, **arguments)``, kept by build, scope, question and arguments.

    For what the catalogue does not have, such as the list of open items. Arguments are plain
    values. What is returned is shared by all visits: never change it in place.
    """
    found = _asked(question, arguments)
    return cast(T, found.copy(deep=False)) if isinstance(found, pd.DataFrame) else found


def answer_key(question: Callable[..., Any], **arguments: Any) -> tuple[Any, ...]:
    """What `answer` keeps the answer under: equal only for the same home, build, scope, question and arguments."""
    plain = getattr(question, "__wrapped__", question)
    return _key(_current(), current_viewer().scope, _name_of(plain), arguments)


def kept(make: Callable[..., T], *arguments: Hashable) -> T:
    """
    Return ``make(*arguments)``, kept as an answer is: words and rows that a page makes from its answers.

    *make* may itself ask for answers, the day, the viewer and the address. What is returned is shared by
    all visits: never change it in place.
    """
    seen = (as_of(), today(), tuple(address().items()), arguments)
    key = _key(_current(), current_viewer().scope, _name_of(make), {"seen": seen})
    return cast(T, _answers.get(key, lambda: make(*arguments)))


def _asked(question: Callable[..., Any], arguments: Mapping[str, Any]) -> Any:
    home, now, scope = instance().home, _current(), current_viewer().scope
    # A remembered question is kept here already: its own memory would wait for itself.
    plain = getattr(question, "__wrapped__", question)

    def find_out() -> Any:
        reader = open_current(home, now, scope)
        reader.memory = lambda other, its, ask: _answers.get(_key(now, scope, _name_of(other), its), ask)
        return plain(reader, **arguments)

    return _answers.get(_key(now, scope, _name_of(plain), arguments), find_out)


def _name_of(question: Callable[..., Any]) -> str:
    # Functions of page scripts all live in "__main__": the file tells them apart.
    where = getattr(getattr(question, "__code__", None), "co_filename", question.__module__)
    return f"{where}:{question.__qualname__}"


def _key(now: Current | None, scope: Scope, name: str, arguments: Mapping[str, Any]) -> tuple[Any, ...]:
    """What makes two visits see the same answer: what can be seen, by whom, the question and its arguments."""
    build = now.build_id if now else None
    return *_once("seen", _seen), build, scope, name, tuple(sorted(arguments.items()))


def _seen() -> tuple[Any, ...]:
    """The home, whose data count, the scores set by hand and the kept documents."""
    return str(instance().home.path), in_effect().folder, noted(_scores_by_hand), noted(_documents)


def _documents(home: Home) -> tuple[tuple[Any, ...], ...]:
    """The files behind the self score (`metrics.criteria.documents`), as part of a key."""
    columns = ("id", "state", "issued_on", "confirmed_at", "removed_at")
    return tuple(tuple(row[name] for name in columns) for row in listed(home, evidence))


def _scores_by_hand(home: Home) -> tuple[tuple[Any, ...], ...]:
    """What metrics add to the build on their own account (`metrics.criteria.overrides`), as part of a key."""
    return tuple((row["id"], row["ended_at"], row["ended_on"]) for row in listed(home, override))


def noted(question: Callable[..., T], *arguments: Any) -> T:
    """
    Return ``question(home, *arguments)``, asked again only once the application's SQLite file has changed.

    For what people write down (promises, scores by hand) and every run of a page needs. What is
    returned is shared by all visits: never change it in place.
    """
    home = instance().home
    written = _written(home)
    if written is None:
        return question(home, *arguments)
    key = (str(home.path), question.__module__, question.__qualname__, arguments)
    # Two writes within one tick of the file system's clock look alike: nothing is believed for long.
    fresh = (written, int(time.monotonic() / _INSTANCE_SECONDS))
    seen = _notes.get(key)
    if seen is None or seen[0] != fresh:
        seen = (fresh, question(home, *arguments))
        if len(_notes) >= _NOTES_KEPT:
            _notes.clear()
        _notes[key] = seen
    return seen[1]


def _written(home: Home) -> tuple[Any, ...] | None:
    """Times and sizes of the SQLite file and its log; None where the database is another."""
    url = home.application_url
    if not url.startswith("sqlite:///"):
        return None
    found = []
    for path in (url.removeprefix("sqlite:///"), url.removeprefix("sqlite:///") + "-wal"):
        try:
            stat = os.stat(path)  # noqa: PTH116 - twice on every run: a Path would cost more than the call
        except FileNotFoundError:
            continue
        found.append((stat.st_mtime_ns, stat.st_size, stat.st_ino))
    return tuple(found)


_NOTES_KEPT = 200
_notes: dict[tuple[Any, ...], tuple[Any, Any]] = {}

# Most answers are small; long lists of many days and departments must not fill the server.
_answers = Memory(size=600, most_bytes=48 * 2**20)
_pointers = Memory(size=8)


def day_range(*kinds: str) -> tuple[date | None, date | None]:
    """First and newest day of data of *kinds* (the daily kinds when none is named, else any kind)."""
    return answer(_range_of, kinds=kinds) if kinds else _once("days", _daily_range)


def _daily_range() -> tuple[date | None, date | None]:
    daily = answer(_range_of, kinds=daily_kinds())
    return daily if daily[1] else answer(_range_of, kinds=())


def _range_of(reader: Reader, *, kinds: tuple[str, ...]) -> tuple[date | None, date | None]:
    return reader.as_of_range(*kinds)


def years_on_show() -> list[int]:
    """Years that may be looked at, the newest first: those that were closed, and those with daily data since."""
    home = instance().home
    closed = [one.year for one in closed_years(home)]
    first, newest = day_range()
    begins = first_day_of_the_open_year()
    ends = max((day for day in (newest, begins) if day), default=None)
    if ends is None or first is None:
        return []
    return sorted({*closed, *range(begins.year if begins else first.year, ends.year + 1)}, reverse=True)


def loaded_at(kinds: Sequence[str] = ()) -> datetime | None:
    """When the newest import of *kinds* (any kind when none is named) was loaded, in office time."""
    loads = answer(_load_times)
    return max((moment for kind, moment in loads if not kinds or kind in kinds), default=None)


def _load_times(_reader: Reader) -> list[tuple[str, datetime]]:
    """Kind and moment of each load that the current build holds."""
    now = _current()
    if now is None:
        return []
    wanted = import_log.select().where(import_log.c.event == "load", import_log.c.import_id.in_(now.imports))
    with reading(instance().home) as connection:
        loads = connection.execute(wanted).mappings().all()
    return [(table["kind"], load["loaded_at"]) for load in loads for table in load["tables"]]


def as_of() -> date:
    """The day the pages speak of: ``ngay`` in the address, else the newest day of data, else today."""
    return _once("as_of", _as_of)


def _as_of() -> date:
    newest = day_range()[1]
    asked = _asked_day()
    if newest is None:
        return asked or _clock()
    if asked and asked <= newest:
        return asked
    begins = None if closed_year() else first_day_of_the_open_year()
    return max(newest, begins) if begins else newest


def first_day_of_the_open_year() -> date | None:
    """The day with which the open year begins; None while no year was closed."""
    return _once("first_day", lambda: first_open_day(instance().home))


def is_past() -> bool:
    """Tell whether the pages show an earlier day than the newest data, or a closed year."""
    if closed_year():
        return True
    newest = day_range()[1]
    return newest is not None and as_of() < newest


def today() -> date:
    """
    The office's "today".

    With accounts this is the real day where the office is. In the trial it is the day after the newest
    data, and while an earlier day is on show the day after that one: countdowns then mean what
    they meant to who looked at those numbers first thing in the morning.
    """
    if instance().is_trial or is_past():
        return as_of() + ONE_DAY if day_range()[1] else _clock()
    return _clock()


def moment() -> datetime:
    """The office's "now": this time of day on `today`; what is written down carries it."""
    return datetime.combine(today(), datetime.now(OFFICE_TIME).time().replace(microsecond=0), OFFICE_TIME)


def _clock() -> date:
    return datetime.now(OFFICE_TIME).date()


def _asked_day() -> date | None:
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
    return dict(_once("address", _address))


def _address() -> dict[str, str]:
    asked = st.query_params.to_dict()
    return {name: asked[name] for name in KEPT if name in asked}


def palette() -> Palette:
    """The colours of the reader's light or dark page, as known at this run."""
    kind = st.context.theme.type
    return PALETTES["dark" if kind == "dark" else "light"]

"""Which forecasts and which state at a limit have to be kept of the build on show, and of the office without a visitor?"""

import threading
from datetime import date, datetime

from desk.keeping import freeze_when_due, keep_after_publish
from domain.program.places import office_of
from store.disk.home import Home
from store.written.application import now
from ui.visit.failures import log
from ui.visit.memory import Memory
from ui.visit.session import build_id, instance, is_past, office_now, today

BY = "Hệ thống"
# Long enough for the page that is being drawn to be out of the way.
SECONDS_AFTER_THE_PAGE = 3.0
SECONDS_BETWEEN_LOOKS = 600.0

_kept = Memory(size=32)


def keep_the_build() -> None:
    """
    Store what has to be kept of a newly seen build, once per build and day, while nobody waits for it.

    A past day on show keeps nothing: what is stored is what was said when the numbers were new.
    """
    if build_id() is None or is_past():
        return
    home, day = instance().home, today()
    _kept.get((str(home.path), build_id(), day), lambda: _begin(home, day, office_now()))


def _begin(home: Home, day: date, at: datetime) -> threading.Timer:
    timer = threading.Timer(SECONDS_AFTER_THE_PAGE, _keep, (home, day, at))
    timer.daemon = True
    timer.start()
    return timer


def _keep(home: Home, day: date, at: datetime) -> None:
    """By the rules of *home* and told in its log, whichever home the process works for by then."""
    try:
        with office_of(home.path):
            keep_after_publish(home, today=day, by=BY, moment=at)
    except Exception as error:  # nobody is there to be told: the log is, and the next server tries again
        log(error, part="Lưu dự báo và số liệu chốt", home=home)


def freeze_until(stopped: threading.Event) -> None:
    """Freeze what is due at the start of the server and every ten minutes until it ends, whether or not anybody looks."""
    while not stopped.is_set():
        _freeze()
        stopped.wait(SECONDS_BETWEEN_LOOKS)


def _freeze() -> None:
    """In the trial the day is that of the data, so there it is the visitor's."""
    try:
        found = instance()
        if found.standing.kind == "office" and found.home.pointer.exists():
            freeze_when_due(found.home, today=now().date(), by=BY)
    except Exception as error:  # the next look tries again; `python -m store doctor` says what was not frozen
        log(error, part="Chốt số liệu khi hết hạn")

"""Which forecasts and which state at a limit have to be kept of the build on show?"""

from metrics.keeping import keep_after_publish
from ui.failures import contained
from ui.memory import Memory
from ui.session import build_id, instance, is_past, moment, today

BY = "Hệ thống"

_kept = Memory(size=32)


def keep_the_build() -> None:
    """
    Store what has to be kept of a newly seen build, once per build and day.

    A past day on show keeps nothing: what is stored is what was said when the numbers were new.
    """
    if build_id() is None or is_past():
        return
    home, day = instance().home, today()
    with contained("Lưu dự báo và số liệu chốt"):
        key = (str(home.path), build_id(), day)
        _kept.get(key, lambda: keep_after_publish(home, today=day, by=BY, moment=moment()) or True)

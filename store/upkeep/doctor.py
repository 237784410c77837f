"""What is wrong with this machine and this home, each with its cure; and what may go?"""

import os
import shutil
import sys
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.agency.working_calendar import WorkingCalendar, last_good_day
from domain.counted.checked import FaultyFileError, read_checked
from domain.counted.rule_shapes import RULE_SHAPES
from domain.program.places import RULES, office_of, stamp
from domain.wording.formats import NBSP, day
from store.current.warehouse import BUILDS_KEPT, clear_leftovers, kept_builds, leftovers, prune, writer_lock
from store.disk.home import Home
from store.upkeep.verify import verify
from store.written.application import freeze, now
from store.written.instance import standing_of
from store.written.records import listed

_LEAST_FREE_MB = 1024
_LEAST_PYTHON = (3, 11)
_MEGABYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: its code, a sentence, and what to do."""

    code: str
    what: str
    cure: str


def findings(home: Home) -> list[Finding]:
    """What is wrong with the machine and with *home*."""
    problems = verify(home).problems
    return [
        *_of_machine(home),
        *(_of_problem(said, home) for said in problems),
        *_of_limits(home, today=now().date()),
    ]


def _of_limits(home: Home, *, today: date) -> list[Finding]:
    """Limits of an office that are over for longer than exports are waited for, and whose state nobody kept."""
    if standing_of(home).kind != "office" or not home.pointer.exists():
        return []
    with office_of(home.path):
        try:
            ended, wait = _last_days(), _wait_days(today)
        except FaultyFileError:  # `check-data` and every page name the file
            return []
        kept = {row["campaign"] for row in listed(home, freeze)}
        days = WorkingCalendar.office().working_days_after
        late = {name: on for name, on in ended.items() if on < today and days(on, today) > wait + 1}
    return [
        Finding(
            "limit_not_frozen",
            f"Đợt hết hạn ngày{NBSP}{day(on)} chưa có số liệu chốt.",
            "Chạy máy chủ bảng điều hành: số liệu tự chốt trong vòng mười phút, không cần ai mở trang.",
        )
        for name, on in late.items()
        if name not in kept
    ]


def _last_days() -> dict[str, date]:
    """The last good day of every limit by its id."""
    path = RULES / "campaigns.toml"
    content = read_checked(path, RULE_SHAPES["campaigns"], stamp(path))
    return {
        one["id"]: last_good_day(one["limit"], inclusive=one.get("inclusive", False))
        for one in content.get("campaign", ())
        if not one.get("is_draft")
    }


def _wait_days(today: date) -> int:
    path = RULES / "freeze.toml"
    rules = read_checked(path, RULE_SHAPES["freeze"], stamp(path))["rule"]
    past = [rule for rule in rules if rule["in_force_from"] <= today] or rules[:1]
    return int(max(past, key=lambda rule: rule["in_force_from"])["wait_working_days"])


def _of_machine(home: Home) -> list[Finding]:
    found = []
    place = next(path for path in (home.path, *home.path.parents) if path.exists())
    free_mb = shutil.disk_usage(place).free // _MEGABYTE
    if sys.version_info < _LEAST_PYTHON:
        found.append(Finding("python_too_old", "Python cũ hơn 3.11.", "Cài Python 3.11 trở lên."))
    if free_mb < _LEAST_FREE_MB:
        found.append(Finding("disk_nearly_full", f"Ổ đĩa chỉ còn {free_mb} MB.", "Giải phóng chỗ trống."))
    if not os.access(place, os.W_OK):
        found.append(
            Finding(
                "home_read_only", f"Không ghi được vào {place}.", "Cấp quyền ghi cho tài khoản chạy phần mềm."
            )
        )
    return found


def _of_problem(said: str, home: Home) -> Finding:
    """Derived parts are made anew by a command; what was received or typed comes from a backup."""
    if "kho số liệu đang dùng" in said.lower() or "current.json" in said:
        return Finding("derived_lost", said, f"python -m data_loaders rebuild --home {home.path}")
    return Finding("kept_lost", said, f"python -m store restore TỆP_SAO_LƯU --set-aside --home {home.path}")


def may_go(home: Home) -> list[Path]:
    """Builds beyond those kept, which nothing names, and what writers that died left behind."""
    named = kept_builds(home)
    newest_first = sorted(home.builds.glob("*.duckdb"), key=lambda path: path.stat().st_mtime, reverse=True)
    old = [path for path in newest_first[BUILDS_KEPT:] if path.stem not in named]
    return [*old, *leftovers(home)]


def delete_spare(home: Home) -> list[Path]:
    """Delete what `may_go` and return it; never the current build."""
    with writer_lock(home):
        going = may_go(home)
        clear_leftovers(home)
        prune(home, named=kept_builds(home))
    return [path for path in going if not path.exists()]

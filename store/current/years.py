"""Which years are closed, and what answers for them?"""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.program.errors import HomeDamagedError
from store.current.pointer import Current
from store.disk.home import Home

YEARS, HEAD = "years", "year.toml"


@dataclass(frozen=True, slots=True)
class ClosedYear:
    """
    A year that is only looked at.

    Attributes:
        build_id: The build that answers for it, kept as long as the year is.
        imports: What that build holds.
        folder: Units, rules, sets and campaigns as they were when it was closed.
    """

    year: int
    build_id: str
    imports: tuple[str, ...]
    folder: Path

    @property
    def last_day(self) -> date:
        """The 31st of December."""
        return date(self.year, 12, 31)


def year_head(year: int, now: Current) -> bytes:
    """What is written of a year when it is closed over the build *now*."""
    named = ", ".join(f'"{one}"' for one in now.imports)
    return f'year = {year}\nbuild_id = "{now.build_id}"\nimports = [{named}]\n'.encode()


def closed_years(home: Home) -> tuple[ClosedYear, ...]:
    """Every closed year of *home*, the oldest first."""
    heads = sorted((home.own_data / YEARS).glob(f"*/{HEAD}"))
    return tuple(sorted(map(_read, heads), key=lambda one: one.year))


def builds_of_years(home: Home) -> frozenset[str]:
    """Builds that answer for a closed year, also in an earlier state of the office's data that may come back."""
    heads = [*home.own_data.glob(f"{YEARS}/*/{HEAD}"), *home.own_versions.glob(f"*/{YEARS}/*/{HEAD}")]
    return frozenset(_read(path).build_id for path in heads)


def _read(path: Path) -> ClosedYear:
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
        return ClosedYear(int(said["year"]), str(said["build_id"]), tuple(said["imports"]), path.parent)
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise HomeDamagedError(
            "closed_year_damaged", "Không đọc được thông tin của năm đã đóng", where=f"{path.parent.name}/{HEAD}",
            remedy="Khôi phục từ bản sao lưu.",
        ) from problem  # fmt: skip


def year_of(home: Home, as_of: date | None) -> ClosedYear | None:
    """The closed year that answers for *as_of*; None where the open one does. Days before all of them are the first's."""
    if as_of is None:
        return None
    return next((one for one in closed_years(home) if as_of.year <= one.year), None)


def first_open_day(home: Home) -> date | None:
    """The first day after all closed years; None where none is closed."""
    closed = closed_years(home)
    return date(closed[-1].year + 1, 1, 1) if closed else None

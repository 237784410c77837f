"""
Where the files that an official may edit are kept: the office's own where its home has them, else those shipped.

The folder ``office`` of a home holds files under the paths they have in `data/`. A process works for one
home (`work_for`); within `office_of` it works for another.
"""

import tomllib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "data"
SOURCES = DATA / "sources"
CODES = DATA / "codes"
RULES = DATA / "rules"
INDICATOR_SETS = DATA / "indicator_sets"
REFERENCE = DATA / "reference"
SAMPLES = DATA / "samples"
VAR = DATA / "var"
OFFICE_FILE = DATA / "office.toml"

OWN = "office"
# Folders that an office has as a whole or not at all.
WHOLE = (INDICATOR_SETS, REFERENCE)
# Words of the program itself and shapes of sources are no office's own.
OF_PROGRAM = frozenset({"issues.csv", "refusals.csv", "reasons.csv", "common_passwords.txt"})

P = ParamSpec("P")
T = TypeVar("T")

_ANSWERS_KEPT = 400


class Live(Mapping[str, T]):
    """A mapping that is asked for anew each time, for names that the office in effect decides."""

    def __init__(self, ask: Callable[[], Mapping[str, T]]) -> None:
        self._ask = ask

    def __getitem__(self, key: str) -> T:
        return self._ask()[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ask())

    def __len__(self) -> int:
        return len(self._ask())


@dataclass(frozen=True, slots=True)
class Whose:
    """
    Whose data count.

    Attributes:
        home: The home of the office; None where only what is shipped counts.
        folder: Its own data; another folder than the home's while a change is tried out.
    """

    home: Path | None = None
    folder: Path | None = None


SHIPPED_ONLY = Whose()


class _Process:
    """The home that this process works for unless told otherwise."""

    whose = SHIPPED_ONLY


_chosen: ContextVar[Whose] = ContextVar("whose")
_held: ContextVar[dict[Any, Any] | None] = ContextVar("held", default=None)


def whose_data(home: Path | None) -> Whose:
    """The data of *home* as they are kept in it."""
    return Whose(home, home / OWN if home is not None else None)


def work_for(whose: Whose) -> None:
    """Let this process work with the data of *whose* home from now on."""
    _Process.whose = whose


@contextmanager
def office_of(home: Path | None, *, tried: Path | None = None) -> Iterator[None]:
    """
    Within: the data of *home* count, whatever home the process works for.

    Args:
        tried: A folder that stands for the home's own data, to see what a change would do.
    """
    whose = whose_data(home) if tried is None else Whose(home, tried)
    token, held = _chosen.set(whose), _held.set(None)
    try:
        yield
    finally:
        _chosen.reset(token)
        _held.reset(held)


@contextmanager
def held() -> Iterator[None]:
    """Within: every file is looked at once and stays as it was then, so that one page has one set of rules."""
    token = _held.set({})
    try:
        yield
    finally:
        _held.reset(token)


def in_effect() -> Whose:
    """Whose data count here."""
    return _chosen.get(_Process.whose)


def counts_for(home: Path) -> bool:
    """Tell whether the data that count here are those of *home*: two homes without own data have the same."""
    whose = in_effect()
    return whose.home == home or (_there(whose.folder) is None and _there(home / OWN) is None)


def _there(folder: Path | None) -> Path | None:
    return folder if folder is not None and folder.is_dir() else None


def effective(path: Path) -> Path:
    """The file or whole folder that speaks for the shipped *path*: the office's own where there is one."""
    folder = in_effect().folder
    if folder is None or path.name in OF_PROGRAM or path.is_relative_to(SOURCES):
        return path
    return cast(Path, _once(("own", folder, path), lambda: _own(folder, path)))


def _own(folder: Path, path: Path) -> Path:
    if not path.is_relative_to(DATA):
        return path
    whole = next((folder for folder in WHOLE if path.is_relative_to(folder)), None)
    own = folder / path.relative_to(DATA)
    if whole is None:
        return own if own.exists() else path
    has_any = (folder / whole.relative_to(DATA)).exists()
    return own if has_any or _is_another_office(folder) else path


def _is_another_office(folder: Path) -> bool:
    """Tell whether *folder* is of an office of another name: sets and results of the shipped one are none of its own."""
    own = folder / OFFICE_FILE.name
    try:
        names = [
            tomllib.loads(path.read_text(encoding="utf-8-sig")).get("name") for path in (own, OFFICE_FILE)
        ]
    except (OSError, ValueError):
        return own.exists()
    return names[0] not in (None, names[1])


def files_in(folder: Path, pattern: str = "*") -> list[Path]:
    """Every file of the shipped *folder* that fits, each the office's own where there is one, by name."""
    own = effective(folder)
    if folder in WHOLE:
        return sorted(path for path in own.rglob(pattern) if path.is_file())
    names = {path.name for place in {folder, own} for path in place.glob(pattern) if path.is_file()}
    return [effective(folder / name) for name in sorted(names)]


def effective_files() -> list[tuple[str, Path]]:
    """All data that count here: the name each file has in `data/`, and the file that speaks under it."""
    found = [("office.toml", effective(OFFICE_FILE))]
    for folder in (CODES, RULES, SOURCES, INDICATOR_SETS, REFERENCE):
        top = effective(folder) if folder in WHOLE else None
        for path in files_in(folder):
            inside = path.relative_to(top).as_posix() if top else path.name
            found.append((f"{folder.name}/{inside}", path))
    return found


def stamp(path: Path) -> tuple[Any, ...]:
    """What changes when the file or folder that speaks for the shipped *path* does."""
    return cast(tuple[Any, ...], _once(("stamp", in_effect().folder, path), lambda: _stamp(path)))


def _stamp(path: Path) -> tuple[Any, ...]:
    if path.suffix:
        return _state(effective(path))
    return tuple(_state(one) for one in files_in(path))


def _state(path: Path) -> tuple[Any, ...]:
    try:
        found = path.stat()
    except OSError:
        return (str(path),)
    return str(path), found.st_mtime_ns, found.st_size


def _once(key: Any, ask: Callable[[], Any]) -> Any:
    known = _held.get()
    if known is None:
        return ask()
    if key not in known:
        known[key] = ask()
    return known[key]


def kept(*paths: Path) -> Callable[[Callable[P, T]], Callable[P, T]]:
    """
    Remember what a function says as long as the data behind the shipped *paths* stay as they are.

    Two homes are two answers. Arguments are plain values; what is returned is shared.
    """

    def keeping(ask: Callable[P, T]) -> Callable[P, T]:
        answers: dict[Any, T] = {}

        @wraps(ask)
        def asked(*args: P.args, **named: P.kwargs) -> T:
            state = _once(("state", asked, in_effect().folder), lambda: tuple(map(stamp, paths)))
            key = (state, args, tuple(named.items()))
            if key not in answers:
                if len(answers) >= _ANSWERS_KEPT:
                    answers.clear()
                answers[key] = ask(*args, **named)
            return answers[key]

        return asked

    return keeping

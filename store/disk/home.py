"""Where one instance keeps what it has received, built and been told."""

import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from domain.program.errors import UnknownNameError
from domain.program.places import OWN, VAR, whose_data, work_for
from store.disk.marker import is_untouched, marker_state, read_marker

VERSIONS = "office_versions"
HOME_VARIABLE = "DASHBOARD_HOME"
SAMPLES_VARIABLE = "DASHBOARD_SAMPLES"
DATABASE_VARIABLE = "DASHBOARD_DATABASE_URL"


@dataclass(frozen=True, slots=True)
class Home:
    """
    The folder of one instance. Nothing is created until something is written.

    Attributes:
        path: The folder itself.
        own_database: What people typed lies in the folder, whatever the environment says.
    """

    path: Path
    own_database: bool = False

    @property
    def builds(self) -> Path:
        """Published builds, one DuckDB file each, named by their build id."""
        return self.path / "builds"

    @property
    def candidates(self) -> Path:
        """Builds made for a preview; they are published by moving or thrown away."""
        return self.path / "candidates"

    @property
    def snapshots(self) -> Path:
        """Received bytes under their SHA-256, for ever."""
        return self.path / "snapshots"

    @property
    def pointer(self) -> Path:
        """The file that names the current build."""
        return self.path / "current.json"

    @property
    def own_data(self) -> Path:
        """What the office has set for itself, under the paths of `data/`."""
        return self.path / OWN

    @property
    def own_versions(self) -> Path:
        """Every state that its own data had, one folder each, with who set it and when."""
        return self.path / VERSIONS

    @property
    def lock(self) -> Path:
        """The file that whoever writes builds holds locked."""
        return self.path / "writer.lock"

    @property
    def log(self) -> Path:
        """Where failures are written with their number."""
        return self.path / "log" / "dashboard.log"

    @property
    def application_url(self) -> str:
        """The application database: by environment, else a SQLite file of the home."""
        own = f"sqlite:///{(self.path / 'application.sqlite').as_posix()}"
        return own if self.own_database else os.environ.get(DATABASE_VARIABLE) or own


def resolve_home(path: str | Path | None = None) -> Home:
    """
    Return the home at *path*, else by the environment, else the office's, else the trial's.

    The office's home counts once anything is in it that is not marked as a trial. From then on the
    process works with the data of that home (`domain.program.places.work_for`).
    """
    chosen = path or os.environ.get(HOME_VARIABLE)
    home = Home(Path(chosen).resolve()) if chosen else _usual_home()
    work_for(whose_data(home.path))
    return home


def work_for_named(arguments: Sequence[str]) -> None:
    """
    Let the process work with the data of the home that the words of a command name, before anything else of them is read.

    Units, limits and the help that lists them are those of that home. What is wrong with the words is told by who reads them.
    """
    named = [after for word, after in pairwise(arguments) if word == "--home"]
    named += [word.removeprefix("--home=") for word in arguments if word.startswith("--home=")]
    with suppress(OSError, RuntimeError, ValueError):  # such a path is told by who opens the home
        resolve_home(named[-1] if named else None)


def marks(path: str | Path | None = None) -> tuple[tuple[int, int] | None, ...]:
    """
    What changes at once when whoever is shown what `resolve_home` finds changes: the markers it goes by.

    Cheap enough to ask at every request, so that nobody is shown a trial that is over.
    """
    chosen = path or os.environ.get(HOME_VARIABLE)
    return tuple(marker_state(folder) for folder in ([Path(chosen)] if chosen else [_office(), _trial()]))


def _usual_home() -> Home:
    office = _office()
    marker = read_marker(office)
    is_in_use = marker.kind != "trial" if marker else not is_untouched(office)
    return Home(office if is_in_use else _trial())


def _office() -> Path:
    return VAR / "office"


def _trial() -> Path:
    name = samples_wanted()
    return VAR / (f"trial-{name}" if name else "trial")


def samples_wanted() -> str:
    """The shipped office whose samples a trial shows, by the environment; empty for the first."""
    return os.environ.get(SAMPLES_VARIABLE, "").strip()


def require_folder(home: Home) -> None:
    """
    Go on only where *home* has a folder.

    Raises:
        UnknownNameError: There is none.
    """
    if not home.path.is_dir():
        raise UnknownNameError("Không có thư mục dữ liệu này", where=str(home.path))

"""Where one instance keeps what it has received, built and been told."""

import os
from dataclasses import dataclass
from pathlib import Path

from domain.places import VAR
from store.marker import is_untouched, read_marker

HOME_VARIABLE = "DASHBOARD_HOME"
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

    The office's home counts once anything is in it that is not marked as a trial.
    """
    chosen = path or os.environ.get(HOME_VARIABLE)
    if chosen:
        return Home(Path(chosen).resolve())
    office = VAR / "office"
    marker = read_marker(office)
    is_in_use = marker.kind != "trial" if marker else not is_untouched(office)
    return Home(office if is_in_use else VAR / "trial")

"""Where one instance keeps what it has received, built and been told."""

import os
from dataclasses import dataclass
from pathlib import Path

from domain.places import VAR

HOME_VARIABLE = "DASHBOARD_HOME"
DATABASE_VARIABLE = "DASHBOARD_DATABASE_URL"


@dataclass(frozen=True, slots=True)
class Home:
    """
    The folder of one instance. Nothing is created until something is written.

    Attributes:
        path: The folder itself.
    """

    path: Path

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
        return (
            os.environ.get(DATABASE_VARIABLE) or f"sqlite:///{(self.path / 'application.sqlite').as_posix()}"
        )

    @property
    def is_trial(self) -> bool:
        """Tell whether nobody has an account here, so that the app opens in trial mode."""
        from store.application import has_accounts

        return not has_accounts(self)

    @property
    def instance(self) -> str:
        """``trial`` or ``office``."""
        return "trial" if self.is_trial else "office"


def resolve_home(path: str | Path | None = None) -> Home:
    """
    Return the home at *path*, else by the environment, else the office's, else the trial's.

    The office's home counts from its first account on.
    """
    chosen = path or os.environ.get(HOME_VARIABLE)
    if chosen:
        return Home(Path(chosen).resolve())
    office = Home(VAR / "office")
    return Home(VAR / "trial") if office.is_trial else office

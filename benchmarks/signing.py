"""What signing in costs a rerun: an office's page against the same page of the trial."""

import shutil
import statistics
import tempfile
from pathlib import Path

from access.accounts import add_account, create_admin
from access.sessions import COOKIE, sign_in
from benchmarks.exports import write_export
from benchmarks.measure import Result
from benchmarks.publishing import load_one
from benchmarks.serving import PAGES, Server, per_run, serving
from domain.program.places import ROOT
from store.disk.home import Home

PASSWORD = "mùa xuân đến sớm"
ROUNDS = 5
RUNS = 20


def run() -> list[Result]:
    """Two servers of the same data, one of them with accounts, asked in turn: what else the machine does hits both."""
    with tempfile.TemporaryDirectory() as name:
        trial, home = Home(Path(name) / "trial"), Home(Path(name) / "home")
        load_one(trial.path, write_export(Path(name) / "2000.xlsx", 2_000))
        shutil.copytree(trial.path, home.path)
        cookie = _cookie(home)
        with (
            serving(ROOT / "dashboard.py", ROOT, trial.path) as first,
            serving(ROOT / "dashboard.py", ROOT, home.path, cookie=cookie) as second,
        ):
            return [_compared(page, *_costs(page, (first, ""), (second, cookie))) for page in PAGES]


def _costs(page: str, *sides: tuple[Server, str]) -> list[float]:
    """CPU milliseconds per run of each side, the middle one of rounds taken in turn."""
    rounds = [
        [per_run(server, page, runs=RUNS, cookie=cookie) for server, cookie in sides] for _ in range(ROUNDS)
    ]
    return [statistics.median(costs) for costs in zip(*rounds, strict=True)]


def _cookie(home: Home) -> str:
    """The cookie of a leader, who sees what the trial shows by itself."""
    create_admin(home, account="quantri", name="Quản trị", password=PASSWORD, by="đo")
    add_account(
        home, account="ld.ha", name="Hà", role="leader", departments=(), password=PASSWORD, by="đo", keep=True
    )
    return f"{COOKIE}={sign_in(home, 'ld.ha', PASSWORD, address='127.0.0.1', browser='đo').token}"


def _compared(page: str, trial: float, signed_in: float) -> Result:
    what = f"Chạy lại trang {page or 'tong_quan'} khi đã đăng nhập, so với dùng thử"
    return Result(what, signed_in / trial, 1.1, f"dùng thử {trial:.1f} ms")

"""What signing in costs a rerun: an office's page against the same page of the trial."""

import statistics
import tempfile
from pathlib import Path

from access.accounts import add, create_admin
from access.sessions import COOKIE, sign_in
from benchmarks.exports import write_export
from benchmarks.measure import Result
from benchmarks.publishing import load_one
from benchmarks.serving import PAGES, Server, per_run, serving
from domain.places import ROOT
from store.home import Home

PASSWORD = "mùa xuân đến sớm"
ROUNDS = 3


def run() -> list[Result]:
    """One server: measured as a trial, then with accounts, so that nothing else differs."""
    with tempfile.TemporaryDirectory() as name:
        home = Home(Path(name) / "home")
        load_one(home.path, write_export(Path(name) / "2000.xlsx", 2_000))
        with serving(ROOT / "dashboard.py", ROOT, home.path) as server:
            trial = {page: _cost(server, page) for page in PAGES}
            cookie = _cookie(home)
            return [_compared(page, _cost(server, page, cookie), trial[page]) for page in PAGES]


def _cost(server: Server, page: str, cookie: str = "") -> float:
    return statistics.median(per_run(server, page, cookie=cookie) for _ in range(ROUNDS))


def _cookie(home: Home) -> str:
    """The cookie of a leader, who sees what the trial shows by itself."""
    create_admin(home, account="quantri", name="Quản trị", password=PASSWORD, by="đo")
    add(
        home, account="ld.ha", name="Hà", role="leader", departments=(), password=PASSWORD, by="đo", keep=True
    )
    return f"{COOKIE}={sign_in(home, 'ld.ha', PASSWORD, address='127.0.0.1', browser='đo').token}"


def _compared(page: str, signed_in: float, trial: float) -> Result:
    what = f"Chạy lại trang {page or 'tong_quan'} khi đã đăng nhập, so với dùng thử"
    return Result(what, signed_in / trial, 1.1, f"dùng thử {trial:.1f} ms")

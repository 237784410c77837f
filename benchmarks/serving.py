"""What a visit costs the server: against a hello-world app served the same way."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from benchmarks.exports import write_export
from benchmarks.measure import Result
from benchmarks.publishing import load_one
from benchmarks.visits import crowd
from domain.program.places import ROOT

HELLO = 'import streamlit as st\nst.navigation([st.Page(lambda: st.write("Xin chào"), title="a")], position="hidden").run()\n'
PAGES = ("", "hpnet", "don_vi")
FIRST_PAGES = ("", "tien_do")


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: address, process, and how long it took to serve."""

    url: str
    pid: int
    start_seconds: float

    @property
    def cpu(self) -> float:
        """CPU seconds so far (Linux)."""
        fields = Path(f"/proc/{self.pid}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def memory_mib(self) -> float:
        """Resident memory (Linux)."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text(encoding="ascii").split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


@contextmanager
def serving(
    script: Path, folder: Path, home: Path, *, cookie: str = "", visited: bool = True
) -> Iterator[Server]:
    """Serve *script* from *folder* on a free local port; *cookie* is that of the first visitor, if there was one."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.port", str(port)]
    start = time.perf_counter()
    process = subprocess.Popen(
        [*command, "--server.address", "127.0.0.1", "--server.headless", "true"],
        cwd=folder,
        env={**os.environ, "DASHBOARD_HOME": str(home), "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        healthy(url)
        if visited:
            first_visit(url, cookie)
        yield Server(url, process.pid, time.perf_counter() - start)
    finally:
        process.terminate()
        process.wait(timeout=20)


def first_visit(url: str, cookie: str = "") -> None:
    """Run the first page once."""
    crowd(url, [""], sessions=1, runs=1, think=0, cookie=cookie)


def healthy(url: str) -> None:
    """Wait until the server answers."""
    while True:
        try:
            with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2):
                break
        except OSError:
            time.sleep(0.05)


def per_run(
    server: Server, page: str, queries: tuple[str, ...] = ("",), *, runs: int = 25, cookie: str = ""
) -> float:
    """CPU milliseconds of the server per rerun of *page*, its caches warm."""
    crowd(server.url, [page], sessions=1, runs=len(queries) + 1, think=0.2, queries=queries, cookie=cookie)
    before = server.cpu
    visits = crowd(server.url, [page], sessions=1, runs=runs + 1, think=0.2, queries=queries, cookie=cookie)
    assert not visits.errors, visits.errors[:3]
    return (server.cpu - before) / (runs + 1) * 1000


def percentile(values: list[float], share: float) -> float:
    """The value that *share* of *values* do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def run() -> list[Result]:
    """All rows of the budgets that concern the running server, on 50,000 tasks."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        load_one(folder / "home", write_export(folder / "50000.xlsx", 50_000))
        (folder / "hello").mkdir()
        (folder / "hello" / "hello.py").write_text(HELLO, encoding="utf-8")
        # The same tuned settings, so that only the pages differ.
        shutil.copytree(ROOT / ".streamlit", folder / "hello" / ".streamlit")
        with serving(folder / "hello" / "hello.py", folder / "hello", folder / "home") as hello:
            base, hello_start = per_run(hello, ""), hello.start_seconds
        with serving(ROOT / "dashboard.py", ROOT, folder / "home") as ours:
            results = [*page_costs(ours, base), *crowd_costs(ours), start_cost(ours, hello_start)]
        return [*results, *first_visits(folder)]


def first_visits(folder: Path) -> list[Result]:
    """The first visit after a start of the pages that ask most: five years, 50,000 tasks today and the day before."""
    newest = date(2023, 11, 12)
    exports = [(date(year, 12, 20), 10_000) for year in range(newest.year - 4, newest.year)]
    for on, rows in (*exports, (newest - timedelta(days=2), 50_000), (newest, 50_000)):
        file = folder / f"{on}.xlsx"
        write_export(
            file,
            rows,
            as_of=on,
            first=on.year * 100_000,
            year_end=newest - timedelta(days=2) if rows == 50_000 else on,
        )
        load_one(folder / "years", file)
    hello, _ = first_cost(folder / "hello" / "hello.py", folder / "hello", folder / "years", "")
    return [first_result(page, hello, folder) for page in FIRST_PAGES]


def first_result(page: str, hello: float, folder: Path) -> Result:
    """What the first visit of *page* costs, beside that of a hello-world app."""
    cpu, seconds = first_cost(ROOT / "dashboard.py", ROOT, folder / "years", page)
    note = f"CPU; {seconds:.1f} s theo đồng hồ; {cpu / hello:.0f}× trang chào {hello:.2f} s"
    return Result(f"Lần xem đầu trang {page or 'tong_quan'}, 50.000 việc, năm năm", cpu, 2, note, unit=" s")


def first_cost(script: Path, folder: Path, home: Path, page: str) -> tuple[float, float]:
    """CPU seconds and seconds of the first visit of *page* to a server that has started and rests."""
    with serving(script, folder, home, visited=False) as server:
        before = -1.0
        while server.cpu > before:
            before = server.cpu
            time.sleep(1)
        visits = crowd(server.url, [page], sessions=1, runs=1, think=0)
        assert not visits.errors, visits.errors[:3]
        return server.cpu - before, visits.first[0]


def page_costs(server: Server, base: float) -> list[Result]:
    """Reruns with nothing changed, and with a changed filter that has not been asked before."""
    results = []
    for page in PAGES:
        same = per_run(server, page)
        results.append(
            Result(
                f"Chạy lại trang {page or 'tong_quan'}, không đổi gì",
                same / base,
                3,
                f"so với trang chào {base:.1f} ms",
            )
        )
    days = tuple(f"ngay=2023-{month:02d}-{day:02d}" for month in (9, 10) for day in range(1, 26))
    before = server.cpu
    crowd(server.url, ["hpnet"], sessions=1, runs=len(days), think=0.2, queries=days)
    changed = (server.cpu - before) / len(days) * 1000
    results.append(
        Result("Chạy lại trang hpnet với bộ lọc mới", changed / base, 10, "mỗi lần một ngày số liệu khác")
    )
    return results


def crowd_costs(server: Server) -> list[Result]:
    """Fifty arriving within two seconds, then memory after fifty and after five hundred visits."""
    visits = crowd(server.url, PAGES, sessions=50, runs=6, think=2, within=2)
    assert not visits.errors, visits.errors[:3]
    fifty = server.memory_mib
    new = percentile(visits.first, 0.5) * 1000
    for _ in range(9):
        crowd(server.url, PAGES, sessions=50, runs=1, think=0, within=2)
    return [
        Result("50 phiên, nghỉ 2 giây: p95", percentile(visits.again, 0.95) * 1000, 150, "0 lỗi", unit=" ms"),
        Result(
            "Trang đầu của khách mới, máy chủ đã ấm",
            new,
            None,
            "trung vị khi 50 khách đến cùng lúc",
            unit=" ms",
        ),
        Result("Bộ nhớ máy chủ với 50 phiên", fifty, 250, "", unit=" MiB"),
        Result("Bộ nhớ sau 500 lượt so với sau 50", server.memory_mib / fifty, 1.2, ""),
    ]


def start_cost(server: Server, hello_start: float) -> Result:
    """From the command to the first page served."""
    return Result(
        "Khởi động đến trang đầu tiên",
        server.start_seconds / hello_start,
        1.9,
        f"trang chào {hello_start:.1f} s",
    )

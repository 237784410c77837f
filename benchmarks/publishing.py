"""From a received export to published numbers, and one more export into a full warehouse."""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from benchmarks.exports import write_export
from benchmarks.measure import Result, cost, cpu_seconds
from benchmarks.reading import bare_read
from data_loaders.extracts.child import end_reading_helper
from data_loaders.intake.reading import Received, read_together
from data_loaders.publishing.ingest import load
from data_loaders.publishing.preview import preview
from domain.agency.scope import whole_office
from metrics.progress.completion import completion
from store.builds.build_process import end_build_helper
from store.current.warehouse import open_reader
from store.disk.home import resolve_home


def load_one(home_path: Path, file: Path) -> None:
    """Load and publish one file, then ask for a number."""
    home = resolve_home(home_path)
    # A fifth of the known rows in a new export is out of the ordinary, and looked at here.
    outcome = load(home, [Received(file.name, file.read_bytes())], person="đo tốc độ", accept_effect=True)
    assert outcome.files[0].status == "loaded", outcome.files[0]
    assert not completion(open_reader(home, whole_office()), as_of=date(2023, 11, 12)).empty


def run() -> list[Result]:
    """Upload to numbers, and the same load into a warehouse of a million task rows."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        return [
            *publishing(folder),
            tenth_preview(folder),
            one_more(folder),
        ]


def publishing(folder: Path) -> list[Result]:
    """Upload to numbers in a process that has published before, and the same as the first thing it does."""
    fifty, few = write_export(folder / "50000.xlsx", 50_000), write_export(folder / "few.xlsx", 50)
    content = fifty.read_bytes()
    bare = cost(lambda: bare_read(content))
    first = cpu_of(lambda: load_one(folder / "first", fifty))
    small = statistics.median(cpu_of(lambda n=n: load_one(folder / f"few{n}", few)) for n in range(3))
    both = statistics.median(
        cpu_of(lambda n=n: load_twice(folder / f"empty{n}", few, fifty)) for n in range(3)
    )
    what, against = "Từ tải lên 50.000 dòng đến số liệu đã công bố", "so với calamine trần, cùng bytes"
    return [
        Result(what, (both - small) / bare, 4, f"{against}; máy chủ đang chạy"),
        Result(
            f"{what}, lần đầu sau khi khởi động", first / bare, None, f"{against}; gồm hai tiến trình chờ"
        ),
    ]


def load_twice(home: Path, few: Path, many: Path) -> None:
    """A few rows and then *many*, each into an empty home of its own, by the same processes."""
    load_one(home / "few", few)
    load_one(home / "many", many)


def cpu_of(work: Callable[[], None]) -> float:
    """CPU seconds of *work*, the helpers that it starts included."""
    before = cpu_of_all()
    work()
    return cpu_of_all() - before


def cpu_of_all() -> float:
    """CPU seconds, those of reading and of the builds too: their helper processes count once they have ended."""
    end_build_helper()
    end_reading_helper()
    return cpu_seconds()


def tenth_preview(folder: Path) -> Result:
    """The last three of ten previews of a waiting export, each made and thrown away, against the first three."""
    home = resolve_home(folder / "previews")
    load_one(home.path, write_export(folder / "known.xlsx", 20_000, as_of=date(2023, 11, 11)))
    file = write_export(folder / "waits.xlsx", 20_000, as_of=date(2023, 11, 12))
    readings = read_together(home, [Received(file.name, file.read_bytes())])
    took = []
    for _ in range(10):
        before = cpu_of_all()
        shown = preview(home, readings)
        assert shown is not None
        shown.cancel()
        took.append(cpu_of_all() - before)
    return Result(
        "Ba lần xem trước cuối của mười lần so với ba lần đầu",
        sum(took[-3:]) / sum(took[:3]),
        1.2,
        "20.000 dòng, CPU, gồm khởi động tiến trình dựng",
    )


def one_more(folder: Path) -> Result:
    """Wall time of one more 20,000-row export into 1,000,000 task rows against the same into none."""
    day = date(2023, 9, 1)
    for number in range(10):
        file = write_export(folder / f"m{number}.xlsx", 100_000, as_of=day + timedelta(days=number), first=0)
        load_one(folder / "full", file)
    last = write_export(folder / "last.xlsx", 20_000, as_of=date(2023, 11, 12))
    took = {}
    for home in ("none", "full"):
        start = time.perf_counter()
        load_one(folder / home, last)
        took[home] = time.perf_counter() - start
    return Result(
        "Nạp thêm một bản xuất vào kho 1 triệu dòng",
        took["full"] / took["none"],
        1.5,
        "so với kho trống; gồm chép tệp kho",
    )

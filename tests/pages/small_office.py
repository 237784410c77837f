"""A small office whose files are made by hand, so that a page's numbers can be counted."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from access.viewers import trial_viewer
from data_loaders.intake.reading import Received
from data_loaders.publishing import ingest
from desk import staging
from store.disk.home import Home

ROOT = Path(__file__).resolve().parents[2]
HEADINGS = "Mã công việc;Nội dung công việc;Đơn vị xử lý;Ngày giao;Hạn xử lý;Ngày hoàn thành"
OFFICER = trial_viewer("van-phong")
CLERK = trial_viewer("QLDT")
LEADER = trial_viewer("lanh-dao")


def task(code: str, *, unit: str = "QLDT", due: str = "20/11/2023", done: str = "") -> str:
    """One row of an export."""
    return f"{code};Rà soát dự án {code};{unit};01/11/2023;{due};{done}"


def export(day: int | None, *rows: str, headings: str = HEADINGS) -> tuple[str, bytes]:
    """Name and bytes of an HpNet export, with its day in the title unless *day* is None."""
    title = f"Công việc được giao, tính đến ngày {day:02}/11/2023;;;;;" if day else "Công việc được giao;;;;;"
    text = "\n".join([title, headings, *rows]) + "\n"
    return (f"cong-viec-{day or 'x'}.csv", text.encode("utf-8-sig"))


def loaded(path: Path, *exports: tuple[str, bytes]) -> Home:
    """A home with these exports published."""
    home = Home(path)
    outcome = ingest.load(home, [Received(name, content) for name, content in exports], person="dung-thu")
    assert all(one.is_in for one in outcome.files), outcome
    return home


def staged(home: Home, *exports: tuple[str, bytes]) -> None:
    """Files that the office has received and not published."""
    for name, content in exports:
        staging.receive(home, OFFICER, name, content)


FIRST = export(10, task("CV-1"), task("CV-2"), task("CV-3", unit="QLLD"))
SECOND = export(11, task("CV-1", done="11/11/2023"), task("CV-2"), task("CV-4", unit="QLLD"))


def straight_to(name: str, role: str) -> AppTest:
    """Run a page's file by itself, as a server does for an address asked before any menu was drawn."""
    app = AppTest.from_file(str(ROOT / "pages" / f"{name}.py"), default_timeout=60)
    app.query_params["vai"] = role
    return app.run()


def press(app: AppTest, label: str) -> AppTest:
    """Press the button of that label."""
    return next(button for button in app.button if button.label == label).click().run()

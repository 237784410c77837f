"""A home that may only be read and whose build another version made: every page says why and what to do."""

import shutil
import sys
import tarfile
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from store.disk.home import Home
from store.written import application
from tests.access.visiting import open_page, serving
from tests.store.test_damage import close_databases
from tests.store.test_no_room import before  # noqa: F401
from tests.store.test_older_homes import WRITTEN
from ui.visit import navigation

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights of POSIX")

OLD_BUILD = (
    "Phần mềm vừa đổi phiên bản nên phải dựng lại kho số liệu, nhưng thư mục dữ liệu chỉ cho đọc. "
    "Báo người quản trị cấp quyền ghi rồi mở lại trang."
)
OLD_DATABASE = (
    "Phần mềm vừa đổi phiên bản nên phải nâng cấp cơ sở dữ liệu ứng dụng, nhưng thư mục dữ liệu chỉ cho đọc. "
    "Gọi người quản trị hệ thống của cơ quan."
)
NAMES = [entry.name for group in navigation.entries("office").values() for entry in group]


@pytest.fixture
def closed() -> Iterator[Callable[[bool], Path]]:
    """``closed(True)`` is a home of an older schema, open to readers only, whose database was brought up to date before."""
    folder = Path(tempfile.mkdtemp(prefix="ro-"))
    folder.chmod(0o755)
    with tarfile.open(WRITTEN) as packed:
        packed.extractall(folder, filter="data")
    path = folder / "home"

    def close(has_new_database: bool) -> Path:
        if has_new_database:
            application.engine(Home(path))
            close_databases()
        for one in (path, *path.rglob("*")):
            one.chmod(0o555 if one.is_dir() else 0o444)
        return path

    yield close
    for one in (path, *path.rglob("*")):
        one.chmod(0o755 if one.is_dir() else 0o644)
    shutil.rmtree(folder)


def wait_for_the_attempt(server: str) -> None:
    """Return when the server has tried to make the build anew."""
    for _ in range(300):
        if "Đang dựng lại" not in open_page(server, "", "", "vai=van-phong").text:
            return
        time.sleep(0.1)
    raise AssertionError("the attempt did not end within half a minute")


@pytest.mark.parametrize("has_new_database, words", [(True, OLD_BUILD), (False, OLD_DATABASE)])
def test_every_page_says_why_it_shows_nothing_and_what_to_do(closed, before, has_new_database, words):  # noqa: F811
    path = closed(has_new_database)
    pointed = Home(path).pointer.read_bytes()
    with serving(path, before=before) as server:
        wait_for_the_attempt(server)
        visits = {name: open_page(server, "", name, "vai=van-phong") for name in NAMES}

    assert {
        name: visit.titles for name, visit in visits.items() if words not in visit.text or visit.errors
    } == {}
    assert Home(path).pointer.read_bytes() == pointed

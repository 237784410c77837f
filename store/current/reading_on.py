"""How is a day asked about, whether its year is open or closed?"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date

from domain.agency.scope import Scope, whole_office
from domain.program.errors import HomeDamagedError
from domain.program.places import office_of
from store.builds.reader import Reader
from store.current.pointer import Current, build_file, current
from store.current.warehouse import is_of_older_schema, open_current, open_reader
from store.current.years import ClosedYear, year_of
from store.disk.home import Home


def build_of(home: Home, closed: ClosedYear) -> Current | None:
    """
    The build that answers for *closed*; the present one where an older schema made it, as for a frozen limit.

    Raises:
        HomeDamagedError: Its file is gone: other numbers would pass for those of that year.
    """
    path = build_file(home, closed.build_id)
    if not path.exists():
        raise HomeDamagedError(
            "closed_build_missing", "Không còn bản số liệu của năm đã đóng", where=f"năm {closed.year}",
            remedy="Khôi phục từ bản sao lưu.",
        )  # fmt: skip
    return current(home) if is_of_older_schema(path) else Current(closed.build_id, closed.imports)


@contextmanager
def reader_on(home: Home, as_of: date | None, scope: Scope) -> Iterator[Reader]:
    """
    Within: a reader that answers for *as_of* (the newest data where None), under the data of the year it lies in.

    A scope of the whole office is that of the units of that year.
    """
    newest = as_of or open_reader(home, whole_office()).newest_as_of()
    closed = year_of(home, newest)
    if closed is None:
        yield open_reader(home, scope)
        return
    with office_of(home.path, tried=closed.folder):
        wanted = whole_office() if scope.is_whole_office else scope
        yield open_current(home, build_of(home, closed), wanted)

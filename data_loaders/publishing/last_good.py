"""When the build in use is damaged and received files are lost too: which earlier build is whole, and what is not in it?"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data_loaders.intake.known import active_imports
from domain.agency.scope import whole_office
from domain.program.errors import HomeDamagedError
from domain.wording.formats import count, day
from store.current import warehouse
from store.current.pointer import Current, build_file, current, point_to
from store.current.warehouse import Build
from store.disk.home import Home
from store.written import import_log
from store.written.import_log import LoggedImport

COMMAND = "python -m data_loaders rebuild --last-good"
SNAPSHOT_LOST = "snapshot_lost"


@dataclass(frozen=True, slots=True)
class LastGood:
    """
    The newest earlier build that can be read to its end.

    Attributes:
        imports: What it holds, in order of loading.
        as_of: Newest day of its data.
        missing: Imports that count now and are not in it.
        returned: Imports in it that were taken out since.
    """

    build_id: str
    imports: tuple[str, ...]
    as_of: date | None
    missing: tuple[LoggedImport, ...]
    returned: tuple[LoggedImport, ...]

    @property
    def sentence(self) -> str:
        """What it is, for whoever has to decide."""
        until = f"đến hết ngày {day(self.as_of)}, " if self.as_of else ""
        said = [f"Bản số liệu nguyên vẹn gần nhất: {until}{count(len(self.imports))} lần nạp."]
        if self.missing:
            said.append(f"Chưa có trong bản này: {_names(self.missing)}; tìm lại các tệp ấy rồi nạp.")
        if self.returned:
            said.append(f"Trở lại dù đã gỡ: {_names(self.returned)}; gỡ lại nếu cần.")
        return " ".join(said)


def _names(imports: Iterable[LoggedImport]) -> str:
    return ", ".join(one.file_name for one in imports)


def last_good(home: Home) -> LastGood | None:
    """The newest build besides the one in use that is whole and that this program reads; None where there is none."""
    logged, active = import_log.logged_imports(home), active_imports(home)
    for path in _best_first(home):
        if warehouse.fault_of(path, path.stem) or warehouse.is_of_older_schema(path):
            continue
        held = warehouse.imports_held(path)
        if held and held <= logged.keys():
            as_of = warehouse.open_build(Build(path.stem, path, {}), whole_office(), home).newest_as_of()
            return LastGood(
                path.stem,
                tuple(one for one in logged if one in held),
                as_of,
                tuple(logged[one] for one in active if one not in held),
                tuple(logged[one] for one in logged if one in held and one not in active),
            )
    return None


def _best_first(home: Home) -> list[Path]:
    """Every build: the one in use, should it be whole after all, then the newest."""
    try:
        now = current(home)
    except HomeDamagedError:
        now = None
    in_use = build_file(home, now.build_id) if now else None
    return sorted(
        home.builds.glob("*.duckdb"), key=lambda path: (path == in_use, path.stat().st_mtime), reverse=True
    )


def take_last_good(home: Home, *, person: str) -> LastGood:
    """
    Make the last good build current; what is not in it is written down as taken out, what came back as put back.

    Raises:
        HomeDamagedError: No build is whole.
    """
    with warehouse.writer_lock(home):
        good = last_good(home)
        if good is None:
            raise HomeDamagedError(
                "build_damaged", "Không còn bản số liệu nào nguyên vẹn", where=str(home.builds), remedy="Khôi phục từ bản sao lưu."
            )  # fmt: skip
        events = [import_log.write_switch(home, "undo", one, person) for one in good.missing]
        events += [import_log.write_switch(home, "redo", one, person) for one in good.returned]
        point_to(home, Current(good.build_id, good.imports))
        import_log.mark_published(home, events, good.build_id)
    return good


def offered(home: Home, problem: HomeDamagedError) -> HomeDamagedError:
    """*problem* of a rebuild that wants received files that are lost, with the way on that is left."""
    if problem.code != SNAPSHOT_LOST:
        return problem
    good = last_good(home)
    if good is None:
        return problem
    return HomeDamagedError(
        problem.code, problem.what, where=problem.where,
        remedy=f"Khôi phục từ bản sao lưu. Chưa có ngay thì dùng tạm: {good.sentence} Lệnh: {COMMAND}",
    )  # fmt: skip

"""What would a change of the office's own data do, and how is it made or taken back?"""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from data_loaders.declared.data_files import checked_files
from data_loaders.publishing.builds import candidate
from data_loaders.publishing.ingest import refresh
from desk.setting.campaign_changes import campaign_changes
from domain.agency.departments import department_name
from domain.agency.office import office
from domain.agency.scope import Viewer, whole_office
from domain.program.errors import DashboardError
from domain.program.places import DATA, OWN, effective, office_of
from domain.wording.formats import chance, count, day, index_vi, is_known, points
from metrics.asking.state import TOTAL
from metrics.limits.campaigns import LABEL_VI, campaign_by_id, campaigns
from metrics.pace.forecast import forecast
from metrics.points.index import index as expected_index
from metrics.progress.department_score import department_score
from store.builds.reader import Reader
from store.current.pointer import Current, current
from store.current.warehouse import discard, open_build, open_current
from store.disk.durable import write_durably
from store.disk.home import Home
from store.written.audit import write_audit
from store.written.own_data import (
    OFFICES,
    Version,
    files_under,
    own_files,
    return_to,
    save,
    starting_points,
    versions,
)

_REJECTED = Path(__file__).with_name("tables_with_rejected_rows.sql")


class NotFittingError(DashboardError):
    """What was set does not fit together; nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """
    A change that does not count yet.

    Attributes:
        files: All that the office would have set then.
        what: The change in words.
        notes: What it does beside moving figures, one sentence each.
    """

    files: Mapping[str, bytes]
    what: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """
    What a proposal would do.

    Attributes:
        faults: Why it cannot be kept, one sentence each.
        changes: What would be another figure or another limit, one sentence each.
    """

    faults: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


def kept_states(home: Home, viewer: Viewer) -> list[Version]:
    """Every state that the office's own data had, the newest first; for those who may configure."""
    viewer.require("configure")
    return versions(home)


def start_names(home: Home) -> tuple[str, ...]:
    """The offices that ship beside the first, to start from; none where the office has set something already."""
    return () if own_files(home) or versions(home) else starting_points()


def present(home: Home, name: str) -> bytes:
    """The file *name* of `data/` as it counts in *home* now; empty where there is none."""
    with office_of(home.path):
        path = effective(DATA / name)
    return path.read_bytes() if path.is_file() else b""


def proposal(home: Home, viewer: Viewer, changed: Mapping[str, bytes], what: str) -> Proposal:
    """The own data of *home* with *changed* files in them; for those who may configure."""
    viewer.require("configure")
    return Proposal({**own_files(home), **changed}, what)


def start_proposal(home: Home, viewer: Viewer, name: str) -> Proposal:
    """The data of the shipped office *name* in the place of all that was set."""
    viewer.require("configure")
    if name not in starting_points():
        raise NotFittingError("Không có cơ quan mẫu này", where=name, remedy="Chọn một mẫu trong danh sách.")
    return Proposal(files_under(OFFICES / name / OWN), f"Bắt đầu từ cơ quan mẫu “{name}”")


@contextmanager
def tried(home: Home, files: Mapping[str, bytes]) -> Iterator[None]:
    """Within: *files* count as the own data of *home*."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            write_durably(Path(folder) / name, content)
        with office_of(home.path, tried=Path(folder)):
            yield


def effect_of_change(home: Home, viewer: Viewer, wanted: Proposal) -> Effect:
    """What *wanted* would do: its faults, else each score, the index and the limits that would be others."""
    viewer.require("configure")
    with tried(home, wanted.files):
        faults = tuple(one.sentence for one in checked_files() if one.faults)
        if faults:
            return Effect(faults)
        after, beside = _figures_then(home)
        asked = campaigns()
    with office_of(home.path):
        before = _figures(open_current(home, beside, whole_office()) if beside else None)
        limits = tuple(campaign_changes(campaigns(), asked))
    return Effect(changes=(*wanted.notes, *limits, *_differences(before, after)))


def _figures_then(home: Home) -> tuple[dict[str, Any], Current | None]:
    """The figures of the candidate, and what was current when it was made: the only build to compare with."""
    if current(home) is None:
        return _figures(None), None
    build = candidate(home, [])
    try:
        return _figures(open_build(build, whole_office(), home)), build.beside
    finally:
        discard(home, build)


def _figures(reader: Reader | None) -> dict[str, Any]:
    """What people look at first, by its words."""
    told: dict[str, Any] = {"Tên cơ quan": office().name}
    as_of = reader.newest_as_of() if reader is not None else None
    if reader is None or as_of is None:
        return told
    for row in department_score(reader, as_of=as_of).to_dict("records"):
        if row["department_code"] != "TOTAL":
            told[f"Điểm của {department_name(row['department_code'])}"] = index_vi(row["score"])
    for row in expected_index(reader, as_of=as_of).to_dict("records"):
        told["Điểm dự kiến"] = points(row["expected"]) if is_known(row["expected"]) else "chưa rõ"
    told |= _forecasts(reader, as_of)
    rejected = reader.rows(_REJECTED)
    told["Bảng còn dòng bị loại"] = count(rejected[0]["many"])
    return told


def _forecasts(reader: Reader, as_of: date) -> dict[str, str]:
    """Will the whole office be in time, for each requirement of a limit still ahead?"""
    told = {}
    for row in forecast(reader, as_of=as_of, department=TOTAL).to_dict("records"):
        limit, done = campaign_by_id(row["campaign"]), row["expected_date"]
        if limit.last_day > as_of:
            until = f", dự kiến xong {day(done)}" if is_known(done) else ""
            name = f"Khả năng kịp đợt “{limit.short_vi}”, {LABEL_VI[row['obligation']].lower()}"
            told[name] = f"{chance(row['p_on_time'])}{until}"
    return told


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    for name in dict.fromkeys([*before, *after]):
        old, new = before.get(name), after.get(name)
        if old != new:
            yield f"{name}: {'chưa có' if old is None else old} → {'không còn' if new is None else new}"


def apply(home: Home, viewer: Viewer, wanted: Proposal) -> Version:
    """
    Keep *wanted*, publish the figures anew by it, and write down who did it.

    Raises:
        NotFittingError: It has faults; nothing is kept.
    """
    viewer.require("configure")
    with tried(home, wanted.files):
        faults = [one.sentence for one in checked_files() if one.faults]
    if faults:
        raise NotFittingError("Chưa lưu vì thông tin chưa khớp", where=faults[0], remedy="Sửa rồi lưu lại.")
    before = versions(home)
    made = save(home, wanted.files, person=viewer.account, what=wanted.what)
    return _published(home, viewer, made, before[0].number if before else None)


def revert(home: Home, viewer: Viewer, number: int) -> Version:
    """Bring back what the office had set in version *number*, and publish by it."""
    viewer.require("configure")
    before = versions(home)
    made = return_to(home, number, person=viewer.account)
    return _published(home, viewer, made, before[0].number if before else None)


def _published(home: Home, viewer: Viewer, made: Version, before: int | None) -> Version:
    """The figures by what was just set; where they cannot be made, what was set goes back too."""
    try:
        with office_of(home.path):
            refresh(home)
    except Exception:
        if before is not None:
            return_to(home, before, person=viewer.account)
        else:
            save(home, {}, person=viewer.account, what="Chưa công bố được nên bỏ thay đổi")
        raise
    write_audit(
        home, person=viewer.account, action="configure", object_kind="office", object_id=made.number,
        before={"version": before}, after={"version": made.number, "what": made.what},
    )  # fmt: skip
    return made

"""How waiting files are read once, side by side, while the officer sees how far it is and may stop it."""

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from contextvars import copy_context
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import is_

import pandas as pd
import streamlit as st

from data_loaders.intake.reading import Reading
from data_loaders.publishing.preview import Preview
from desk import staging
from desk.staging import StagedFile
from domain.agency.scope import Viewer
from domain.counted.source_kinds import daily_kinds
from metrics.progress.department_score import department_score
from metrics.progress.obligation_moves import obligation_moves
from store.builds.reader import Reader
from store.disk.home import Home
from ui.look.markup import plain
from ui.visit.session import build_id

_EFFECTS_KEPT = 2
_LOOK_SECONDS = 0.2
_AT_ONCE = 2

# The newest few, each with its candidate build, which goes with it.
_effects: list["Effect"] = []
# The newest few sets of readings, and these with what is said of them beside each other.
_beside: list[tuple[list[Reading], list[Reading]]] = []
_lock = threading.Lock()

STOPPED = "_dung_doc_tep"


@dataclass(frozen=True, slots=True)
class Effect:
    """
    What publishing would change.

    Attributes:
        readings: Of the files that would be published.
        build_id: The numbers that it is held against.
        counts: kind, department_code, what, keys.
        scores: department_code, before, after; one row per scored department.
        day_before, day_after: Newest day of data without and with the files.
        moves: As `metrics.progress.obligation_moves`, from *day_before* without the files to *day_after* with them;
            None where there was nothing before.
        odd: What is out of the ordinary, to be looked at before publishing.
        may_pass: False where something of it cannot be true.
    """

    readings: Sequence[Reading]
    build_id: str | None
    preview: Preview
    counts: pd.DataFrame
    scores: pd.DataFrame
    day_before: date | None
    day_after: date | None
    moves: pd.DataFrame | None = None
    odd: tuple[str, ...] = ()
    may_pass: bool = True

    def is_of(self, readings: Sequence[Reading]) -> bool:
        """Tell whether it is that of *readings*, these very ones, upon the numbers on show, and can still be published."""
        same = _are_the_same(readings, self.readings)
        return same and self.build_id == build_id() and self.preview.build.path.exists()


def read_all(
    home: Home, viewer: Viewer, files: Sequence[StagedFile], *, announce: Callable[[int], None]
) -> dict[int, Reading]:
    """
    The readings of *files* by their number; those stopped by the officer are missing.

    Each is read once for everything it depends on. Between looks Streamlit may end this run,
    which is how "Dừng" works: the file being read is dropped at once, what was read stays read.

    Args:
        announce: Told how many files have to be read before the first of them is.
    """
    known = staging.known_readings(home, viewer, files)
    missing = [staged for staged in files if staged.number not in known]
    if missing and not st.session_state.get(STOPPED):
        announce(len(missing))
        known |= _read_missing(home, viewer, missing)
    return dict(zip(known, _beside_each_other(home, viewer, list(known.values())), strict=True))


def _beside_each_other(home: Home, viewer: Viewer, readings: list[Reading]) -> list[Reading]:
    """The readings with what is said of them beside each other, found out once for each set of files."""
    for read, said in _beside:
        if _are_the_same(read, readings):
            return said
    said = staging.beside_each_other(home, viewer, readings)
    with _lock:
        _beside.append((readings, said))
        del _beside[:-_EFFECTS_KEPT]
    return said


def _are_the_same(some: Sequence[Reading], others: Sequence[Reading]) -> bool:
    """Tell whether these are the very same readings, one by one."""
    return len(some) == len(others) and all(map(is_, some, others))


def _read_missing(home: Home, viewer: Viewer, missing: Sequence[StagedFile]) -> dict[int, Reading]:
    place, asked = st.empty(), threading.Event()
    with place.container():
        bar = st.progress(0.0, text=_progress_words(0, missing))
        st.button("Dừng", key="dung-doc", on_click=_stop, args=(asked,))
    pool = ThreadPoolExecutor(_AT_ONCE)
    try:
        started = {
            staged.number: pool.submit(
                copy_context().run,
                partial(staging.read_staged, should_stop=asked.is_set),
                home,
                viewer,
                staged,
            )
            for staged in missing
        }
        waiting: set[Future[Reading]] = set(started.values())
        while waiting:
            done, waiting = wait(waiting, timeout=_LOOK_SECONDS, return_when=FIRST_COMPLETED)
            for one in done:
                one.result()
            finished = len(missing) - len(waiting)
            bar.progress(finished / len(missing), text=_progress_words(finished, missing))
    finally:
        pool.shutdown(wait=False, cancel_futures=True)
    place.empty()
    return {number: one.result() for number, one in started.items()}


def _progress_words(finished: int, files: Sequence[StagedFile]) -> str:
    number = min(finished, len(files) - 1)
    return f"Đang đọc tệp {number + 1}/{len(files)}: {plain(files[number].file_name)}"


def _stop(asked: threading.Event) -> None:
    # The run that waits for the readers is over by now; they look at this themselves.
    asked.set()
    st.session_state[STOPPED] = True


def go_on() -> None:
    """Read what was left when the officer stopped."""
    st.session_state.pop(STOPPED, None)


def effect_of_files(home: Home, viewer: Viewer, files: Sequence[tuple[StagedFile, Reading]]) -> Effect | None:
    """What publishing *files* would change, computed once; None where none can be loaded."""
    loadable = [reading for _, reading in files if reading.report.status == "loadable"]
    if not loadable:
        return None
    known = next((one for one in _effects if one.is_of(loadable)), None)
    if known is None:
        with st.spinner("Đang tính ảnh hưởng đến số liệu và điểm…"):
            known = _computed(home, viewer, loadable)
        _keep_effect(known)
    return known


def _keep_effect(effect: Effect) -> None:
    with _lock:
        _effects.append(effect)
        dropped = [_effects.pop(0) for _ in range(len(_effects) - _EFFECTS_KEPT)]
    kept = {one.preview.build.path for one in _effects}
    for one in dropped:
        if one.preview.build.path not in kept:
            one.preview.cancel()


def forget_effects() -> None:
    """Throw every candidate away, and what was said of files beside each other: they are published, or cancelled."""
    with _lock:
        dropped = list(_effects)
        _effects.clear()
        _beside.clear()
    for one in dropped:
        one.preview.cancel()


def _computed(home: Home, viewer: Viewer, readings: Sequence[Reading]) -> Effect:
    candidate = staging.effect(home, viewer, readings)
    assert candidate is not None  # the caller passed at least one file that can be loaded
    before, after = candidate.current_reader(viewer.scope), candidate.reader(viewer.scope)
    day_before, day_after = _newest(before), _newest(after)
    merged = pd.merge(
        _scores(before, day_before).rename(columns={"score": "before"}),
        _scores(after, day_after).rename(columns={"score": "after"}),
        on="department_code",
        how="outer",
    )
    moves = (
        obligation_moves(after, from_day=day_before, to_day=day_after, earlier=before)
        if day_before and day_after
        else None
    )
    odd, may_pass = staging.out_of_the_ordinary(home, viewer, readings, candidate)
    counts = candidate.counts(grouped=True)
    return Effect(
        readings, build_id(), candidate, counts, merged, day_before, day_after, moves, tuple(odd), may_pass
    )


def _newest(reader: Reader) -> date | None:
    return reader.as_of_range(*daily_kinds())[1] or reader.as_of_range()[1]


def _scores(reader: Reader, as_of: date | None) -> pd.DataFrame:
    if as_of is None:
        return pd.DataFrame(columns=["department_code", "score"])
    return department_score(reader, as_of=as_of)[["department_code", "score"]]

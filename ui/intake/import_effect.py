"""What the waiting files would change, as the third step of the import page shows it."""

import hashlib

import pandas as pd
import streamlit as st

from desk import staging
from domain.agency.departments import short_name
from domain.agency.office import office
from domain.agency.scope import Viewer
from domain.program.errors import BuildFailedError
from domain.wording.formats import NBSP, count, day, index_vi, is_known, signed
from metrics.asking.rows import records
from store.disk.home import Home
from ui.intake.import_reading import Effect
from ui.look.markup import rich
from ui.look.words import KINDS
from ui.pieces.components import Tile, finding, plain_table, tiles
from ui.pieces.obligation_table import draw_obligation_moves
from ui.visit.failures import contained, log

SHOWN = ("new", "closed", "changed", "vanished")
CHANGE_WORDS = {
    "new": "Mới",
    "closed": "Xong",
    "reopened": "Mở lại",
    "moved": "Chuyển đơn vị",
    "changed": "Đổi giá trị",
    "vanished": "Không còn",
    "form": "Chỉ đổi cách ghi",
}


EFFECT_WORDS = {
    "new": "dòng mới",
    "closed": "việc xong",
    "reopened": "việc mở lại",
    "moved": "việc chuyển đơn vị",
    "changed": "dòng đổi giá trị",
    "vanished": "dòng không còn",
    "form": "dòng chỉ đổi cách ghi",
}


def draw_effect(effect: Effect) -> None:
    """What the files change: rows per kind against the last import, and each department's score."""
    counts = effect.counts
    total = {name: _keys(counts, name) for name in CHANGE_WORDS}
    moved = _moved(effect.scores)
    units = f"Điểm của {count(len(moved))}{NBSP}đơn vị thay đổi" if len(moved) else "Điểm đơn vị không đổi"
    finding(f"{effect_words(total)}. {units}.", "So với lần nạp trước của từng loại dữ liệu")
    tiles(
        [Tile(CHANGE_WORDS[name], count(number)) for name, number in total.items() if number or name in SHOWN]
    )
    _draw_kinds(counts)
    if effect.moves is not None and effect.day_before and effect.day_after:
        draw_obligation_moves(effect.moves, from_day=effect.day_before, to_day=effect.day_after)
    _draw_scores(effect, moved)


def effect_words(total: dict[str, int]) -> str:
    """``34 dòng mới, 21 việc xong, 1 dòng không còn``; what did not happen is not named."""
    said = [f"{count(number)}{NBSP}{EFFECT_WORDS[name]}" for name, number in total.items() if number]
    return ", ".join(said) or "Không có dòng nào thay đổi"


def _keys(counts: pd.DataFrame, what: str) -> int:
    return int(counts.loc[counts["what"] == what, "keys"].sum())


def _draw_kinds(counts: pd.DataFrame) -> None:
    if counts.empty:
        st.write("Không có dòng nào thay đổi so với lần nạp trước.")
        return
    plain_table(
        ("Loại dữ liệu", *CHANGE_WORDS.values()),
        [
            (KINDS[str(kind)], *(count(_keys(own, name)) for name in CHANGE_WORDS))
            for kind, own in counts.groupby("kind", sort=False)
        ],
        caption="Số dòng thay đổi theo loại dữ liệu",
        file_name="dong-thay-doi-theo-loai",
        numbers=True,
    )


def _moved(scores: pd.DataFrame) -> pd.DataFrame:
    """Departments whose score is another one, or is there for the first time, or no longer."""
    own = scores[scores["department_code"] != "TOTAL"]
    before, after = own["before"].astype("Float64"), own["after"].astype("Float64")
    differs = ((after - before).abs() >= 0.05).fillna(False) | (before.isna() != after.isna())
    return own[differs.to_numpy(dtype=bool)]


def _draw_scores(effect: Effect, moved: pd.DataFrame) -> None:
    days = f"Điểm trước đến {day(effect.day_before)}, điểm sau đến {day(effect.day_after)}"
    finding("Điểm từng đơn vị trước và sau khi công bố", days)
    own = effect.scores[effect.scores["department_code"] != "TOTAL"]
    if own.empty:
        st.write("Chưa đủ số liệu để tính điểm đơn vị.")
        return
    plain_table(
        ("Đơn vị", "Trước", "Sau", "Thay đổi"),
        [
            (
                short_name(row["department_code"]),
                index_vi(row["before"]),
                index_vi(row["after"]),
                _change(row["before"], row["after"]),
            )
            for row in records(own)
        ],
        caption=days,
        numbers=True,
        file_name="diem-truoc-va-sau",
    )


def _change(before: float | None, after: float | None) -> str:
    if not is_known(before) or not is_known(after):
        return "Chưa so sánh được"
    return "Không đổi" if abs(after - before) < 0.05 else signed(after - before, 1)  # type: ignore[operator]


def draw_build_failed(home: Home, viewer: Viewer, problem: BuildFailedError) -> None:
    """The build of the preview did not come about: what stays, and the two ways on."""
    st.warning(
        f"{problem} Báo {office().gathering_name} mã lỗi {log(problem, part=problem.reason)} nếu vẫn không được."
    )
    with st.container(horizontal=True, gap="small"):
        if st.button("Thử lại", key="thu-lai", icon=":material/refresh:"):
            st.rerun()
        if st.button("Dựng lại từ tệp gốc", key="dung-lai", icon=":material/build:"):
            with contained("dựng lại"), st.spinner("Đang dựng lại kho số liệu từ các tệp gốc…"):
                staging.rebuild(home, viewer)
                st.rerun()


def ask_about(effect: Effect | None) -> str:
    """Name what is out of the ordinary and ask whether it is meant; return why publishing waits, empty where it may go on."""
    if effect is None or not effect.odd:
        return ""
    lines = "".join(f"<li>{rich(words)}</li>" for words in effect.odd)
    st.warning("Công bố các tệp này làm con số đổi khác thường. Xem từng điều dưới đây rồi mới công bố.")
    st.html(f"<ul>{lines}</ul>")
    if not effect.may_pass:
        return "Chưa công bố được: có con số không thể đúng. Bỏ tệp ấy ra hoặc sửa rồi nạp lại."
    key = hashlib.sha256("|".join(effect.odd).encode()).hexdigest()[:12]
    seen = st.checkbox("Đã xem các thay đổi trên, vẫn công bố", key=f"da-xem-{key}")
    return "" if seen else "Chưa công bố được: còn thay đổi khác thường cần xem."

"""Nhập dữ liệu: chọn tệp, kiểm tra, xem trước, công bố; mọi bước đều quay lại được."""

import hashlib

import pandas as pd
import streamlit as st

from data_loaders.declared.outcome import Extract
from data_loaders.intake.reading import Prepared
from data_loaders.received.limits import load_limits
from desk import staging
from desk.import_history import PastPublication, newest_day_without, past_publications, redo, undo
from desk.staging import StagedFile
from domain.errors import BuildFailedError, RefusedFileError
from domain.formats import NBSP, count, day, index, is_known, signed
from metrics.asking.rows import records
from ui.intake.import_details import draw_choice, draw_skipped, draw_tables, version
from ui.intake.import_fixes import Fixable, draw_date_orders, draw_issues, question
from ui.intake.import_reading import STOPPED, Effect, effect_of, forget_effects, go_on, read_all
from ui.intake.import_words import Verdict, contents_words, publish_refusal, verdict
from ui.look.markup import chip, escape, rich
from ui.look.tables import short_name
from ui.look.words import KINDS
from ui.pieces.components import Tile, card, finding, page_head, plain_table, tiles
from ui.visit.failures import contained, log
from ui.visit.session import current_viewer, instance, require

STEPS = ("Chọn tệp", "Kiểm tra", "Xem trước", "Công bố")
ACCEPTED = [
    "xlsx",
    "xlsm",
    "xlsb",
    "xls",
    "ods",
    "csv",
    "tsv",
    "txt",
    "html",
    "htm",
    "xml",
    "mht",
    "mhtml",
    "gz",
]
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


def draw_steps(current: int) -> None:
    """The four steps in a line; the present one stands out and is told to screen readers."""
    items = "".join(
        f"<li{' aria-current=step' if number == current else ''}><span>{number}</span><b>{escape(name)}</b></li>"
        for number, name in enumerate(STEPS, start=1)
    )
    st.html(f'<ol class="cc-steps">{items}</ol>')


def headline(verdicts: list[Verdict], unread: int) -> str:
    """The finding of the page."""
    if not verdicts and not unread:
        return published_words() or "Nhập dữ liệu: chưa có tệp nào chờ công bố"
    ready = sum(not one.wants and one.word == "Nhận" for one in verdicts)
    wanting = sum(bool(one.wants) for one in verdicts)
    refused = sum(one.word == "Từ chối" for one in verdicts)
    parts = [f"{count(ready)}{NBSP}tệp công bố được"]
    parts += [f"{count(wanting)}{NBSP}tệp cần chọn"] if wanting else []
    parts += [f"{count(refused)}{NBSP}tệp bị từ chối"] if refused else []
    parts += [f"{count(unread)}{NBSP}tệp chưa đọc"] if unread else []
    return ", ".join(parts)


def draw_head(title: str, step: int) -> None:
    """The head of the page: what waits, what was just published, and which step it is."""
    page_head(title, "Một tệp hỏng không cản các tệp khác. Chưa bấm Công bố thì số liệu đang dùng không đổi.")
    draw_published()
    draw_steps(step)


# --- step 1 ---------------------------------------------------------------------------------------


def draw_uploader() -> None:
    """Receive files; their bytes are kept at once, so that F5 and a lost connection lose nothing."""
    number = st.session_state.setdefault("lan_chon_tep", 0)
    limit = f"{load_limits().received_mb:g}"
    given = st.file_uploader(
        f"Kéo tệp vào đây hoặc chọn tệp. Nhận .xlsx, .xls, .ods, .csv; mỗi tệp tối đa {limit}{NBSP}MB.",
        type=ACCEPTED,
        accept_multiple_files=True,
        key=f"chon-tep-{number}",
    )
    for sentence in st.session_state.pop("khong_nhan", []):
        st.error(sentence)
    if not given:
        return
    refused = []
    for one in given:
        try:
            staging.receive(home, viewer, one.name, one.getvalue())
        except RefusedFileError as problem:
            refused.append(str(problem))
    st.session_state["khong_nhan"] = refused
    st.session_state["lan_chon_tep"] = number + 1
    go_on()
    _forget_published()
    st.rerun()


# --- step 2 ---------------------------------------------------------------------------------------


def draw_file(staged: StagedFile, prepared: Prepared | None) -> None:
    """One file: its verdict, the question it leaves open, and the details when asked for."""
    with st.container(border=True, gap="small"), contained(staged.file_name):
        said = (
            verdict(prepared)
            if prepared
            else Verdict("unknown", "Chưa đọc", "Đã dừng trước khi đọc tệp này.", "đọc")
        )
        about = contents_words(prepared) if prepared else ""
        below = f"<p class='cc-sub'>{rich(about)}</p>" if about else ""
        with st.container(horizontal=True, gap="small"):
            st.html(
                f'<p class="cc-file">{chip(said.meaning, said.word)} <strong>{escape(staged.file_name)}</strong></p>'
                f"<p class='cc-file-words'>{rich(said.sentence)}</p>{below}"
            )
            if st.button("Bỏ tệp", key=f"bo-{staged.number}", icon=":material/close:", type="tertiary"):
                staging.cancel(home, viewer, staged)
                forget_effects()
                st.rerun()
        if prepared is not None:
            draw_choice(home, viewer, staged, prepared)
            _draw_kind_of_refused(staged, prepared)
            _draw_details(staged, prepared, is_open=said.word in ("Cần xác nhận", "Từ chối"))


def _draw_details(staged: StagedFile, prepared: Prepared, *, is_open: bool) -> None:
    if prepared.extract is None or not prepared.extract.tables:
        return
    details = st.expander(
        "Chi tiết: cách hiểu tệp, dòng không nạp, lỗi",
        expanded=is_open,
        key=f"chi-tiet-{staged.number}",
        on_change="rerun",
    )
    if details.open:
        with details:
            draw_tables(home, viewer, staged, prepared)
            draw_skipped(staged, prepared)
            draw_date_orders(home, viewer, staged, prepared.extract, version(staged))
            draw_issues(home, viewer, _fixable(staged, prepared, prepared.extract))


def _fixable(staged: StagedFile, prepared: Prepared, extract: Extract) -> Fixable:
    return Fixable(
        key=version(staged),
        file_name=staged.file_name,
        extract=extract,
        content=lambda: staging.content_of(home, viewer, staged),
        save=lambda fixes, reason: staging.fix_cells(home, viewer, staged, prepared, fixes, reason=reason),
        settle_unit=lambda text, code: staging.settle_unit(home, viewer, text, code),
    )


def _draw_kind_of_refused(staged: StagedFile, prepared: Prepared) -> None:
    """A table that was not recognised may still be read as the kind the officer names."""
    refusal = prepared.report.refusal
    if refusal is None or refusal["code"] not in ("unrecognised_layout", "no_row_accepted"):
        return
    chosen = question(
        "Đọc tệp này như",
        KINDS,
        button="Kiểm tra lại",
        keys=(f"doc-nhu-{staged.number}", f"doc-nhu-nut-{staged.number}"),
        placeholder="Chọn loại dữ liệu",
        width=320,
    )
    if chosen is not None:
        staging.settle(home, viewer, staged, kind=chosen)
        st.rerun()


# --- step 3 ---------------------------------------------------------------------------------------


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
                index(row["before"]),
                index(row["after"]),
                _change(row["before"], row["after"]),
            )
            for row in records(own)
        ],
        caption=days,
        numbers=True,
    )


def _change(before: float | None, after: float | None) -> str:
    if not is_known(before) or not is_known(after):
        return "Chưa so sánh được"
    return "Không đổi" if abs(after - before) < 0.05 else signed(after - before, 1)  # type: ignore[operator]


def draw_build_failed(problem: BuildFailedError) -> None:
    """The build of the preview did not come about: what stays, and the two ways on."""
    st.warning(f"{problem} Báo Văn phòng mã lỗi {log(problem, part=problem.reason)} nếu vẫn không được.")
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


# --- step 4 ---------------------------------------------------------------------------------------


def draw_publish(files: list[tuple[StagedFile, Prepared]], refusal: str) -> None:
    """The one filled button, with the reason beside it when it may not be pressed, and the way out."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        asked = st.button("Công bố số liệu", type="primary", key="cong-bo", disabled=bool(refusal))
        if st.button("Hủy", key="huy"):
            _cancel_all()
        if refusal:
            st.html(f'<p class="cc-source">{rich(refusal)}</p>', width="content")
    if asked and not refusal:
        with contained("công bố số liệu"):
            with st.spinner("Đang công bố số liệu…"):
                outcome = staging.publish(home, viewer, files)
            forget_effects()
            st.query_params["lan_nap"] = str(outcome.publication or "")
            st.rerun()


def _cancel_all() -> None:
    for staged in staging.staged_files(home, viewer):
        staging.cancel(home, viewer, staged)
    forget_effects()
    st.rerun()


def _forget_published() -> None:
    if "lan_nap" in st.query_params:
        del st.query_params["lan_nap"]


def published_now() -> PastPublication | None:
    """The publication that the address names; None where it names none."""
    asked = st.query_params.get("lan_nap", "")
    return next((one for one in past_publications(home, viewer) if asked and one.key == asked), None)


def published_words() -> str:
    """What was just published, as the finding; empty where nothing was, or it was taken back."""
    mine = published_now()
    days = [one.as_of for one in mine.files if one.is_active and one.as_of] if mine else []
    return f"Đã công bố số liệu đến {day(max(days))}" if days else ""


def draw_published() -> None:
    """What was just published, with the way back; the address keeps it, so F5 does too."""
    mine = published_now()
    if mine is None:
        return
    if not mine.is_active:
        st.info(f"Đã hoàn tác lần nạp. Số liệu trở về như {rest_words(mine)}.")
        if st.button("Làm lại", key="lam-lai", icon=":material/redo:"):
            with contained("làm lại"), st.spinner("Đang đưa các tệp trở lại số liệu…"):
                redo(home, viewer, mine)
                st.rerun()
        return
    active = sum(one.is_active for one in mine.files)
    st.success(f"{count(active)}{NBSP}tệp vừa công bố đang được dùng ở mọi trang.")
    _draw_undo(mine)


def _draw_undo(mine: PastPublication) -> None:
    """Ask before taking back, and say what the numbers will be then."""
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        if not st.session_state.get("hoi_hoan_tac"):
            if st.button("Hoàn tác", key="hoan-tac", icon=":material/undo:"):
                st.session_state["hoi_hoan_tac"] = True
                st.rerun()
            return
        st.write(f"Hoàn tác lần nạp này? Số liệu trở về như {rest_words(mine)}.")
        if st.button("Hoàn tác lần nạp", key="hoan-tac-that"):
            st.session_state.pop("hoi_hoan_tac")
            with contained("hoàn tác"), st.spinner("Đang hoàn tác…"):
                undo(home, viewer, mine)
                st.rerun()
        if st.button("Giữ lại", key="giu-lai"):
            st.session_state.pop("hoi_hoan_tac")
            st.rerun()


def rest_words(mine: PastPublication) -> str:
    """The state of the numbers without this publication."""
    newest = newest_day_without(home, mine.import_ids)
    return f"ngày{NBSP}{day(newest)}" if newest else "lúc chưa nạp tệp nào"


viewer = current_viewer()
require(viewer, "import")
home = instance().home
files = staging.staged_files(home, viewer)
# The head stands above, but is known only when every file has been read.
head = st.empty()
with card("Chọn tệp"):
    finding("1. Chọn tệp", "Nhiều tệp cùng lúc; tệp nhận vào được giữ lại dù tải lại trang")
    with st.container(key="cc-tep-them" if files else "cc-tep-lon"):
        draw_uploader()


def announce(number: int) -> None:
    """Say at the head that files are being read."""
    with head.container(gap="small"):
        draw_head(f"Đang kiểm tra {count(number)}{NBSP}tệp", 2)


readings = read_all(home, viewer, files, announce=announce)
verdicts = [verdict(readings[one.number]) for one in files if one.number in readings]
step = 4 if "lan_nap" in st.query_params else 1
if files:
    step = 2 if any(one.wants for one in verdicts) else 3
with head.container(gap="small"):
    draw_head(headline(verdicts, len(files) - len(verdicts)), step)
if not files:
    st.stop()

finding("2. Kiểm tra", f"{count(len(files))}{NBSP}tệp đang chờ")
if st.session_state.get(STOPPED) and len(readings) < len(files):
    st.button("Đọc tiếp", key="doc-tiep", on_click=go_on)
for one in files:
    draw_file(one, readings.get(one.number))

pairs = [(one, readings[one.number]) for one in files if one.number in readings]
unread = len(files) - len(pairs)
loadable = sum(prepared.report.status == "loadable" for _, prepared in pairs)
with card("Xem trước"):
    finding("3. Xem trước", "Số liệu đang dùng chưa thay đổi")
    try:
        effect = effect_of(home, viewer, pairs)
    except BuildFailedError as problem:
        draw_build_failed(problem)
        st.stop()
    if effect is None:
        st.write("Chưa có tệp nào nạp được để xem trước.")
    else:
        draw_effect(effect)
with card("Công bố"):
    finding("4. Công bố", "Mọi tệp nhận được vào số liệu cùng một lúc; hoàn tác được")
    refusal = publish_refusal([one.wants for one in verdicts if one.wants], unread, loadable)
    draw_publish(pairs, refusal or ask_about(effect))

"""What an officer sees and settles about one received file: questions, columns, rows left out, errors."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from data_loaders.declared.outcome import Choice
from data_loaders.intake.reading import Reading
from desk import staging
from desk.staging import StagedFile
from domain.agency.scope import Viewer
from domain.program.errors import Refusal
from domain.wording.formats import count, day
from store.disk.home import Home
from ui.intake.import_fixes import Fixable, draw_date_orders, draw_each_issue, draw_issues, question
from ui.intake.import_reading import forget_effects
from ui.intake.import_words import (
    IGNORED,
    FileWords,
    TableWords,
    Verdict,
    contents_words,
    file_words,
    verdict,
)
from ui.look.markup import chip, escape, rich
from ui.look.words import KINDS
from ui.pieces.lists import edited_table, table_download
from ui.visit.failures import contained


def version(staged: StagedFile) -> str:
    """A part of widget keys that changes whenever the file is read in another way."""
    options = staged.options
    said = (
        options.kind,
        options.as_of,
        options.sheet,
        sorted(options.headings.items()),
        sorted(options.date_orders.items()),
    )
    return f"{staged.number}-{abs(hash((repr(said), staged.corrections))) % 10**8}"


def draw_file(home: Home, viewer: Viewer, staged: StagedFile, reading: Reading | None) -> None:
    """One file: its verdict, the question it leaves open, and the details when asked for."""
    with st.container(border=True, gap="small"), contained(staged.file_name):
        said, about = verdict(reading), contents_words(reading)
        _draw_verdict(home, viewer, staged, said, about)
        if reading is None:
            return
        _draw_choice(home, viewer, staged, reading.report.choice)
        _draw_kind_of_refused(home, viewer, staged, reading.report.refusal)
        if reading.tables:
            _draw_understood(home, viewer, staged, reading, is_open=said.word in ("Cần xác nhận", "Từ chối"))


def _draw_verdict(home: Home, viewer: Viewer, staged: StagedFile, said: Verdict, about: str) -> None:
    below = f"<p class='cc-sub'>{rich(about)}</p>" if about else ""
    with st.container(horizontal=True, gap="small", key=f"cc-dau-tep-{staged.number}"):
        st.html(
            f'<p class="cc-file">{chip(said.meaning, said.word)} <strong>{escape(staged.file_name)}</strong></p>'
            f"<p class='cc-file-words'>{rich(said.sentence)}</p>{below}"
        )
        if st.button("Bỏ tệp", key=f"bo-{staged.number}", icon=":material/close:", type="tertiary"):
            staging.cancel(home, viewer, staged)
            forget_effects()
            st.rerun()


def _draw_understood(
    home: Home, viewer: Viewer, staged: StagedFile, reading: Reading, *, is_open: bool
) -> None:
    """What is wrong, to be put right; and on request how the file was read, which rows were left out, every remark."""
    assert reading.extract is not None
    file = Fixable(
        version(staged),
        staged.file_name,
        reading.extract,
        content=lambda: staging.content_of(home, viewer, staged),
        save=lambda fixes, reason: staging.fix_cells(home, viewer, staged, fixes, reason=reason),
        settle_unit=lambda text, code: staging.settle_unit(home, viewer, text, code),
        beside=reading.report.issues,
    )
    draw_date_orders(home, viewer, staged, file)
    draw_issues(file)
    details = st.expander(
        "Chi tiết: cách hiểu tệp, dòng không nạp, từng ô có lỗi",
        expanded=is_open,
        key=f"chi-tiet-{staged.number}",
        on_change="rerun",
    )
    if details.open:
        with details:
            words = file_words(reading)
            _draw_tables(home, viewer, staged, words)
            _draw_skipped(staged, words)
            draw_each_issue(file)


# --- questions ------------------------------------------------------------------------------------


def _draw_choice(home: Home, viewer: Viewer, staged: StagedFile, choice: Choice | None) -> None:
    """The one question the file leaves open, answered in place."""
    if choice is not None:
        asked = {"as_of": _ask_day, "kind": _ask_kind, "sheet": _ask_sheet, "column": _ask_column}
        asked[choice.what](home, viewer, staged, choice.options)


def _draw_kind_of_refused(home: Home, viewer: Viewer, staged: StagedFile, refusal: Refusal | None) -> None:
    """A table that was not recognised may still be read as the kind the officer names."""
    if refusal is None or refusal.code not in ("unrecognised_layout", "no_row_accepted"):
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


def _ask_day(home: Home, viewer: Viewer, staged: StagedFile, options: Sequence[date]) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        if options:
            st.pills(
                "Ngày có trong tệp",
                options,
                format_func=day,
                key=f"ngay-goi-y-{version(staged)}",
                on_change=_take_suggested_day,
                args=(staged,),
            )
        chosen = st.date_input(
            "Số liệu đến hết ngày", value=None, format="DD/MM/YYYY", key=f"ngay-{version(staged)}", width=200
        )
        if st.button("Kiểm tra lại", key=f"kiem-tra-{staged.number}", disabled=chosen is None):
            staging.settle(home, viewer, staged, as_of=chosen)
            st.rerun()


def _take_suggested_day(staged: StagedFile) -> None:
    if chosen := st.session_state.get(f"ngay-goi-y-{version(staged)}"):
        st.session_state[f"ngay-{version(staged)}"] = chosen


def _chosen(
    staged: StagedFile, words: str, options: Mapping[str, str], *, key: str, placeholder: str
) -> str | None:
    """The answer to the question that a file leaves open, once it is given."""
    keys = (f"{key}-{version(staged)}", f"kiem-tra-{staged.number}")
    return question(words, options, button="Kiểm tra lại", keys=keys, placeholder=placeholder, width=320)


def _ask_kind(home: Home, viewer: Viewer, staged: StagedFile, options: Sequence[str]) -> None:
    kinds = {kind: KINDS[kind] for kind in options or KINDS}
    chosen = _chosen(staged, "Loại dữ liệu", kinds, key="loai", placeholder="Chọn loại dữ liệu")
    if chosen is not None:
        staging.settle(home, viewer, staged, kind=chosen)
        st.rerun()


def _ask_sheet(home: Home, viewer: Viewer, staged: StagedFile, options: Sequence[str]) -> None:
    sheets = {name: name for name in options}
    chosen = _chosen(staged, "Trang tính có số liệu", sheets, key="trang", placeholder="Chọn trang tính")
    if chosen is not None:
        staging.settle(home, viewer, staged, sheet=chosen)
        st.rerun()


def _ask_column(home: Home, viewer: Viewer, staged: StagedFile, options: Sequence[str]) -> None:
    """The columns not chosen are ignored by their heading; equal headings cannot be told apart so."""
    headings = {option: staging.heading_key(option.split(": ", 1)[-1]) for option in options}
    if len(set(headings.values())) < len(options):
        st.warning("Hai cột trùng tên. Đổi tên cột không dùng trong tệp rồi nạp lại.")
        return
    columns = {option: option for option in options}
    chosen = _chosen(staged, "Cột cần dùng", columns, key="cot", placeholder="Chọn cột")
    if chosen is not None:
        others = {headings[one]: "" for one in options if one != chosen}
        staging.settle(home, viewer, staged, headings=others)
        st.rerun()


# --- what was recognised --------------------------------------------------------------------------


def _draw_tables(home: Home, viewer: Viewer, staged: StagedFile, words: FileWords) -> None:
    """Kind, day and columns of every table of the file, each of them open to change."""
    for number, table in enumerate(words.tables):
        st.html(f"<p class='cc-sub'>{rich(table.said)}</p>")
        _draw_columns(home, viewer, staged, table, number)
    # A file that waits for its day is asked for it above, once.
    if found := max((table.as_of for table in words.tables if table.as_of), default=None):
        _draw_day(home, viewer, staged, found)
    if words.sheets_left_out:
        st.html(f"<p class='cc-sub'>{rich('Trang tính không nạp: ' + words.sheets_left_out)}</p>")


def _draw_day(home: Home, viewer: Viewer, staged: StagedFile, found: date) -> None:
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        chosen = st.date_input(
            "Số liệu đến hết ngày",
            value=found,
            format="DD/MM/YYYY",
            key=f"doi-ngay-{version(staged)}",
            width=200,
        )
        if st.button("Đổi ngày", key=f"nut-doi-ngay-{staged.number}", disabled=chosen in (None, found)):
            staging.settle(home, viewer, staged, as_of=chosen)
            st.rerun()


def _draw_columns(home: Home, viewer: Viewer, staged: StagedFile, table: TableWords, number: int) -> None:
    """The mapping editor: an unchanging source, an explicit save, and the changes listed before it."""
    names = {label: name for name, label in table.labels.items()}
    frame = table.columns
    edited = edited_table(
        frame,
        key=f"cot-tep-{version(staged)}-{number}",
        file_name="cot-cua-tep",
        title=f"Cột của tệp {staged.file_name}",
        num_rows="fixed",
        disabled=["letter", "heading", "match", "why"],
        height=min(36 + 35 * len(frame), 320),
        settings={
            "letter": st.column_config.TextColumn("Cột", width=50),
            "heading": st.column_config.TextColumn("Tên cột trong tệp", width=260),
            "column": st.column_config.SelectboxColumn(
                "Hiểu là (sửa được)", options=[*table.labels.values(), IGNORED], required=True, width=220
            ),
            "match": st.column_config.TextColumn("Cách nhận ra", width=150),
            "why": st.column_config.TextColumn("Vì sao", width=320),
        },
    )
    changed = edited[edited["column"] != frame["column"]]
    if changed.empty and not table.unsure:
        return
    chosen = list(zip(changed["heading"], changed["column"], strict=True))
    chosen += [
        (heading, table.labels[name])
        for heading, name in table.unsure.items()
        if heading not in set(changed["heading"])
    ]
    words = "; ".join(f"“{heading}” → {column}" for heading, column in chosen)
    st.html(f"<p class='cc-sub'>{rich('Sẽ ghi nhớ: ' + words)}</p>")
    if st.button("Xác nhận cột", key=f"xac-nhan-{staged.number}-{number}", icon=":material/check:"):
        said = {staging.heading_key(heading): names.get(column, "") for heading, column in chosen}
        staging.settle(home, viewer, staged, headings=said)
        st.rerun()


def _draw_skipped(staged: StagedFile, words: FileWords) -> None:
    """Rows that are not data, with why: nothing disappears silently."""
    frame = words.skipped
    if frame.empty:
        return
    reasons = ", ".join(f"{count(n)} {why.lower()}" for why, n in Counter(frame["why"]).most_common())
    st.html(f"<p class='cc-sub'>{rich(f'{count(len(frame))} dòng không phải số liệu: {reasons}')}</p>")
    if st.checkbox("Xem các dòng này", key=f"dong-bo-{staged.number}"):
        names = {"sheet": "Trang tính", "source_row": "Dòng", "why": "Vì sao không nạp"}
        st.dataframe(
            frame.rename(columns=names),
            hide_index=True,
            height=min(36 + 35 * len(frame), 300),
            key=f"bang-dong-bo-{staged.number}",
        )
        table_download(
            frame,
            names,
            key=f"dong-bo-tai-{staged.number}",
            file_name="dong-khong-nap",
            title="Dòng không nạp",
        )

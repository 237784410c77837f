"""One criterion opened: why it stands where it stands, what each side says, whose jobs it has, and its cells."""

from collections.abc import Callable, Sequence
from datetime import date

import pandas as pd
import streamlit as st

from data_loaders.publishing.provenance import FileBehind, files_behind
from domain.agency.departments import UNASSIGNED_VI
from domain.counted.obligations import obligation_of
from domain.program.media_types import WORD
from domain.said.explained import Explained, FileLine, RowBehind
from domain.wording.formats import NBSP, count, day, points
from metrics.asking.rows import records
from metrics.criteria.assessment import LeafRisk, assess
from metrics.points.index_feeds import feeds_of
from metrics.points.rows_of_criteria import rows_of_criteria
from store.builds.reader import Reader
from ui.index.evidence_words import proof_words
from ui.index.index_state import level_words, owner_words
from ui.look.markup import plain
from ui.look.theme import MEANING_OF_LEVEL
from ui.look.words import STATES, person_words
from ui.pieces.components import Column, Listing, card, finding, grid, level_chip, small_table
from ui.visit.navigation import inner_link
from ui.visit.session import answer, as_of, build_id, department, instance

Printed = Callable[[Explained], bytes]
SOURCES = {
    "score_line": "Bảng chấm điểm",
    "job": "Phụ lục 2",
    "loss": "Phụ lục 1",
    "measure": "Số đo",
}
ROWS = {
    "code": Column("Mã", width=60),
    "source_vi": Column("Nguồn", width=125),
    "number": Column("Số, ký hiệu", width=170, unknown="Không ghi"),
    "title": Column("Nội dung", width=280, unknown="Không ghi"),
    "units": Column("Đơn vị", width=165),
    "state": Column("Tính là", width=75, unknown=""),
    "place": Column("Trang tính, dòng", width=150),
}


def draw_leaf(leaf: LeafRisk, printed: Printed) -> None:
    """One criterion: reasons with facts, what each side says, its jobs, and the way back to the cells, on paper too."""
    with card(leaf.code):
        finding(f"{leaf.code} {leaf.name}", f"Chủ trì: {owner_words(leaf.owners)}")
        level_chip(*MEANING_OF_LEVEL[leaf.level])
        st.markdown(
            "\n".join(f"- {reason.text}" for reason in leaf.reasons) or "- Không có lý do nào được ghi nhận"
        )
        left, right = st.columns([5, 7], gap="small")
        with left:
            small_table(
                pd.DataFrame(score_lines_of(leaf), columns=["Nguồn điểm", "Điểm"]), key="nguon-diem",
                file_name=f"nguon-diem-{leaf.code}", title=f"{leaf.code}: điểm theo từng nguồn",
            )  # fmt: skip
        with right:
            for what, said in rule_lines_of(leaf):
                st.write(f"**{what}**: {plain(said)}.")
            draw_links(leaf)
        draw_jobs(leaf)
        draw_rows(
            [leaf], f"tieu-chi-{leaf.code}", f"Tiêu chí {leaf.code} {leaf.name}", lines_of(leaf), printed
        )


def draw_rows(
    leaves: Sequence[LeafRisk], name: str, subject: str, lines: Sequence[str], printed: Printed
) -> None:
    """The rows from which *leaves* were judged, a chosen one with the way to its cells, and all of it on paper."""
    rows = answer(rows_of, codes=tuple(leaf.code for leaf in leaves), as_of=as_of(), department=department())
    if rows.empty:
        return
    shown = rows.assign(
        source_vi=[SOURCES[source] for source in rows["source"]],
        units=list(map(owner_words, rows["department_codes"])),
        state=[_state_words(done) for done in rows["is_done"]],
        place=[f"{sheet}!{row}" for sheet, row in zip(rows["sheet"], rows["source_row"], strict=True)],
    )
    told = _explaining(shown, subject, lines)
    with st.expander(f"{count(len(rows))}{NBSP}dòng số liệu đứng sau"):
        chosen = grid(
            shown,
            Listing(
                ROWS, key=f"dong-{name}", file_name=f"dong-so-lieu-{name}", title="Dòng số liệu", height=320,
                placeholder="Tìm theo số, nội dung hoặc đơn vị", phone=("title", "source_vi", "number", "state", "place"),
            ),
            select="one",
        )  # fmt: skip
        with st.container(horizontal=True, gap="small"):
            for row in records(chosen):
                inner_link(
                    "nguon_goc", f"Từng ô của dòng {row['place']}", icon="manage_search", nap=row["import_id"],
                    trang=row["sheet"], dong=str(row["source_row"]),
                )  # fmt: skip
            draw_explanation_download(lambda: printed(told()), name, key=f"giai-trinh-{name}")


def draw_explanation_download(made: Callable[[], bytes], name: str, *, key: str) -> None:
    """The explanation of the figure or criterion *name* on paper, *made* when it is wanted."""
    st.download_button(
        "Tải bản giải trình (Word)", data=made, file_name=f"giai-trinh-{name}-{as_of().isoformat()}.docx", mime=WORD,
        key=key, icon=":material/print:", on_click="ignore",
    )  # fmt: skip


def rows_of(reader: Reader, *, codes: Sequence[str], as_of: date, department: str | None) -> pd.DataFrame:
    """As `rows_of_criteria`, of the criteria with *codes* as they stand on that day."""
    found = assess(reader, as_of=as_of)
    leaves = [leaf for code in codes if found and (leaf := found.leaf(code))]
    return rows_of_criteria(reader, leaves, as_of=as_of, department=department)


def _state_words(done: bool | None) -> str:
    return "" if done is None else "Đạt" if done else "Chưa"


def _explaining(shown: pd.DataFrame, subject: str, lines: Sequence[str]) -> Callable[[], Explained]:
    """What makes it ready for paper; who looks, and at which day, is asked now, for a file is made later."""
    home, day_shown, build = instance().home, as_of(), build_id() or ""

    def told() -> Explained:
        rows = [
            RowBehind(r["source_vi"], r["number"] or "", r["title"] or "", r["units"], r["state"], r["place"])
            for r in records(shown)
        ]
        files = file_lines(files_behind(home, shown["import_id"]))
        return Explained(subject, lines, rows, files, day_shown, build)

    return told


def file_lines(files: Sequence[FileBehind]) -> list[FileLine]:
    """The files behind a number as its paper lists them."""
    return [
        FileLine(one.file_name, person_words(one.loaded_by), one.loaded_at, one.import_id, one.rows)
        for one in files
    ]


def lines_of(leaf: LeafRisk) -> list[str]:
    """Why the criterion stands where it stands, in sentences: scores, reasons, rule, proof."""
    return [
        f"Chủ trì: {owner_words(leaf.owners)}. Mức: {level_words(leaf.level)}.",
        "; ".join(f"{name}: {value}" for name, value in score_lines_of(leaf)) + ".",
        *(f"{reason.text}." for reason in leaf.reasons),
        *(f"{what}: {said}." for what, said in rule_lines_of(leaf)),
    ]


def rule_lines_of(leaf: LeafRisk) -> list[tuple[str, str]]:
    """The wording of the rule, the proof asked for and given, where else the work counts, and a score set by hand."""
    seen, feeds = leaf.evidence, feeds_of(leaf)
    asked = seen.criterion.evidence or "bộ chỉ số không nêu"
    given = (seen.line.evidence if seen.line else None) or "bảng tự chấm chưa ghi"
    lines = [
        ("Quy tắc chấm", seen.criterion.rule_text or "chấm tay theo hướng dẫn"),
        ("Tài liệu kiểm chứng", f"cần {asked}; đã ghi: {given}"),
    ]
    if feeds:
        others = "; ".join(feed.words for feed in feeds)
        lines.append(("Cũng tính vào", f"{others}; điểm mỗi chỉ số cộng riêng"))
    if seen.override:
        until = f"hết hiệu lực {day(seen.override.expires_on)}; {proof_words(seen.override.proof)}"
        lines.append(("Điểm đặt tay", f"{seen.override.words}, do {seen.override.person} đặt, {until}"))
    return lines


def score_lines_of(leaf: LeafRisk) -> list[tuple[str, str]]:
    """What each side says of the criterion, conflicts side by side."""
    seen = leaf.evidence
    line = seen.line
    found = [
        ("Tối đa", leaf.max_score),
        (f"Năm {seen.year - 1}", seen.past.outcome if seen.past else None),
        ("Tự chấm", line.self_score if line else None),
        ("Số liệu đo được", leaf.measured_points),
        ("Thẩm định lần 1", line.appraised_1 if line else None),
        ("Thẩm định lần 2", line.appraised_2 if line else None),
        ("Đặt tay", seen.override.points if seen.override else None),
        ("Kỳ vọng", leaf.expected),
        ("Có thể mất", leaf.expected_loss),
    ]
    always = {"Tối đa", "Tự chấm", "Số liệu đo được", "Kỳ vọng", "Có thể mất"}
    return [(name, points(value)) for name, value in found if name in always or value is not None]


def draw_links(leaf: LeafRisk) -> None:
    """Back to the row of the score sheet, and to the rows that were measured."""
    line, measured_by = leaf.evidence.line, leaf.evidence.criterion.measured_by
    with st.container(horizontal=True, gap="small"):
        if line is not None and line.place is not None:
            import_id, sheet, row = line.place
            inner_link(
                "nguon_goc",
                "Dòng trong bảng chấm điểm",
                icon="manage_search",
                nap=import_id,
                trang=sheet,
                dong=str(row),
            )
        if number := obligation_of(measured_by):
            inner_link("nguon_goc", "Từng dòng của số đo", icon="manage_search", so=number)


def draw_jobs(leaf: LeafRisk) -> None:
    """The jobs assigned for this criterion."""
    jobs = leaf.evidence.jobs
    if not jobs and leaf.evidence.criterion.method == "survey":
        st.write("Điểm do điều tra xã hội học quyết định, không giao thành nhiệm vụ.")
        return
    if not jobs:
        st.write(
            f":orange-badge[:material/warning: {UNASSIGNED_VI}] Không có nhiệm vụ nào của năm nay cho tiêu chí này."
        )
        return
    small_table(
        pd.DataFrame(
            {
                "Nhiệm vụ": [job["task"] for job in jobs],
                "Chủ trì": [owner_words(job["lead_codes"] or ()) for job in jobs],
                "Hạn": [day(job["due_date"]) if job["due_date"] else "Không ghi" for job in jobs],
                "Tình trạng": [
                    "Đã xong" if job["is_done"] else STATES.get(job["status"] or "", "Chưa rõ")
                    for job in jobs
                ],
            }
        ),
        key="nhiem-vu", file_name="nhiem-vu-cua-tieu-chi", title="Nhiệm vụ của tiêu chí",
    )  # fmt: skip

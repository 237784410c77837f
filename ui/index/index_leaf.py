"""One criterion opened: why it stands where it stands, what each side says, whose jobs it has, and its cells."""

import pandas as pd
import streamlit as st

from domain.formats import day, points
from metrics.criteria.assessment import LeafRisk
from ui.index.index_state import owner_words
from ui.look.markup import plain
from ui.look.theme import MEANING_OF_LEVEL
from ui.look.words import STATES
from ui.pieces.components import card, finding, level_chip, small_table
from ui.visit.navigation import inner_link

# The obligation whose rows stand behind a measured criterion.
OBLIGATION_OF = {
    "task_closure": "task_archived",
    "work_file_complete": "work_file_complete",
    "apology": "apology",
    "shortfall": "shortfall",
    "assignment": "assignment",
    "digital_signature": "digital_signature",
}


def draw_leaf(leaf: LeafRisk) -> None:
    """One criterion: reasons with facts, what each side says, its jobs, and the way back to the cells."""
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
            draw_rule(leaf)
            draw_links(leaf)
        draw_jobs(leaf)


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


def draw_rule(leaf: LeafRisk) -> None:
    """The wording of the rule, and the proof asked for and given."""
    seen = leaf.evidence
    st.write(f"**Quy tắc chấm**: {plain(seen.criterion.rule_text or 'chấm tay theo hướng dẫn')}")
    asked = seen.criterion.evidence or "bộ chỉ số không nêu"
    given = (seen.line.evidence if seen.line else None) or "bảng tự chấm chưa ghi"
    st.write(f"**Tài liệu kiểm chứng**: cần {plain(asked)}; đã ghi: {plain(given)}.")
    if seen.override:
        st.write(
            f"**Điểm đặt tay**: {plain(seen.override.reason)}, do {plain(seen.override.person)} đặt,"
            f" hết hiệu lực {day(seen.override.expires_on)}."
        )


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
        if measured_by in OBLIGATION_OF:
            inner_link(
                "nguon_goc", "Từng dòng của số đo", icon="manage_search", so=OBLIGATION_OF[measured_by]
            )


def draw_jobs(leaf: LeafRisk) -> None:
    """The jobs assigned for this criterion."""
    jobs = leaf.evidence.jobs
    if not jobs and leaf.evidence.criterion.method == "survey":
        st.write("Điểm do điều tra xã hội học quyết định, không giao thành nhiệm vụ.")
        return
    if not jobs:
        st.write(
            ":orange-badge[:material/warning: Chưa phân công] Không có nhiệm vụ nào của năm nay cho tiêu chí này."
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

"""Bộ chỉ số: có những quyết định nào, sửa đổi đã đổi điều gì, chuyển bao nhiêu điểm, và bộ nào còn sai ở đâu."""

import pandas as pd
import streamlit as st

from domain.agency.office import spoken
from domain.sets.indicator_sets import Decision, IndicatorSet
from domain.wording.formats import EN_DASH, NBSP, count, day, points, signed
from metrics.criteria.indicator_sets import decisions_in_use, loaded_set_problems
from metrics.points.set_effect import set_effect
from ui.index.index_state import METHODS, points_words
from ui.index.rule_check import draw_rules, draw_trial
from ui.index.set_words import CHANGES, code_columns, difference_rows, set_shown, sets_headline
from ui.pieces.components import Column, Listing, card, finding, grid, nothing_to_show, page_head
from ui.visit.filters import choice
from ui.visit.session import answer, as_of, current_viewer, instance, require

KINDS = ("indicator_set",)
VERSIONS = {
    "Quyết định": 130,
    "Loại": 190,
    "Có hiệu lực": 100,
    "Số điều": 75,
    "Tiêu chí được chấm": 140,
    "Tổng điểm": 85,
    "Trạng thái": 95,
}
OUTSIDE = {"bonus": "Thưởng", "penalty": "Trừ", "unclear": "Chưa rõ thưởng hay trừ"}
DIFFERENCE = {
    "change_vi": Column("Thay đổi", width=80),
    "code": Column("Mã", width=60),
    "name": Column("Nội dung", width=270),
    "old_max": Column("Trước", "points", width=65, unknown=EN_DASH),
    "new_max": Column("Sau", "points", width=65, unknown=EN_DASH),
    "moved": Column("Chuyển", "right", width=70),
    "what": Column("Đổi gì", width=170, unknown=""),
    "old_rule": Column("Quy tắc trước", width=320, unknown=""),
    "new_rule": Column("Quy tắc sau", width=320, unknown=""),
}


def draw_versions(known: tuple[Decision, ...]) -> None:
    """Every decision: in force from, what it amends, how many clauses, sample or loaded."""
    finding(f"{count(len(known))} quyết định đang dùng", "Bộ gốc và các lần sửa đổi, theo ngày có hiệu lực")
    rows = []
    for decision in known:
        tree = answer(set_shown, as_of=as_of(), number=decision.number)
        rows.append(
            {
                "Quyết định": decision.number,
                "Loại": f"Sửa đổi {decision.amends}" if decision.amends else "Bộ gốc",
                "Có hiệu lực": day(decision.in_force_from) if decision.in_force_from else "Không ghi",
                "Số điều": count(len(decision.changes) if decision.amends else len(decision.criteria)),
                "Tiêu chí được chấm": count(len(tree.leaves)),
                "Tổng điểm": points(tree.total),
                "Trạng thái": "Mẫu" if tree.is_sample else "Chính thức",
            }
        )
    columns = {name: Column(name, width=width) for name, width in VERSIONS.items()}
    grid(
        pd.DataFrame(rows),
        Listing(columns, key="quyet-dinh", file_name="quyet-dinh", search=False, counted="quyết định"),
    )
    if any(row["Trạng thái"] == "Mẫu" for row in rows):
        st.write(":orange-badge[:material/warning: Mẫu] Trọng số giả định, chưa phải bộ chỉ số chính thức.")


def draw_outside(tree: IndicatorSet) -> None:
    """The bonus and penalty groups of the set and the most of each; nothing where it has none."""
    if not tree.outside:
        return
    with card("Điểm thưởng, điểm trừ"):
        finding(
            f"{count(len(tree.outside))} nhóm đứng ngoài {points(tree.total)} điểm của bộ",
            "Không cộng vào điểm dự kiến và chỉ số; mỗi nhóm không vượt mức tối đa của nhóm",
        )
        rows = [
            {
                "Nhóm": f"{group.code} {group.name}",
                "Loại": OUTSIDE[group.kind],
                "Tối đa": "không ghi" if group.cap is None else points(group.cap),
                "Số mục": count(len(group.leaves)),
            }
            for group in tree.outside
        ]
        columns = {name: Column(name) for name in rows[0]}
        grid(
            pd.DataFrame(rows),
            Listing(
                columns, key="ngoai-thang", file_name="diem-thuong-diem-tru", search=False, counted="nhóm"
            ),
        )


def draw_difference(rows: pd.DataFrame, old: str, new: str) -> None:
    """Clause by clause."""
    finding(
        f"{count(len(rows))} điều khác nhau, gồm cả mục cha cộng điểm từ mục con",
        f"Trước: {old}. Sau: {new}. Chuyển = điểm tối đa sau − trước",
    )
    chosen = grid(
        rows,
        Listing(
            DIFFERENCE,
            key="khac-nhau",
            file_name="khac-nhau-giua-hai-bo-chi-so",
            title=f"{old} và {new}",
            placeholder="Tìm theo mã, nội dung hoặc quy tắc",
            counted="điều",
        ),
        select="one",
    )
    for row in chosen.to_dict("records"):
        with card(row["code"]):
            finding(f"{row['code']} {row['name']}", f"{row['change_vi']}: {row['what']}")
            left, right = st.columns(2, gap="small")
            left.write(f"**Trước** ({points(row['old_max'])}): {row['old_rule'] or 'không có quy tắc riêng'}")
            right.write(f"**Sau** ({points(row['new_max'])}): {row['new_rule'] or 'không có quy tắc riêng'}")


def draw_effect(old: str, new: str) -> None:
    """What the amendment costs or brings the agency."""
    effect = answer(set_effect, as_of=as_of(), old=old, new=new)
    with card("Ảnh hưởng đến điểm dự kiến"):
        if effect is None:
            finding("Chưa có bảng điểm nên chưa biết ảnh hưởng đến điểm dự kiến")
            return
        moved = effect.expected_moved
        word = "tăng" if moved > 0 else "giảm"
        finding(
            f"Điểm dự kiến {word} {points_words(abs(moved))} khi chấm theo {new}"
            if moved
            else "Điểm dự kiến không đổi",
            "Chấm cùng một năm theo quy tắc và điểm tối đa của từng bộ; điểm tự chấm giữ phần đạt so với điểm tối đa in trên "
            "bảng chấm (đạt đủ thì đủ ở cả hai bộ). Kể mọi tiêu chí được sửa, thêm, bỏ; các dòng cộng lại bằng số trên",
        )
        if effect.table.empty:
            return
        grid(
            effect.table.assign(
                moved=[signed(v) for v in effect.table["expected_moved"]],
                change_vi=[CHANGES[change] for change in effect.table["change"]],
            ),
            Listing(
                {
                    "code": Column("Mã", width=60),
                    "name": Column("Nội dung", width=300),
                    "change_vi": Column("Thay đổi", width=80),
                    "old_max": Column("Tối đa trước", "points", width=95, unknown=EN_DASH),
                    "new_max": Column("Tối đa sau", "points", width=90, unknown=EN_DASH),
                    "old_expected": Column("Kỳ vọng trước", "points", width=105, unknown=EN_DASH),
                    "new_expected": Column("Kỳ vọng sau", "points", width=95, unknown=EN_DASH),
                    "moved": Column("Chênh", "right", width=70),
                },
                key="anh-huong",
                file_name="anh-huong-cua-sua-doi",
                title=f"Ảnh hưởng của {new}",
                search=False,
                counted="tiêu chí",
            ),
        )


def draw_problems() -> None:
    """What is wrong with the sets that were loaded, each at its place."""
    problems = answer(loaded_set_problems, as_of=as_of())
    with card("Kiểm tra bộ chỉ số"):
        if not problems:
            finding(
                "Không thấy sai sót trong các bộ chỉ số đang dùng",
                "Đã kiểm tra mã trùng, mục cha, tổng điểm từng cấp, bậc điểm của quy tắc và điều được sửa đổi",
            )
            return
        finding(
            f"{count(len(problems))} chỗ sai trong bộ chỉ số đã nạp",
            "Sửa trong tệp rồi nạp lại; điều sai chưa được áp dụng",
        )
        grid(
            pd.DataFrame([{"place": p.place, "code": p.code, "message": p.message} for p in problems]),
            Listing(
                {
                    "place": Column("Ở đâu", width=240),
                    "code": Column("Mã", width=80),
                    "message": Column("Sai gì", width=520),
                },
                key="sai-sot",
                file_name="sai-sot-bo-chi-so",
                title="Sai sót trong bộ chỉ số",
                counted="chỗ sai",
            ),
        )


def draw_clauses(known: tuple[Decision, ...]) -> None:
    """All clauses of one set."""
    with st.expander("Toàn văn một bộ chỉ số", key="toan-van", on_change="rerun") as box:
        if not box.open:
            return
        number = choice("Bộ chỉ số", {d.number: d.number for d in reversed(known)}, name="toan_van")
        if number is None:
            return
        tree = answer(set_shown, as_of=as_of(), number=number)
        rows = [
            {
                "shown_code": c.shown_code,
                "code": c.code,
                "name": f"{NBSP * 5 * (c.level - 1)}{c.name}",
                "max_score": c.max_score,
                "method": METHODS.get(c.method or "", ""),
                "rule": c.rule_text,
                "evidence": c.evidence,
            }
            for c in tree.criteria
        ]
        grid(
            pd.DataFrame(rows),
            Listing(
                {
                    **code_columns(tree),
                    "name": Column("Nội dung", width=360),
                    "max_score": Column("Tối đa", "points", width=70),
                    "method": Column("Cách chấm", width=140),
                    "rule": Column("Quy tắc", width=420),
                    "evidence": Column("Tài liệu kiểm chứng", width=260),
                },
                key=f"dieu-{number}",
                file_name="bo-chi-so",
                title=f"Bộ chỉ số theo {number}",
                placeholder="Tìm theo mã, nội dung hoặc quy tắc",
                counted="điều",
            ),
        )


viewer = current_viewer()
require(viewer, "see_all")
decisions = answer(decisions_in_use, as_of=as_of())
if not decisions:
    page_head("Chưa có bộ chỉ số nào", "Nạp phụ lục của quyết định gốc để chấm được điểm.", kinds=KINDS)
    draw_problems()
    nothing_to_show(
        "Chưa chấm được tiêu chí nào: điểm của chỉ số chưa rõ.",
        remedy="Nạp bảng có mã, nội dung, điểm tối đa, quy tắc chấm.",
        page="nhap_du_lieu",
        label="Nhập dữ liệu",
    )
    st.stop()
names = {d.number: d.number for d in decisions}
new = st.query_params.get("sau", "") if st.query_params.get("sau", "") in names else decisions[-1].number
older = {n: n for n in names if n != new}
old = (
    st.query_params.get("truoc", "") if st.query_params.get("truoc", "") in older else next(iter(older), None)
)
if old is None:
    page_head(f"Mới có một bộ chỉ số: {new}", "Nạp quyết định sửa đổi để so từng điều.", kinds=KINDS)
else:
    difference = answer(difference_rows, as_of=as_of(), old=old, new=new)
    page_head(
        sets_headline(difference, old, new),
        "Điểm tối đa, quy tắc và cách chấm của từng điều; một năm có thể chấm theo bộ nào cũng được.",
        kinds=KINDS,
    )
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        choice("So với", older, name="truoc")
        choice("Bộ mới", {new: new, **{n: n for n in names if n not in (new, old)}}, name="sau")
with card("Các quyết định"):
    draw_versions(decisions)
if old is not None:
    with card("Khác nhau từng điều"):
        draw_difference(difference, old, new)
    draw_effect(old, new)
draw_problems()
chosen_set = answer(set_shown, as_of=as_of(), number=new)
draw_outside(chosen_set)
draw_rules(instance().home, viewer, chosen_set.leaves)
draw_trial()
draw_clauses(decisions)
if not any(one.is_sample for one in decisions):
    st.stop()
if viewer.may("import"):
    nothing_to_show(
        "Có phụ lục chính thức thì nạp để thay bộ mẫu: bảng có mã, nội dung, điểm tối đa, quy tắc chấm.",
        remedy="Điểm các mục con không khớp mục cha thì tệp được báo lỗi đúng chỗ, không nạp dở.",
        page="nhap_du_lieu",
        label="Nhập dữ liệu",
    )
else:
    st.html(
        spoken(
            '<p class="cc-source">{gathering_name} nạp phụ lục chính thức tại Nhập dữ liệu để thay bộ mẫu.</p>'
        )
    )

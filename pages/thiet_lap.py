"""Thiết lập: cơ quan là ai, gồm đơn vị nào, có đợt nào; mỗi thay đổi cho thấy ảnh hưởng trước khi lưu và trở lại được."""

import tomllib
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pandas as pd
import streamlit as st

from data_loaders.declared.office_files import KIND_WORDS, UNIT_COLUMNS, rows_of_file
from desk.setting.campaign_form import (
    EVERY_UNIT,
    INTERNAL_COLUMNS,
    CampaignForm,
    form_faults,
    moved_limit_words,
    with_campaign,
)
from desk.setting.changes import (
    Effect,
    NotFittingError,
    Proposal,
    apply,
    effect_of_change,
    kept_states,
    present,
    proposal,
    revert,
    start_names,
    start_proposal,
)
from desk.setting.checklist import checklist_headline, steps
from desk.setting.papers import (
    CHANGE_COLUMNS,
    DAY_COLUMNS,
    HEAD_COLUMNS,
    annex_file,
    campaigns_file,
    changed_units,
    hours_file,
    newest_rule,
    office_file,
    proposed_title,
    table_file,
    units_of,
    weights_file,
)
from desk.setting.rules import SEPARATOR, YES_NO, RuleValue, rule_file, rule_titles, rule_values
from desk.setting.spellings import open_spellings, with_spellings
from desk.setting.units import units_proposal
from desk.setting.year_turn import next_year_proposal, open_next_year, open_year, opens_a_year, years_closed
from desk.staging import receive, staged_files
from domain.agency.office import KEYS, office, spoken
from domain.counted.obligations import RECORDS
from domain.program.errors import DashboardError
from domain.wording.formats import day as day_words
from domain.wording.formats import moment
from metrics.asking.rules import rule_in_force
from metrics.criteria.indicator_sets import decisions_in_use
from ui.deadlines.overview import NO_CAMPAIGN
from ui.look.markup import escape
from ui.look.words import person_words
from ui.pieces.components import card, edited_table, finding, page_head, plain_table
from ui.visit.filters import segments
from ui.visit.navigation import inner_link
from ui.visit.session import current_viewer, instance, reader, require, today

SECTIONS = {
    "thieu": "Việc cần làm", "co_quan": "Cơ quan", "don_vi": "Đơn vị", "dung_dau": "Người đứng đầu", "dot": "Đợt",
    "lich": "Lịch", "bo": "Bộ chỉ số", "trong_so": "Trọng số", "quy_tac": "Quy tắc", "nam": "Năm", "ban": "Các lần thay đổi",
}  # fmt: skip
FACTS = {
    "name": "Tên đầy đủ", "short_name": "Tên gọi tắt", "superior": "Cơ quan chủ quản (mỗi dòng một dòng)",
    "letterhead": "Tên trên tiêu đề văn bản (mỗi dòng một dòng)", "place": "Địa danh ở dòng ngày tháng",
    "province": "Tỉnh, thành phố", "notation": "Ký hiệu văn bản (sau dấu gạch ngang)", "head_title": "Chức danh người đứng đầu",
    "deputy_title": "Chức danh cấp phó", "gathering_head_title": "Chức danh người đứng đầu đơn vị tổng hợp",
    "units_words": "Cách gọi chung các đơn vị", "whole_words": "Cách gọi cả cơ quan", "leaders_words": "Cách gọi lãnh đạo",
    "e_office": "Phần mềm giao việc",
}  # fmt: skip
UNIT_LABELS = {"code": "Mã", "name_vi": "Tên", "short_vi": "Tên ngắn", "kind": "Loại", "aliases": "Cách gọi khác (cách nhau bởi |)"}  # fmt: skip
CHANGE_LABELS = {"valid_from": "Từ ngày", "valid_until": "Đến hết ngày", "successors": "Đơn vị kế tiếp"}
DAY_KINDS = {"off": "nghỉ", "work": "làm bù", "half": "làm buổi sáng"}
NOTHING_MOVES = (
    "Không con số nào của ngày số liệu mới nhất thay đổi: đã so điểm các đơn vị, điểm dự kiến, khả năng kịp hạn và các thời hạn."
    " Quy tắc dùng từ ngày sau ngày đó thì có ảnh hưởng từ ngày đó."
)
MOST_SPELLINGS = 12
ANNEX_TYPES = ["xlsx", "xlsm", "xlsb", "xls", "ods", "csv", "tsv", "html", "htm", "mht"]
WAITING, EDITED, SAVED = "thiet_lap_cho", "dot_dang_sua", "thiet_lap_so_lan_luu"
LIMIT_WAYS = ("trước ngày", "đến hết ngày")
NEW_CAMPAIGN: dict[str, Any] = {
    "short_vi": "", "authority": "", "starts_on": None, "limit": None, "inclusive": False, "obligations": [], "quality": [],
    "title_vi": "", "purpose_vi": "",
}  # fmt: skip


def offer(files: dict[str, bytes], what: str) -> None:
    """Compute what a change would do and keep it for the person to confirm."""
    weigh(proposal(home, viewer, files, what))


def weigh(wanted: Proposal) -> None:
    """The same for a proposal that is made already."""
    try:
        with st.spinner("Đang tính ảnh hưởng của thay đổi…"):
            st.session_state[WAITING] = (wanted, effect_of_change(home, viewer, wanted))
    except DashboardError as problem:
        st.session_state[WAITING] = (wanted, Effect((str(problem),)))
    st.rerun()


def draw_waiting() -> None:
    """What waits for a yes or no: its faults or its effect."""
    if WAITING not in st.session_state:
        return
    wanted, effect = st.session_state[WAITING]
    with card("Thay đổi đang chờ"):
        if effect.faults:
            finding(f"{wanted.what}: chưa lưu được", "Chưa có gì thay đổi; sửa những điều sau rồi xem lại")
            st.markdown("\n".join(f"- {words}" for words in effect.faults))
        else:
            finding(f"{wanted.what}: chưa lưu", "Ảnh hưởng khi lưu; bản trước được giữ và trở lại được")
            st.markdown("\n".join(f"- {words}" for words in effect.changes) or NOTHING_MOVES)
        with st.container(horizontal=True, gap="small"):
            if not effect.faults and st.button("Lưu thay đổi", type="primary", key="luu-thiet-lap"):
                keep(wanted)
            if st.button("Bỏ", key="bo-thiet-lap"):
                del st.session_state[WAITING]
                st.rerun()


def keep(wanted: Proposal) -> None:
    """Make the change count."""
    with st.spinner("Đang lưu và công bố lại…"):
        made = (open_next_year if opens_a_year(home, wanted) else apply)(home, viewer, wanted)
    del st.session_state[WAITING]
    st.session_state.pop(EDITED, None)
    st.session_state[SAVED] = st.session_state.get(SAVED, 0) + 1
    st.toast(f"Đã lưu bản thiết lập số {made.number}")
    st.rerun()


def draw_steps() -> None:
    """The checklist, and a starting point while nothing was set."""
    with card("Việc cần làm"):
        finding(
            "Việc cần làm trước con số đầu tiên",
            "Theo thứ tự nên làm; việc ghi “nên có” thiếu thì phần liên quan để trống",
        )
        state = {True: "Xong", False: "Chưa"}
        plain_table(
            ("Việc", "Tình trạng", "Ghi chú"),
            [
                (one.words, state[one.is_done] if one.is_needed or one.is_done else "Chưa (nên có)", one.note)
                for one in found
            ],
            caption="Việc cần làm để thiết lập cơ quan",
            file_name="viec-can-thiet-lap",
        )
        inner_link("nhap_du_lieu", "Nhập dữ liệu", icon="upload_file")
    if start_names(home):
        with card("Bắt đầu"):
            finding(
                "Bắt đầu từ một cơ quan mẫu",
                "Chép danh mục của mẫu rồi sửa ở từng mục; không chọn thì sửa từ danh mục kèm phần mềm",
            )
            name = st.selectbox(
                "Cơ quan mẫu", start_names(home), index=None, placeholder="Chọn một mẫu", key="co-quan-mau"
            )
            if st.button("Xem ảnh hưởng", key="bat-dau", disabled=name is None) and name:
                weigh(start_proposal(home, viewer, name))


def draw_facts() -> None:
    """Names, titles and letterhead."""
    own = office()
    with card("Cơ quan"), st.form("co-quan", border=False):
        finding("Tên, tiêu đề, chức danh in trên mọi trang và văn bản")
        columns = st.columns(2, gap="small")
        said = {}
        for place, key in enumerate(KEYS):
            with columns[place % 2]:
                draw = st.text_area if key in ("superior", "letterhead") else st.text_input
                said[key] = draw(FACTS[key], value=getattr(own, key), key=f"co-quan-{key}")
        if st.form_submit_button("Xem ảnh hưởng", type="primary"):
            offer({"office.toml": office_file(said)}, "Sửa thông tin cơ quan")


def draw_units() -> None:
    """The list of units: pasted, uploaded or edited in place."""
    with card("Đơn vị"):
        finding(
            "Danh sách đơn vị", "Đúng một đơn vị loại “đơn vị tổng hợp”; mỗi cách gọi chỉ thuộc một đơn vị"
        )
        rows = st.session_state.get("don_vi_dan") or rows_of_file(present(home, "codes/departments.csv"))
        extra = tuple(name for name in rows[0] if name not in UNIT_COLUMNS) if rows else ()
        columns = (*UNIT_COLUMNS, *extra)
        edited = edited_table(
            pd.DataFrame(rows, columns=list(columns)), num_rows="dynamic", key="bang-don-vi",
            file_name="don-vi", title="Danh sách đơn vị",
            settings={
                **UNIT_LABELS, **CHANGE_LABELS,
                "kind": st.column_config.SelectboxColumn("Loại", width=150, options=list(KIND_WORDS), format_func=lambda kind: KIND_WORDS[str(kind)]),
            },
        )  # fmt: skip
        if st.button("Xem ảnh hưởng", type="primary", key="xem-don-vi"):
            content = table_file(columns, edited.to_dict("records"))
            st.session_state.pop("don_vi_dan", None)
            weigh(units_proposal(home, viewer, content, "Sửa danh sách đơn vị"))
        with st.expander("Sáp nhập, tách, đổi tên, thôi hoạt động từ một ngày"):
            draw_unit_change(rows)
        with st.expander("Dán hoặc tải lên danh sách"):
            pasted = st.text_area("Mỗi dòng một đơn vị", placeholder="Phòng Tổng hợp\nPhòng Quản lý Du lịch")
            sent = st.file_uploader("Hoặc tệp .csv, .txt", type=["csv", "txt"])
            if st.button("Đưa vào bảng", key="dua-don-vi"):
                text = sent.getvalue().decode("utf-8-sig", "replace") if sent else pasted
                st.session_state["don_vi_dan"] = units_of(text)
                st.session_state.pop("bang-don-vi", None)
                st.rerun()
    draw_spellings(rows)


def draw_spellings(rows: list[dict[str, str]]) -> None:
    """Spellings that files brought and no unit has, each with the unit it resembles."""
    found = open_spellings(reader(), viewer)
    if not found:
        return
    names = {row["code"]: row["name_vi"] for row in rows}
    with card("Cách gọi gặp trong tệp"), st.form("cach-goi", border=False):
        finding(
            f"{len(found)} cách gọi chưa thuộc đơn vị nào",
            "Đơn vị điền sẵn là gợi ý theo tên gần giống; bỏ trống thì chưa ghi gì",
        )
        meant = {}
        for one in found[:MOST_SPELLINGS]:
            place = list(names).index(one.code) if one.code in names else None
            code = st.selectbox(
                f"“{escape(one.text)}”, {one.rows} dòng", list(names), index=place, format_func=lambda code: names[code],
                placeholder="Chưa rõ đơn vị nào", key=f"cach-goi-{one.text}",
            )  # fmt: skip
            if code:
                meant[one.text] = code
        if st.form_submit_button("Xem ảnh hưởng", type="primary") and meant:
            content = table_file(tuple(rows[0]), with_spellings(rows, meant))
            offer({"codes/departments.csv": content}, f"Ghi {len(meant)} cách gọi gặp trong tệp")


def draw_weights() -> None:
    """How much each obligation weighs in a unit's score, and from which day on."""
    present_file = present(home, "rules/department_score.toml")
    newest = rule_in_force("department_score", today())
    with card("Trọng số"), st.form("trong-so", border=False):
        finding(
            "Trọng số của điểm khắc phục",
            f"Đang dùng từ {newest['in_force_from']:%d/%m/%Y}: {spoken(newest['authority'])}. Ngày trước vẫn tính theo trọng số cũ",
        )
        columns = st.columns(2, gap="small")
        weights = {}
        for place, (name, weight) in enumerate(newest["weights"].items()):
            with columns[place % 2]:
                weights[name] = st.number_input(
                    RECORDS[name].label_vi,
                    min_value=0,
                    max_value=100,
                    value=int(weight),
                    step=1,
                    key=f"trong-so-{name}",
                )
        least = st.number_input(
            "Biết ít nhất bao nhiêu phần trăm trọng số thì mới xếp hạng",
            0,
            100,
            int(newest["min_coverage_pct"]),
            1,
        )
        with st.container(horizontal=True, gap="small"):
            begins = st.date_input("Dùng từ ngày", value=today(), format="DD/MM/YYYY", width=180)
            authority = st.text_input("Căn cứ (văn bản, ngày)")
        if st.form_submit_button("Xem ảnh hưởng", type="primary"):
            content = weights_file(present_file, weights, least=least, begins=begins, authority=authority)
            offer({"rules/department_score.toml": content}, f"Trọng số từ {begins:%d/%m/%Y}")


def draw_rules() -> None:
    """Every other rule of the office: its values now, and others from a day on."""
    titles = rule_titles()
    with card("Quy tắc"):
        finding(
            "Mức, ngưỡng, cách tính của cơ quan",
            "Thay đổi dùng từ ngày ghi trong văn bản; ngày trước vẫn tính theo quy tắc cũ",
        )
        name = str(st.selectbox("Quy tắc", list(titles), format_func=titles.__getitem__, key="quy-tac"))
        present_file = present(home, f"rules/{name}")
        newest = newest_rule(present_file)
        st.write(f"Đang dùng từ {newest['in_force_from']:%d/%m/%Y}: {escape(spoken(newest['authority']))}.")
        with st.form(f"quy-tac-{name}", border=False):
            typed = {one.key: value_typed(name, one) for one in rule_values(present_file)}
            begins = st.date_input(
                "Dùng từ ngày", value=today(), format="DD/MM/YYYY", width=180, key=f"tu-ngay-{name}"
            )
            authority = st.text_input("Căn cứ (văn bản, ngày)", key=f"can-cu-{name}") or ""
            if st.form_submit_button("Xem ảnh hưởng", type="primary"):
                offer_rule(name, titles[name], present_file, typed, begins, authority)


def value_typed(name: str, one: RuleValue) -> str:
    """The field of one value of the rule *name*, and what it holds."""
    label, key = spoken(one.meaning or one.key), f"{name}-{one.key}"
    if one.path[0] == "words":  # the sentence itself would only say the same again
        label = f"Câu nêu trên trang khi {label[:1].lower()}{label[1:]}"
    label = label[:1].upper() + label[1:]
    if one.choices:
        chosen = st.multiselect(
            label, list(one.choices), default=one.value, format_func=one.choices.__getitem__, key=key
        )
        return SEPARATOR.join(chosen)
    if isinstance(one.value, bool):
        return str(st.selectbox(label, list(YES_NO.values()), index=int(not one.value), key=key, width=180))
    return st.text_input(label, value=one.said, key=key) or ""


def offer_rule(
    name: str, title: str, present_file: bytes, typed: dict[str, str], begins: date, authority: str
) -> None:  # fmt: skip
    """Weigh the rule as it was typed, or say what of it cannot be read."""
    try:
        content = rule_file(present_file, typed, begins=begins, authority=authority)
    except NotFittingError as problem:
        st.error(str(problem))
        return
    offer({f"rules/{name}": content}, f"{title}, từ {begins:%d/%m/%Y}")


def draw_unit_change(rows: list[dict[str, str]]) -> None:
    """Units that end on a day, and who goes on for them."""
    names = {row["code"]: row["name_vi"] for row in rows if not row.get("valid_until")}
    with st.form("doi-don-vi", border=False):
        st.write(
            "Chọn các đơn vị cũ, ghi tên đơn vị mới: hai cũ một mới là sáp nhập, một cũ hai mới là tách, một cũ một mới là"
            " đổi tên, không ghi tên mới là thôi hoạt động. Số liệu trước ngày đó vẫn đứng ở đơn vị cũ; tài khoản của đơn vị"
            " cũ xem tiếp đơn vị mới, trừ khi tách thì quản trị chọn đơn vị mới cho từng tài khoản."
        )
        ended = st.multiselect(
            "Đơn vị cũ", list(names), format_func=lambda code: names[code], key="don-vi-cu"
        )
        after = st.text_area("Đơn vị mới, mỗi dòng một tên", key="don-vi-moi")
        begins = st.date_input("Từ ngày", value=today(), format="DD/MM/YYYY", width=180, key="tu-ngay-doi")
        if st.form_submit_button("Xem ảnh hưởng", type="primary") and ended:
            extra = tuple(name for name in rows[0] if name not in (*UNIT_COLUMNS, *CHANGE_COLUMNS))
            changed = changed_units(rows, ended=ended, begins=begins, names=after)
            content = table_file((*UNIT_COLUMNS, *extra, *CHANGE_COLUMNS), changed)
            said = ", ".join(names[code] for code in ended)
            offer({"codes/departments.csv": content}, f"Thay đổi đơn vị từ {begins:%d/%m/%Y}: {said}")


def draw_heads() -> None:
    """How each head is addressed."""
    known = {row["code"]: row for row in rows_of_file(present(home, "codes/department_heads.csv"))}
    units = {
        row["code"]: row["name_vi"] for row in rows_of_file(present(home, "codes/departments.csv"))
        if row["kind"] != "leadership" and not row.get("valid_until")
    }  # fmt: skip
    without = len(units.keys() - known.keys())
    proposed = f"; {without} chức danh điền sẵn là gợi ý, chưa lưu" if without else ""
    with card("Người đứng đầu"):
        finding(
            "Chức danh người đứng đầu từng đơn vị",
            f"Lời nhắc gửi theo chức danh, không ghi tên người{proposed}",
        )
        rows = [
            {
                **(known.get(code) or {"code": code, "title_vi": proposed_title(name), "email": ""}),
                "name": name,
            }
            for code, name in units.items()
        ]
        edited = edited_table(
            pd.DataFrame(rows, columns=["code", "name", "title_vi", "email"]), key="bang-dung-dau",
            file_name="nguoi-dung-dau", title="Chức danh người đứng đầu", disabled=["code", "name"],
            settings={"code": "Mã", "name": "Đơn vị", "title_vi": "Chức danh", "email": "Hộp thư"},
        )  # fmt: skip
        if st.button("Xem ảnh hưởng", type="primary", key="xem-dung-dau"):
            over = [
                row for code, row in known.items() if code not in units
            ]  # heads of units that ended stay theirs
            kept = [*over, *(row for row in edited.to_dict("records") if row["title_vi"])]
            offer(
                {"codes/department_heads.csv": table_file(HEAD_COLUMNS, kept)},
                "Sửa người đứng đầu",
            )


def draw_campaigns() -> None:
    """The campaigns there are, each to be edited or taken out, and the form of one."""
    known = tomllib.loads(present(home, "rules/campaigns.toml").decode("utf-8-sig")).get("campaign", [])
    with card("Đợt"):
        finding(f"{len(known)} đợt có thời hạn" if known else NO_CAMPAIGN)
        for one in known:
            draw_campaign(one, known)
    old = next((one for one in known if one["id"] == st.session_state.get(EDITED)), None)
    with card("Một đợt"):
        draw_campaign_form(known, old)


def draw_campaign(one: dict[str, Any], known: list[dict[str, Any]]) -> None:
    """One campaign in a line with what may be done to it."""
    is_draft = bool(one.get("is_draft"))
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        way = "đến hết" if one["inclusive"] else "trước"
        draft = "Dự thảo, chưa có hiệu lực: " if is_draft else ""
        st.write(f"{draft}**{escape(one['short_vi'])}**, {way} ngày {one['limit']:%d/%m/%Y}")
        if st.button("Sửa và dùng" if is_draft else "Sửa đợt này", key=f"dung-{one['id']}"):
            st.session_state[EDITED] = one["id"]
            st.rerun()
        if st.button("Bỏ đợt này", key=f"bo-{one['id']}"):
            rest = [other for other in known if other["id"] != one["id"]]
            offer({"rules/campaigns.toml": campaigns_file(rest)}, f"Bỏ đợt “{one['short_vi']}”")


def draw_campaign_form(known: list[dict[str, Any]], old: dict[str, Any] | None) -> None:
    """Fields of one campaign: empty for a new one, as they stand for one that is edited."""
    at = old or NEW_CAMPAIGN
    key = f"{old['id'] if old else ''}-{st.session_state.get(SAVED, 0)}"  # a saved form is empty again
    said = (
        f"{'Dùng dự thảo' if at.get('is_draft') else 'Sửa đợt'} “{at['short_vi']}”" if old else "Thêm một đợt"
    )
    finding(said, "Theo văn bản giao: thời hạn, những yêu cầu phải đạt 100%")
    name = st.text_input("Tên đợt", value=at["short_vi"], key=f"dot-ten-{key}")
    document = st.text_input(
        "Văn bản giao (số, ngày)",
        value="" if at.get("is_draft") else at["authority"],
        key=f"dot-van-ban-{key}",
    )
    with st.container(horizontal=True, gap="small"):
        begins = st.date_input(
            "Bắt đầu tính từ",
            at["starts_on"] or today(),
            format="DD/MM/YYYY",
            width=180,
            key=f"dot-tu-{key}",
        )
        limit = st.date_input(
            "Thời hạn",
            at["limit"] or today() + timedelta(days=14),
            format="DD/MM/YYYY",
            width=180,
            key=f"dot-han-{key}",
        )
        way = st.selectbox(
            "Cách ghi", LIMIT_WAYS, index=int(at["inclusive"]), width=180, key=f"dot-cach-{key}"
        )
    wanted = obligations_typed("Phải đạt 100%", at["obligations"], f"dot-yeu-cau-{key}")
    with st.expander(
        "Hạn nội bộ, chất lượng theo dõi thêm, cách gọi trong văn bản", expanded=old is not None
    ):
        inner = internal_limits_typed(at.get("internal_limit", ()), f"dot-noi-bo-{key}")
        watched = obligations_typed(
            "Theo dõi thêm, không tính vào 100%", at["quality"], f"dot-chat-luong-{key}"
        )
        title = st.text_input(
            "Tên trong văn bản (bỏ trống: như tên đợt)", at["title_vi"], key=f"dot-van-{key}"
        )
        purpose = st.text_input(
            "Phải làm gì, một câu (bỏ trống: như tên đợt)", at["purpose_vi"], key=f"dot-muc-dich-{key}"
        )
    if st.button("Xem ảnh hưởng", type="primary", key=f"xem-dot-{key}"):
        form = CampaignForm(
            name or "",
            document or "",
            begins,
            limit,
            way == LIMIT_WAYS[1],
            wanted,
            watched,
            title or "",
            purpose or "",
            inner,
        )
        offer_campaign(known, old, form)
    if old and st.button("Thôi sửa, thêm đợt khác", key="thoi-sua-dot"):
        del st.session_state[EDITED]
        st.rerun()


def obligations_typed(label: str, chosen: list[str], key: str) -> tuple[str, ...]:
    """Requirements chosen by their names."""
    said = st.multiselect(
        label, list(RECORDS), default=chosen, format_func=lambda name: RECORDS[name].label_vi,
        placeholder="Chọn yêu cầu", key=key,
    )  # fmt: skip
    return tuple(said)


def internal_limits_typed(rows: Iterable[dict[str, Any]], key: str) -> tuple[dict[str, Any], ...]:
    """Earlier limits inside the office, for every unit or for one; a unit's own stands in the place of that for all."""
    units = {row["code"]: row["name_vi"] for row in rows_of_file(present(home, "codes/departments.csv"))}
    owners = {EVERY_UNIT: "Mọi đơn vị", **units}
    st.write("Hạn nội bộ, mỗi dòng một hạn; đơn vị có hạn riêng thì theo hạn riêng.")
    frame = pd.DataFrame(rows, columns=list(INTERNAL_COLUMNS))
    edited = edited_table(
        frame.astype({"inclusive": object}), num_rows="dynamic", key=key, file_name="han-noi-bo", title="Hạn nội bộ của đợt",
        settings={
            "owner": st.column_config.SelectboxColumn("Đơn vị", options=list(owners), default=EVERY_UNIT, format_func=lambda code: owners.get(str(code), str(code))),
            "limit": st.column_config.DateColumn("Ngày", format="DD/MM/YYYY"),
            "inclusive": st.column_config.CheckboxColumn("Tính cả ngày đó", default=True),
            "what_vi": st.column_config.TextColumn("Nội dung"),
        },
    )  # fmt: skip
    said = edited.astype(object).where(edited.notna(), None)
    return tuple({str(name): value for name, value in row.items()} for row in said.to_dict("records"))


def offer_campaign(known: list[dict[str, Any]], old: dict[str, Any] | None, form: CampaignForm) -> None:
    """Weigh the campaign of the form in the place of the old one, or behind the others."""
    files = {"rules/campaigns.toml": campaigns_file(with_campaign(known, form, old))}
    wanted = proposal(home, viewer, files, f"{'Sửa' if old else 'Thêm'} đợt “{form.name}”")
    if faults := form_faults(form):
        st.session_state[WAITING] = (wanted, Effect(faults))
        st.rerun()
    weigh(replace(wanted, notes=moved_limit_words(form, old)))


def draw_calendar() -> None:
    """Days off and make-up days, the hours of a day, the years that were looked through."""
    hours = tomllib.loads(present(home, "codes/office_hours.toml").decode("utf-8-sig"))
    rows = rows_of_file(present(home, "codes/calendar_overrides.csv"))
    with card("Lịch"):
        finding(
            "Ngày nghỉ, làm bù riêng", "Ngày lễ chung đã có sẵn; chỉ ghi ngày hoán đổi, nghỉ thêm hoặc làm bù"
        )
        frame = pd.DataFrame(rows, columns=list(DAY_COLUMNS))
        frame["date"] = pd.to_datetime(frame["date"], errors="coerce").dt.date
        edited = edited_table(
            frame, num_rows="dynamic", key="bang-lich", file_name="lich-rieng", title="Ngày nghỉ, làm bù riêng",
            settings={
                "date": st.column_config.DateColumn("Ngày", format="DD/MM/YYYY"),
                "kind": st.column_config.SelectboxColumn("Loại", options=list(DAY_KINDS), format_func=lambda kind: DAY_KINDS[str(kind)]),
                "reason_vi": "Lý do", "authority": "Căn cứ",
            },
        )  # fmt: skip
        years = st.text_input(
            "Các năm đã rà lịch",
            value=", ".join(map(str, hours.get("years", []))),
            placeholder="Ví dụ: 2025, 2026",
        )
        if st.button("Xem ảnh hưởng", type="primary", key="xem-lich"):
            said = [int(word) for word in years.replace(",", " ").split() if word.isdigit()]
            files = {
                "codes/calendar_overrides.csv": table_file(DAY_COLUMNS, edited.to_dict("records")),
                "codes/office_hours.toml": hours_file(hours["sessions"], said),
            }
            offer(files, "Sửa lịch làm việc")


def draw_set() -> None:
    """The decisions in use, and the annex of a new one: it is read, weighed and published as every file."""
    used = decisions_in_use(reader(), as_of=today())
    with card("Bộ chỉ số"):
        finding(
            f"{len(used)} quyết định đang dùng" if used else "Chưa có bộ chỉ số nào",
            "Phụ lục của quyết định được đọc lại từng tiêu chí, từng quy tắc; ảnh hưởng đến điểm hiện ra trước khi công bố",
        )
        if used:
            plain_table(
                ("Quyết định", "Loại", "Có hiệu lực", "Tiêu chí"),
                [
                    (one.number, f"sửa đổi {one.amends}" if one.amends else "bộ gốc", day_words(one.in_force_from),
                     str(len(one.changes if one.amends else one.criteria)))
                    for one in used
                ],
                caption="Các quyết định đang dùng",
                file_name="quyet-dinh-dang-dung",
            )  # fmt: skip
        decision = st.text_input(
            "Quyết định (số, ngày)", placeholder="Ví dụ: 125/QĐ-UBND ngày 15/01/2025", key="so-quyet-dinh"
        )
        pasted = st.text_area("Dán bảng phụ lục từ Word, Excel, kể cả dòng tiêu đề cột", key="dan-phu-luc")
        sent = st.file_uploader("Hoặc tệp phụ lục", type=ANNEX_TYPES, key="tep-phu-luc")
        if st.button("Đọc phụ lục", type="primary", key="doc-phu-luc") and (sent or pasted.strip()):
            receive_annex(decision, pasted, sent)
        waiting = [one.file_name for one in staged_files(home, viewer)]
        if waiting:
            st.write(f"Đang chờ xem ảnh hưởng và công bố: {escape(', '.join(waiting))}.")
            inner_link("nhap_du_lieu", "Xem ảnh hưởng và công bố", icon="upload_file")
        else:
            inner_link("lich_su_nap", "Bản trước và trở lại", icon="history")


def receive_annex(decision: str, pasted: str, sent: Any) -> None:
    """Keep the annex as a received file, or say why it cannot be."""
    try:
        if sent is not None:
            receive(home, viewer, sent.name, sent.getvalue())
        else:
            receive(home, viewer, "phu-luc-bo-chi-so.tsv", annex_file(decision, pasted))
    except DashboardError as problem:
        st.error(str(problem))


def draw_year() -> None:
    """The open year, those closed, and the one step to the next."""
    closed, opened = years_closed(home), open_year(home, reader())
    with card("Năm"):
        finding(
            f"Đang mở năm {opened}" if opened else "Chưa có số liệu của năm nào",
            "Năm đã đóng chỉ xem, giữ nguyên mọi con số; chọn năm ở khung bên trái",
        )
        if closed:
            said = ", ".join(map(str, closed))
            st.write(f"Đã đóng: {said}. Trở lại bản thiết lập trước lần mở năm thì năm đó mở lại.")
        if not opened:
            return
        st.write(
            f"Mở năm {opened + 1}: đơn vị, quy tắc, bộ chỉ số kèm sửa đổi dùng tiếp; các đợt chép thành dự thảo; điểm mất"
            f" của năm {opened} thành Phụ lục 1. Năm {opened} đóng lại."
        )
        if st.button(f"Xem ảnh hưởng của việc mở năm {opened + 1}", type="primary", key="mo-nam"):
            try:
                weigh(next_year_proposal(home, viewer))
            except NotFittingError as problem:
                st.error(str(problem))


def draw_versions() -> None:
    """Every state there was, and the way back."""
    found = kept_states(home, viewer)
    with card("Các lần thay đổi"):
        finding(
            f"{len(found)} bản thiết lập" if found else "Chưa thay đổi lần nào",
            "Trở lại một bản cũng là một lần thay đổi",
        )
        if not found:
            return
        plain_table(
            ("Bản", "Lúc", "Người sửa", "Nội dung"),
            [
                (str(one.number), moment(one.saved_at), person_words(one.person) or "", one.what)
                for one in found
            ],
            caption="Các bản thiết lập, mới nhất ở trên",
            file_name="cac-ban-thiet-lap",
        )
        older = [one.number for one in found[1:]]
        if not older:
            return
        number = st.selectbox("Trở lại bản số", older, index=None, placeholder="Chọn một bản")
        if st.button("Trở lại bản này", key="tro-lai", disabled=number is None) and number:
            with st.spinner("Đang trở lại và công bố lại…"):
                revert(home, viewer, number)
            st.session_state.pop(WAITING, None)
            st.rerun()


DRAW = {
    "thieu": draw_steps, "co_quan": draw_facts, "don_vi": draw_units, "dung_dau": draw_heads, "dot": draw_campaigns,
    "lich": draw_calendar, "bo": draw_set, "trong_so": draw_weights, "quy_tac": draw_rules, "nam": draw_year, "ban": draw_versions,
}  # fmt: skip
viewer = current_viewer()
require(viewer, "configure")
home = instance().home
page_head(
    checklist_headline(found := steps(home, viewer, reader(), today=today())),
    "Cơ quan, đơn vị, đợt và lịch của riêng cơ quan này. Mỗi thay đổi cho thấy ảnh hưởng trước khi lưu; bản trước luôn được giữ.",
)
chosen = segments("Mục", SECTIONS, name="muc")
draw_waiting()
DRAW[chosen]()

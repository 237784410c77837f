"""What is said of the overdue dossiers and the apologies they owe, and what proves that one was published?"""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import streamlit as st

from desk.evidence.ledger import evidence_bytes, remove_evidence
from desk.evidence.publication import keep_address, keep_proof, proofs
from domain.agency.departments import department_name
from domain.wording.formats import NBSP, count, day, is_known, moment
from metrics.limits.campaigns import countdown, next_limit
from store.written.records import Row
from ui.look.markup import escape
from ui.visit.failures import contained
from ui.visit.session import as_of, current_viewer, instance, is_past, office_now, today

ALONE = (
    "chỉ có trong sổ xin lỗi, danh sách hồ sơ không có: quá hạn xét theo ngày ghi trong sổ, không xét giờ hẹn trả và thời gian"
    " chờ bổ sung"
)


def apologies_headline(register: pd.DataFrame, unread_words: str) -> str:
    """The finding of the page."""
    lacking = int(register["status"].isin(["missing", "invalid"]).sum())
    total = count(len(register))
    if lacking == 0 and unread_words:
        return f"{total}{NBSP}hồ sơ quá hạn đọc được đã có thư xin lỗi hợp lệ; {unread_words}, chưa kết luận đã đủ"
    if lacking == 0:
        return f"Cả {total}{NBSP}hồ sơ quá hạn đã có thư xin lỗi hợp lệ"
    return f"{total}{NBSP}hồ sơ quá hạn, {count(lacking)}{NBSP}hồ sơ chưa có thư xin lỗi hợp lệ"


def apology_words(row: dict[str, Any]) -> str:
    """What the register says of the apology, in one sentence."""
    if row["status"] == "missing":
        return "Chưa có thư xin lỗi trong sổ theo dõi."
    number = row["apology_number"] if is_known(row["apology_number"]) else "chưa ghi số"
    dated = f"ngày {day(row['apology_date'])}" if is_known(row["apology_date"]) else "chưa ghi ngày"
    again = f", hẹn lại ngày {day(row['rescheduled_to'])}" if is_known(row["rescheduled_to"]) else ""
    failed = f" Chưa hợp lệ: {', '.join(row['failed_words']).lower()}." if len(row["failed_words"]) else ""
    return f"Thư xin lỗi {number}, {dated}{again}.{failed}"


def is_of_register_alone(row: Mapping[Any, Any]) -> bool:
    """The register tells the dossier, and no list of dossiers has it: the row stands for both."""
    return is_known(row["register_import_id"]) and all(
        row[f"register_{name}"] == row[name] for name in ("import_id", "sheet", "source_row")
    )


def register_alone_words(register: pd.DataFrame) -> str:
    """How the dossiers that no list has are judged, and how many they are; empty where there are none."""
    many = sum(map(is_of_register_alone, register.to_dict("records")))
    return f"{count(many)}{NBSP}hồ sơ {ALONE}." if many else ""


def apologies_lead(code: str | None) -> str:
    """By when every apology has to be there."""
    whose = f"Đang xem: {department_name(code)}. " if code else ""
    campaign = next_limit(today(), "apology")
    if campaign is None:
        return f"{whose}Mọi hồ sơ quá hạn của năm phải có thư xin lỗi công khai hợp lệ."
    return (
        f"{whose}{campaign.limit_vi}, mọi hồ sơ quá hạn của năm phải có thư xin lỗi công khai hợp lệ."
        f" **{countdown(campaign, today()).phrase_vi}**."
    )


# --- proof of publication ----------------------------------------------------------------------------

TYPES = ["pdf", "docx", "png", "jpg", "jpeg"]


def dossier_proof_words() -> dict[str, str]:
    """Dossier code to ``2 bằng chứng``; nothing for who does not see the whole office."""
    viewer = current_viewer()
    if not viewer.may("see_all"):
        return {}
    found = proofs(instance().home, viewer, year=as_of().year)
    return {code: f"{count(len(rows))} bằng chứng" for code, rows in found.items()}


def draw_proofs(dossier: str) -> None:
    """What is kept for one dossier, and the form to keep more."""
    viewer = current_viewer()
    if not viewer.may("see_all"):
        return
    kept = proofs(instance().home, viewer, year=as_of().year).get(dossier, [])
    st.write(
        f"Bằng chứng đăng công khai: {count(len(kept))}." if kept else "Chưa có bằng chứng đăng công khai."
    )
    for row in kept:
        _draw_proof(row)
    if viewer.may("set_score") and not is_past():
        _draw_form(dossier)


def _draw_proof(row: Row) -> None:
    viewer, home = current_viewer(), instance().home  # asked now: the file is read when nobody looks
    by = f"{row['added_by']}, {moment(row['added_at'])}, mã {row['sha256'][:12]}"
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        st.html(f'<p class="cc-file-words">{escape(row["file_name"])} ({escape(by)})</p>', width="stretch")
        if row["kind"] != "link":
            st.download_button(
                "Tải tệp", data=lambda: evidence_bytes(home, viewer, row["id"]),
                file_name=row["file_name"], key=f"bang-chung-{row['id']}", on_click="ignore",
                icon=":material/download:",
            )  # fmt: skip
        if viewer.may("set_score"):
            with st.popover("Gỡ"), st.form(f"go-bang-chung-{row['id']}", border=False):
                reason = st.text_input("Lý do gỡ")
                if st.form_submit_button("Gỡ bằng chứng"):
                    with contained("gỡ bằng chứng"):
                        remove_evidence(home, viewer, row["id"], reason=reason or "", moment=office_now())
                        st.rerun()


def _draw_form(dossier: str) -> None:
    turn = st.session_state.setdefault("bang_chung_lan", 0)
    with st.form(f"bang-chung-{dossier}-{turn}", border=False):
        address = st.text_input("Địa chỉ trang đã đăng", placeholder="https://…")
        given = st.file_uploader("Hoặc tệp: bản in trang, ảnh chụp màn hình", type=TYPES)
        if st.form_submit_button("Lưu bằng chứng") and (given is not None or address):
            with contained("lưu bằng chứng"):
                about: dict[str, Any] = {"year": as_of().year, "dossier": dossier, "moment": office_now()}
                if address:
                    keep_address(instance().home, current_viewer(), address=address, **about)
                if given is not None:
                    keep_proof(
                        instance().home, current_viewer(), name=given.name, content=given.getvalue(), **about
                    )
                st.session_state["bang_chung_lan"] = turn + 1
                st.rerun()

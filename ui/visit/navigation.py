"""Which pages are there, in which group of the menu, and who may open them?"""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from domain.agency.office import spoken
from domain.agency.scope import Role
from domain.program.places import CODES, OFFICE_FILE, kept
from ui.visit.session import (
    ADMIN_ONLY,
    OFFICE_ONLY,
    address,
    refuse,
    refuse_all_but_administrators,
    refuse_evidence,
)

PAGES = Path(__file__).resolve().parents[2] / "pages"
# The first page goes by the bare address; Streamlit tells pages apart by a name all the same.
_FIRST = "trang-dau"

EVERYONE: tuple[Role, ...] = ("leader", "office", "department")
WHOLE_OFFICE: tuple[Role, ...] = ("leader", "office")
OFFICE: tuple[Role, ...] = ("office",)
ADMIN: tuple[Role, ...] = ("admin",)


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One page of the menu. A page whose file does not exist is not shown.

    Attributes:
        refusal: What is drawn for those who may not open it.
    """

    name: str
    title: str
    icon: str
    roles: tuple[Role, ...] = EVERYONE
    refusal: Callable[[], None] = refuse

    @property
    def words(self) -> str:
        """Its title in the words of the office."""
        return spoken(self.title)

    @property
    def file(self) -> Path:
        """The page's file."""
        return PAGES / f"{self.name}.py"


MENU: dict[str, tuple[Entry, ...]] = {
    "": (Entry("tong_quan", "Tổng quan", "space_dashboard"),),
    "Thời hạn": (
        Entry("tien_do", "Tiến độ & dự báo", "trending_up"),
        Entry("hpnet", "{e_office}", "task_alt"),
        Entry("tthc_xin_loi", "TTHC & xin lỗi", "order_approve"),
        Entry("don_vi", "Phòng, đơn vị", "groups"),
        Entry("ky_so", "Ký số", "draw"),
        Entry("nhac_viec", "Nhắc việc", "notifications", WHOLE_OFFICE),
        Entry("chot_so_lieu", "Số liệu chốt", "lock_clock"),
    ),
    "Chỉ số CCHC": (
        Entry("nguy_co", "Điểm có nguy cơ mất", "error"),
        Entry("chi_so", "Chỉ số CCHC", "account_tree"),
        Entry("ton_tai_phan_cong", "Tồn tại & Phân công", "assignment_late"),
        Entry("ke_hoach", "Kế hoạch lấy lại điểm", "checklist"),
        Entry("sipas_ddci_par", "SIPAS, DDCI, PAR", "leaderboard"),
        Entry("bo_chi_so", "Bộ chỉ số", "list_alt", WHOLE_OFFICE),
        Entry("tai_lieu", "Tài liệu kiểm chứng", "folder_open", WHOLE_OFFICE, refuse_evidence),
    ),
    "Số liệu": (
        Entry("nhap_du_lieu", "Nhập dữ liệu", "upload_file", OFFICE),
        Entry("lich_su_nap", "Lịch sử nạp", "history", OFFICE),
        Entry("can_xu_ly", "Cần xử lý", "rule", OFFICE),
        Entry("dinh_chinh", "Đính chính", "edit_note", OFFICE),
        Entry("thay_doi", "Thay đổi", "difference"),
        Entry("nguon_goc", "Nguồn gốc số liệu", "manage_search"),
        Entry("phan_anh", "Phản ánh số liệu", "feedback"),
        Entry("thiet_lap", "Thiết lập", "settings", OFFICE),
        Entry("bao_cao", "Báo cáo", "description", WHOLE_OFFICE),
        Entry("cach_tinh", "Cách tính", "function"),
    ),
    "Quản trị": (
        Entry("quan_tri", "Tài khoản", "manage_accounts", ADMIN, refuse_all_but_administrators),
        Entry("nhat_ky", "Nhật ký", "history_edu", ("office", "leader", "admin")),
    ),
}


@cache
def entries(*roles: Role) -> dict[str, list[Entry]]:
    """The menu of who has *roles*: group to its pages, without empty groups and missing files."""
    shown = {
        group: [entry for entry in found if set(roles) & set(entry.roles) and entry.file.exists()]
        for group, found in MENU.items()
    }
    return {group: found for group, found in shown.items() if found}


def streamlit_pages(*roles: Role) -> dict[str, StreamlitPage]:
    """
    Page name to the page of this run; the first one is the default.

    Pages carry no icon of their own: Streamlit would fetch it from outside as the favicon.
    """
    # Each run gets its own copies, for Streamlit marks in them which one may be called.
    return {name: copy(page) for name, page in _pages(*roles).items()}


@kept(OFFICE_FILE)
def _pages(*roles: Role) -> dict[str, StreamlitPage]:
    """The pages of *roles*, made once: each looks its file up on the disk."""
    found = [entry for group in entries(*roles).values() for entry in group]
    return {
        entry.name: st.Page(
            entry.file,
            title=entry.words,
            url_path=_FIRST if number == 0 else entry.name,
            default=number == 0,
        )
        for number, entry in enumerate(found)
    }


def first_by_name(*roles: Role) -> StreamlitPage:
    """The first page under its own name: whoever types that address, or kept it from another role, is right too."""
    return copy(_by_name(*roles))


@kept(OFFICE_FILE)
def _by_name(*roles: Role) -> StreamlitPage:
    first = next(iter(entries(*roles).values()))[0]
    return st.Page(first.file, title=first.words, url_path=first.name)


def closed_pages(*roles: Role) -> list[StreamlitPage]:
    """The addresses of pages that *roles* may not open: whoever follows such a link is told so, not sent elsewhere."""
    return [copy(page) for page in _closed(*roles)]


@kept(OFFICE_FILE, CODES / "departments.csv")
def _closed(*roles: Role) -> list[StreamlitPage]:
    return [
        st.Page(
            entry.refusal,
            title=ADMIN_ONLY if entry.roles == ADMIN else spoken(OFFICE_ONLY),
            url_path=entry.name,
        )
        for entry in _closed_entries(*roles)
    ]


def closed_names(*roles: Role) -> list[str]:
    """The pages that exist and that *roles* may not open."""
    return [entry.name for entry in _closed_entries(*roles)]


def _closed_entries(*roles: Role) -> list[Entry]:
    every = [entry for found in MENU.values() for entry in found if entry.file.exists()]
    return [entry for entry in every if not set(roles) & set(entry.roles)]


def remember(pages: dict[str, StreamlitPage]) -> None:
    """Keep the pages of this run for `inner_link`."""
    st.session_state["_pages"] = pages


def inner_link(name: str, label: str, *, icon: str | None = None, **address_changes: str | None) -> None:
    """
    Draw a link to page *name* in this session, with the address kept; nothing where the viewer has no such page.

    Args:
        address_changes: Query parameters to add, or to drop with None (``don_vi="QLDT"``).
    """
    asked = {**address(), **address_changes}
    _link(name, label, icon, {key: value for key, value in asked.items() if value is not None})


def origin_link(row: Mapping[Any, Any], label: str = "Dòng này trong tệp gốc") -> None:
    """Draw a link to where *row* was read, by its ``import_id``, ``sheet`` and ``source_row``."""
    inner_link(
        "nguon_goc",
        label,
        icon="manage_search",
        nap=str(row["import_id"]),
        trang=str(row["sheet"]),
        dong=str(int(row["source_row"])),
    )


def _link(name: str, label: str, icon: str | None, parameters: dict[str, str]) -> None:
    page = st.session_state.get("_pages", {}).get(name)
    if page is not None:
        st.page_link(page, label=label, icon=icon and f":material/{icon}:", query_params=parameters or None)


def href(name: str, **parameters: str) -> str:
    """The address of page *name* relative to any page, for links inside our own tables."""
    path = "./" if name == "tong_quan" else f"./{name}"
    asked = {**address(), **parameters}
    return f"{path}?{urlencode(asked)}" if asked else path


def draw_menu(*roles: Role) -> None:
    """The menu in the sidebar: a small label per group, one link per page."""
    parameters = address()
    for group, found in entries(*roles).items():
        if group:
            st.html(f'<p class="cc-menu">{group}</p>')
        for entry in found:
            _link(entry.name, entry.words, entry.icon, parameters)

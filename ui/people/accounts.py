"""The administrator's page: accounts, deputies, sessions, tokens."""

from collections.abc import Callable, Sequence
from datetime import timedelta

import pandas as pd
import streamlit as st

from access import administration as admin
from access.accounts import Account
from domain.agency.departments import departments, short_name
from domain.agency.scope import Role, Viewer
from domain.program.errors import DashboardError
from domain.wording.formats import count, day, moment
from store.disk.home import Home
from ui.look.markup import plain
from ui.people.words import ROLES
from ui.pieces.components import card, finding, nothing_to_show, plain_table, table_download
from ui.visit.filters import segments
from ui.visit.session import current_viewer, instance, today

PARTS = {"tai_khoan": "Tài khoản", "uy_quyen": "Ủy quyền", "phien": "Phiên", "ma": "Mã truy cập"}
COLUMNS = {
    "account": "Tài khoản", "name": "Họ tên", "role": "Vai trò", "units": "Đơn vị", "state": "Tình trạng",
    "seen": "Dùng lần cuối",
}  # fmt: skip
_SAID, _SECRET = "quan_tri_da_lam", "quan_tri_mot_lan"


def draw_page() -> None:
    """The page, for whoever may manage accounts."""
    home, viewer = instance().home, current_viewer()
    every = admin.accounts_of(home, viewer)
    active = sum(one.is_active for one in every)
    st.title(f"{count(active)} tài khoản đang dùng, {count(len(every) - active)} đã khóa", anchor=False)
    _say_what_was_done()
    part = segments("Phần", PARTS, name="muc")
    {"tai_khoan": _accounts, "uy_quyen": _deputies, "phien": _sessions, "ma": _tokens}[part](
        home, viewer, every
    )


def _say_what_was_done() -> None:
    if said := st.session_state.pop(_SAID, ""):
        st.success(said)
    if secret := st.session_state.pop(_SECRET, None):
        what, value = secret
        st.warning(f"{what} Ghi lại ngay: chỉ hiện lần này, tải lại trang là mất.")
        st.code(value, language=None)


def _do(work: Callable[[], object], said: str, *, secret: str = "") -> None:
    """Do what a button asks, say it on the next run, or why it was not done."""
    try:
        made = work()
    except DashboardError as problem:
        st.error(plain(problem))
        return
    st.session_state[_SAID] = said
    if secret:
        st.session_state[_SECRET] = (secret, str(made))
    st.rerun()


# --- accounts -------------------------------------------------------------------------------------


def _accounts(home: Home, viewer: Viewer, every: Sequence[Account]) -> None:
    with card("Danh sách tài khoản"):
        table = pd.DataFrame([_row(one) for one in every])
        st.dataframe(
            table,
            hide_index=True,
            column_config={name: st.column_config.TextColumn(word) for name, word in COLUMNS.items()},
        )
        table_download(table, COLUMNS, key="tk-tai", file_name="tai-khoan", title="Danh sách tài khoản")
    with card("Một tài khoản"):
        finding(
            "Đổi vai trò, khóa, đặt lại mật khẩu",
            "Đổi vai trò, khóa và đặt mật khẩu đều kết thúc mọi phiên của tài khoản",
        )
        names = {one.account: one for one in every}
        chosen = st.selectbox(
            "Tài khoản", list(names), format_func=lambda name: f"{name} · {names[name].name}", key="tk-chon"
        )
        if chosen:
            _one(home, viewer, names[chosen])
    with card("Thêm tài khoản"):
        _new(home, viewer)


def _row(one: Account) -> dict[str, str]:
    return {
        "account": one.account, "name": one.name,
        "role": ROLES[one.role] + (f", {ROLES[one.also_role]}" if one.also_role else ""),
        "units": ", ".join(map(short_name, one.departments)), "state": _state(one),
        "seen": moment(one.last_seen_at) if one.last_seen_at else "Chưa dùng",
    }  # fmt: skip


def _state(one: Account) -> str:
    if not one.is_active:
        return "Đã khóa"
    return "Chờ đổi mật khẩu lần đầu" if one.must_change_password else "Đang dùng"


def _one(home: Home, viewer: Viewer, one: Account) -> None:
    role, also, units = _role_fields(f"sua-{one.account}", one.role, one.also_role, one.departments)
    with st.container(horizontal=True, gap="small"):
        if st.button("Lưu vai trò và đơn vị", key="tk-vai"):
            _do(lambda: admin.change_role(home, viewer, one.account, role=role, also_role=also, departments=units),
                f"Đã đổi vai trò của {one.account}.")  # fmt: skip
        if one.is_active and st.button("Khóa tài khoản", key="tk-khoa"):
            _do(
                lambda: admin.lock_account(home, viewer, one.account, is_active=False),
                f"Đã khóa {one.account}.",
            )
        if not one.is_active and st.button("Mở lại", key="tk-mo"):
            _do(
                lambda: admin.lock_account(home, viewer, one.account, is_active=True),
                f"Đã mở lại {one.account}.",
            )
        if st.button("Đặt mật khẩu dùng một lần", key="tk-mk"):
            _do(lambda: admin.new_password(home, viewer, one.account), f"Đã đặt mật khẩu cho {one.account}.",
                secret=f"Mật khẩu dùng một lần của {one.account}.")  # fmt: skip
        if st.button("Kết thúc mọi phiên", key="tk-phien"):
            _do(
                lambda: admin.sign_out_everywhere(home, viewer, one.account),
                f"Đã đăng xuất {one.account} ở mọi nơi.",
            )


def _role_fields(
    key: str, role: Role, also: Role | None, units: Sequence[str]
) -> tuple[str, str | None, list[str]]:
    chosen = st.selectbox(
        "Vai trò",
        list(ROLES),
        index=list(ROLES).index(role),
        format_func=lambda code: ROLES[code],
        key=f"{key}-vai",
    )
    further = _further_role(key, also) if chosen == "admin" else None
    if "department" not in (chosen, further):
        return chosen, further, []
    known = {d.code: d.name_vi for d in departments() if d.is_scored}
    own = st.multiselect(
        "Đơn vị", list(known), default=[code for code in units if code in known], format_func=lambda code: known[code],
        key=f"{key}-don-vi", placeholder="Chọn một hay nhiều đơn vị",
    )  # fmt: skip
    return chosen, further, own


def _further_role(key: str, also: Role | None) -> str | None:
    """What an administrator is besides; without it they see no figures."""
    others = [None, *(code for code in ROLES if code != "admin")]
    return st.selectbox(
        "Vai trò thêm", others, index=others.index(also), key=f"{key}-them",
        format_func=lambda code: ROLES[code] if code else "Không, chỉ quản trị",
    )  # fmt: skip


def _new(home: Home, viewer: Viewer) -> None:
    account = st.text_input("Tên tài khoản", key="tk-moi", placeholder="Ví dụ: dt.binh")
    name = st.text_input("Họ tên", key="tk-ten")
    role, also, units = _role_fields("moi", "department", None, ())
    if st.button("Thêm tài khoản", key="tk-them"):
        _do(
            lambda: admin.create_account(
                home, viewer, account=account.strip(), name=name, role=role, also_role=also, departments=units
            ),
            f"Đã thêm tài khoản {account.strip()}.", secret=f"Mật khẩu dùng một lần của {account.strip()}.",
        )  # fmt: skip


# --- deputies -------------------------------------------------------------------------------------


def _deputies(home: Home, viewer: Viewer, every: Sequence[Account]) -> None:
    rows = admin.deputies(home, viewer)
    with card("Ủy quyền"):
        finding("Người được ủy quyền xem và làm như người ủy quyền trong các ngày ghi ở đây")
        for row in rows:
            _deputy(home, viewer, row)
        if not rows:
            nothing_to_show("Chưa có ủy quyền nào.")
    with card("Ủy quyền mới"):
        names = [one.account for one in every if one.role != "admin" and one.is_active]
        account = st.selectbox("Người được ủy quyền", names, key="uq-ai", index=None, placeholder="Chọn")
        stands_for = st.selectbox("Thay cho", names, key="uq-thay", index=None, placeholder="Chọn")
        first = st.date_input("Từ ngày", today(), format="DD/MM/YYYY", key="uq-tu")
        last = st.date_input("Đến hết ngày", today() + timedelta(days=6), format="DD/MM/YYYY", key="uq-den")
        if (
            st.button("Ủy quyền", key="uq-ghi", disabled=not (account and stands_for))
            and account
            and stands_for
        ):
            _do(
                lambda: admin.name_deputy(
                    home, viewer, account, stands_for=stands_for, starts_on=first, ends_on=last
                ),
                f"Đã ủy quyền cho {account}.",
            )


def _deputy(home: Home, viewer: Viewer, row: dict) -> None:
    days = f"{day(row['starts_on'])} đến hết {day(row['ends_on'])}"
    is_over = row["ended_at"] is not None or row["ends_on"] < today()
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        plain_table(("Người được ủy quyền", "Thay cho", "Các ngày", "Tình trạng"),
                    [(row["account"], row["stands_for"], days, "Đã hết" if is_over else "Còn hiệu lực")],
                    caption="Một ủy quyền")  # fmt: skip
        if not is_over and st.button("Thôi ủy quyền", key=f"uq-thoi-{row['id']}"):
            _do(lambda: admin.end_deputy(home, viewer, row["id"]), f"Đã thôi ủy quyền cho {row['account']}.")


# --- sessions and tokens --------------------------------------------------------------------------


def _sessions(home: Home, viewer: Viewer, _every: Sequence[Account]) -> None:
    rows = admin.open_sessions(home, viewer)
    with card("Phiên đang mở"):
        finding(f"{count(len(rows))} phiên đang mở", "Phiên hết sau 8 giờ không dùng, nhiều nhất 24 giờ")
        plain_table(
            ("Tài khoản", "Bắt đầu", "Dùng lần cuối", "Địa chỉ", "Trình duyệt", "Số"),
            [
                (
                    one.account,
                    moment(one.started_at),
                    moment(one.seen_at),
                    one.address,
                    one.browser,
                    one.number,
                )
                for one in rows
            ],
            caption="Phiên đang mở",
            file_name="phien-dang-mo",
        )
        numbers = {one.number: f"{one.account} · {one.address} · {one.number}" for one in rows}
        chosen = st.selectbox(
            "Phiên", list(numbers), format_func=lambda number: numbers[number], key="phien-chon"
        )
        if chosen and st.button("Kết thúc phiên này", key="phien-ket-thuc"):
            _do(lambda: admin.end_one_session(home, viewer, chosen), "Đã kết thúc phiên.")


def _tokens(home: Home, viewer: Viewer, every: Sequence[Account]) -> None:
    rows = admin.all_tokens(home, viewer)
    with card("Mã truy cập của giao diện đọc"):
        finding("Mã chỉ đọc được phần của chủ mã", "Mã của tài khoản đã khóa hết hiệu lực ngay")
        if rows:
            plain_table(
                ("Số", "Chủ mã", "Dùng vào việc gì", "Tạo lúc", "Hết hạn", "Tình trạng"),
                [
                    (str(row["id"]), row["account"], row["label"], moment(row["created_at"]),
                     moment(row["expires_at"]) if row["expires_at"] else "Không hạn",
                     "Đã thu hồi" if row["revoked_at"] else "Đang dùng")
                    for row in rows
                ],
                caption="Mã truy cập",
                file_name="ma-truy-cap",
            )  # fmt: skip
        standing = [row["id"] for row in rows if not row["revoked_at"]]
        number = st.selectbox("Mã số", standing, key="ma-chon", index=None, placeholder="Chọn mã cần thu hồi")
        if st.button("Thu hồi", key="ma-thu-hoi", disabled=number is None) and number is not None:
            _do(lambda: admin.revoke_token(home, viewer, number), f"Đã thu hồi mã {number}.")
    with card("Mã mới"):
        account = st.selectbox("Chủ mã", [one.account for one in every if one.is_active], key="ma-ai")
        label = st.text_input("Dùng vào việc gì", key="ma-nhan")
        days = st.number_input("Số ngày còn hạn", 1, 3650, 90, key="ma-ngay")
        if st.button("Tạo mã", key="ma-tao"):
            _do(lambda: admin.create_token(home, viewer, account, label=label, days=int(days)).token,
                f"Đã tạo mã cho {account}.", secret=f"Mã truy cập của {account}.")  # fmt: skip

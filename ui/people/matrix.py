"""Who may do and open what, as the one table of the manual: made from the code, never typed."""

from domain.agency.scope import ACTIONS, Action, may
from domain.agency.scope import ROLES as CODES
from ui.people.words import ROLES
from ui.visit.navigation import MENU

ACTION_WORDS: dict[Action, str] = {
    "see_all": "Xem số liệu của mọi đơn vị",
    "import": "Nạp, công bố, hoàn tác",
    "correct": "Đính chính giá trị, ghi nhớ tên",
    "contest": "Gửi phản ánh số liệu",
    "decide_dispute": "Trả lời phản ánh",
    "set_score": "Đặt điểm tay",
    "promise": "Ghi ngày hẹn, lưu phương án",
    "remind": "Soạn, gửi, tạm dừng nhắc việc",
    "freeze": "Mở khóa số liệu chốt",
    "report": "Phát hành văn bản",
    "unmask": "Xem dữ liệu người dân bị che",
    "configure": "Thiết lập",
    "manage_accounts": "Quản lý tài khoản, phiên, mã truy cập",
    "audit": "Xem và kiểm tra nhật ký",
}  # fmt: skip


def role_matrix() -> str:
    """Two Markdown tables: role × action and role × page."""
    head = f"| | {' | '.join(f'{words} (`{role}`)' for role, words in ROLES.items())} |"
    line = "|---|" + "---|" * len(ROLES)
    acts = [_row(f"{ACTION_WORDS[act]} (`{act}`)", [may(role, act) for role in CODES]) for act in ACTIONS]
    entries = [entry for group in MENU.values() for entry in group]
    pages = [_row(f"`{entry.name}`", [role in entry.roles for role in ROLES]) for entry in entries]
    return "\n".join([head, line, *acts, "", head, line, *pages])


def _row(name: str, allowed: list[bool]) -> str:
    return f"| {name} | {' | '.join('có' if one else '–' for one in allowed)} |"

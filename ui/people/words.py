"""How roles, actions and things of the audit are called in Vietnamese."""

import json
from collections.abc import Mapping
from typing import Any

from domain.formats import is_known
from domain.office import office
from domain.places import Live
from domain.scope import Role

ROLES: Mapping[Role, str] = Live(
    lambda: {
        "leader": "Lãnh đạo",
        "office": office().gathering_name,
        "department": "Phòng, đơn vị",
        "admin": "Quản trị",
    }
)

ACTS = {
    "signed_in": "Đăng nhập", "signed_out": "Đăng xuất", "sign_in_failed": "Đăng nhập sai",
    "account_added": "Thêm tài khoản", "account_activated": "Mở tài khoản", "account_deactivated": "Khóa tài khoản",
    "role_changed": "Đổi vai trò", "password_set": "Đặt mật khẩu", "password_changed": "Tự đổi mật khẩu",
    "sessions_ended": "Kết thúc mọi phiên", "session_ended": "Kết thúc một phiên", "deputy_named": "Ủy quyền",
    "deputy_ended": "Thôi ủy quyền", "token_created": "Tạo mã truy cập", "token_revoked": "Thu hồi mã truy cập",
    "import_load": "Nạp tệp", "import_undo": "Hoàn tác lần nạp", "import_redo": "Nạp lại", "import_reparse": "Đọc lại tệp",
    "correction_made": "Đính chính", "correction_reversed": "Bỏ đính chính", "alias_settled": "Ghi nhớ tên đơn vị",
    "heading_settled": "Ghi nhớ tên cột", "dispute_sent": "Gửi phản ánh", "dispute_reviewing": "Xem xét phản ánh",
    "dispute_accepted": "Chấp nhận phản ánh", "dispute_declined": "Không chấp nhận phản ánh",
    "score_set": "Đặt điểm tay", "score_ended": "Bỏ điểm đặt tay", "rule_confirmed": "Xác nhận quy tắc",
    "rule_unconfirmed": "Bỏ xác nhận quy tắc", "freeze_lifted": "Mở khóa số liệu chốt",
    "promise_noted": "Ghi ngày hẹn", "promise_withdrawn": "Rút ngày hẹn", "reminder_prepared": "Soạn nhắc việc",
    "reminders_paused": "Tạm dừng nhắc", "reminders_resumed": "Nhắc lại", "plan_saved": "Lưu phương án",
    "plan_deleted": "Xóa phương án", "paper_issued": "Phát hành văn bản", "paper_withdrawn": "Thu hồi văn bản",
    "file_taken": "Tải tệp gốc", "unmasked": "Xem tên người nộp hồ sơ", "list_taken": "Tải danh sách",
}  # fmt: skip


def act_words(action: str) -> str:
    """The act in Vietnamese; one without words shows as it is kept."""
    return ACTS.get(action, action)


def change_words(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> str:
    """
    What was and what is, old → new by name.

    >>> change_words({"role": "leader"}, {"role": "office"})
    'role: leader → office'
    """
    was, then = before or {}, after or {}
    names = dict.fromkeys([*was, *then])
    return "; ".join(f"{name}: {_sides(was.get(name), then.get(name), name in was)}" for name in names)


def _sides(old: Any, new: Any, had: bool) -> str:
    return f"{_plain(old)} → {_plain(new)}" if had else _plain(new)


def _plain(value: Any) -> str:
    if not is_known(value):
        return "trống"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)

"""How roles, actions and things of the audit are called in Vietnamese."""

import json
from collections.abc import Mapping
from typing import Any

from data_loaders.declared.declarations import Kind, kind_named
from domain.agency.office import office, spoken
from domain.program.errors import UnknownNameError
from domain.program.places import Live
from domain.wording.formats import is_known

ROLES: Mapping[str, str] = Live(
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
    "configure": "Đổi thiết lập", "evidence_added": "Thêm minh chứng", "evidence_confirmed": "Xác nhận minh chứng",
    "evidence_removed": "Bỏ minh chứng", "evidence_restored": "Khôi phục minh chứng",
}  # fmt: skip

THINGS = {
    "account": "Tài khoản", "token": "Mã truy cập", "plan": "Phương án", "office": "Thiết lập bản", "freeze": "Bản chốt",
    "department": "Đơn vị", "dispute": "Phản ánh", "rule": "Quy tắc", "paper": "Văn bản", "criterion": "Tiêu chí",
    "evidence": "Minh chứng", "import": "Lần nạp", "alias": "Cách gọi đơn vị", "heading": "Tên cột",
    "promise": "Lời hẹn",
}  # fmt: skip

FIELDS = {
    "account": "tài khoản", "also_role": "vai trò thêm", "as_of": "số liệu đến ngày", "author": "nơi ban hành",
    "campaign": "đợt", "channel": "cách gửi", "column": "cột", "decision_reason": "lý do", "department": "đơn vị",
    "department_code": "đơn vị", "departments": "đơn vị", "document_number": "số văn bản", "ends_on": "đến ngày",
    "expires_on": "hết hạn ngày", "file": "tệp", "file_name": "tệp", "is_active": "đang mở", "issued_on": "ngày ban hành",
    "items": "số mục", "label": "nhãn", "lift_ends": "mở đến", "lift_reason": "lý do", "max_score": "điểm tối đa",
    "name": "họ tên", "note": "ghi chú", "obligation": "việc", "place": "chỗ", "promised_by": "người hẹn",
    "promised_date": "ngày hẹn", "publication": "lần công bố", "reason": "lý do", "role": "vai trò", "rows": "số dòng",
    "said": "nội dung", "score": "điểm", "sessions": "số phiên", "sha256": "mã tệp", "stands_for": "thay cho",
    "starts_on": "từ ngày", "state": "trạng thái", "step": "bước", "until": "đến", "version": "bản", "way": "cách",
    "what": "nội dung", "wording": "câu chữ",
}  # fmt: skip

WAYS = {"password": "mật khẩu", "provider": "tài khoản chung của cơ quan", "proxy": "máy chủ trung gian"}


def act_words(action: str) -> str:
    """The act in Vietnamese; one without words shows as it is kept."""
    return ACTS.get(action, action)


def thing_words(kind: str | None, key: str | None) -> str:
    """
    What an entry is about: its kind in Vietnamese, and its name or number.

    >>> thing_words("account", "dt.an"), thing_words("hpnet_tasks", "CV-1"), thing_words(None, None)
    ('Tài khoản: dt.an', 'Công việc được giao trên HpNet: CV-1', '')
    """
    declared = _declared(kind or "")
    words = spoken(declared.title) if declared else THINGS.get(kind or "", kind)
    return ": ".join(filter(None, (words, key)))


def written_change_words(
    before: Mapping[str, Any] | None, after: Mapping[str, Any] | None, *, kind: str | None = None
) -> str:
    """
    What was and what is, old → new by name; columns of a table of that *kind* by their headings.

    >>> written_change_words({"role": "leader"}, {"role": "office"})
    'vai trò: leader → office'
    >>> written_change_words(None, {"way": "password", "departments": []})
    'cách: mật khẩu; đơn vị: không'
    """
    was, then, declared = before or {}, after or {}, _declared(kind or "")
    names = dict.fromkeys([*was, *then])
    labels = {name: column.label for name, column in declared.columns.items()} if declared else {}
    return "; ".join(
        f"{labels.get(name) or FIELDS.get(name, name)}: "
        f"{_sides(_spoken(name, was.get(name)), _spoken(name, then.get(name)), name in was)}"
        for name in names
    )


def _spoken(name: str, value: Any) -> Any:
    """A way of signing in by its words; any other value as it is kept."""
    return WAYS.get(value, value) if name == "way" and isinstance(value, str) else value


def _declared(kind: str) -> Kind | None:
    try:
        return kind_named(kind)
    except UnknownNameError:
        return None


def _sides(old: Any, new: Any, had: bool) -> str:
    return f"{_plain(old)} → {_plain(new)}" if had else _plain(new)


def _plain(value: Any) -> str:
    if not is_known(value):
        return "trống"
    if isinstance(value, bool):
        return "có" if value else "không"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value) or "không"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else str(value)

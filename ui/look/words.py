"""Which Vietnamese words name a column, an obligation, a kind of source or a state on screen."""

from domain.counted.source_kinds import KIND_NAMES
from domain.counted.states import STATE_VI
from metrics.limits.campaigns import LABEL_VI, LEFT_VI, UNIT_VI

# Obligation to its name, to what one counted thing is called, and to what is left ("việc chưa lưu trữ").
OBLIGATIONS = LABEL_VI
UNITS = UNIT_VI
LEFT = LEFT_VI

# Kind of source to its name where room is scarce.
KINDS = KIND_NAMES

# State or word of a list to how it reads.
STATES = STATE_VI

COLUMNS: dict[str, str] = {
    "department_code": "Đơn vị",
    "task_code": "Mã công việc",
    "document_number": "Số, ký hiệu",
    "subject": "Trích yếu",
    "assignee": "Người xử lý",
    "assigned_date": "Ngày giao",
    "due_date": "Hạn xử lý",
    "completed_date": "Ngày hoàn thành",
    "completed_on": "Ngày hoàn thành",
    "missing": "Thiếu bước",
    "days_late": "Số ngày quá hạn",
    "obligation": "Yêu cầu",
    "required": "Phải làm",
    "done": "Đã làm",
    "left": "Còn lại",
    "remaining": "Còn lại",
    "rate_pct": "Tỷ lệ",
    "vanished": "Không còn trong bản xuất",
    "data_age_days": "Tuổi số liệu (ngày)",
    "total": "Tổng số",
    "completed": "Hoàn thành",
    "open": "Đang mở",
    "open_overdue": "Quá hạn",
    "reported": "Đã báo cáo",
    "archived": "Đã lưu trữ",
    "with_work_file": "Có hồ sơ",
    "day": "Ngày",
    "scope": "Tổng phải làm",
    "pace": "Việc mỗi ngày",
    "score": "Điểm",
    "coverage_pct": "Độ phủ",
    "rank": "Thứ hạng",
    "band": "Mức",
    "code": "Mã",
    "name": "Nội dung",
    "max_score": "Điểm tối đa",
    "expected_score": "Điểm kỳ vọng",
    "expected_loss": "Có thể mất",
    "level": "Mức",
    "reasons": "Lý do",
    "owners": "Chủ trì",
    "status": "Trạng thái",
    "file": "Tệp",
    "sheet": "Trang tính",
    "source_row": "Dòng",
}


def person_words(account: str | None) -> str:
    """Who did something, as pages name them: not the account of the computer a command was typed on."""
    if account is None:
        return "chưa rõ"
    # The visitors of the trial share one account.
    return "người dùng thử" if account == "dung-thu" else account.split(" (", 1)[0]

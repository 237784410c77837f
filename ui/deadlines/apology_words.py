"""What is said of the overdue dossiers and the apologies they owe?"""

from typing import Any

import pandas as pd

from domain.departments import department_name
from domain.formats import NBSP, count, day, is_known
from metrics.limits.campaigns import countdown, next_limit
from ui.visit.session import today


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

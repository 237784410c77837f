"""What is still missing before this office sees its first honest figure, in order?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from data_loaders.declared.data_files import checked_files
from domain.agency.departments import scored_codes
from domain.agency.heads import has_head
from domain.agency.office import office
from domain.agency.scope import Viewer
from domain.agency.working_calendar import years_looked_through
from metrics.criteria.indicator_sets import decisions_in_use
from metrics.limits.campaigns import campaigns
from store.builds.reader import Reader
from store.disk.home import Home


@dataclass(frozen=True, slots=True)
class Step:
    """
    One thing to have.

    Attributes:
        is_needed: Without it no figure stands; else something is left out until it is there.
    """

    words: str
    is_done: bool
    note: str
    is_needed: bool = True


def steps(home: Home, viewer: Viewer, reader: Reader, *, today: date) -> tuple[Step, ...]:
    """Every step in the order in which a clerk takes them."""
    viewer.require("configure")
    return tuple(_steps(home, reader, today))


def checklist_headline(found: Sequence[Step]) -> str:
    """What is left of *found* in one line, what must be there before what should be."""
    needed = sum(one.is_needed and not one.is_done for one in found)
    useful = sum(not one.is_needed and not one.is_done for one in found)
    left = [
        f"{number} việc {words}" for number, words in ((needed, "phải làm"), (useful, "nên làm")) if number
    ]
    return f"Thiết lập còn {' và '.join(left)}" if left else "Thiết lập đã đủ"


def _steps(home: Home, reader: Reader, today: date) -> Iterator[Step]:
    faults = [one.sentence for one in checked_files() if one.faults]
    yield Step("Thông tin khớp nhau", not faults, faults[0] if faults else "Không tệp nào có lỗi.")
    own = home.own_data / "office.toml"
    yield Step(
        "Tên và tiêu đề của cơ quan", own.exists(), _own_or_shipped(own, office().name), is_needed=False
    )
    units = home.own_data / "codes" / "departments.csv"
    scored = f"{len(scored_codes())} đơn vị được chấm điểm"
    yield Step("Danh sách đơn vị", units.exists(), _own_or_shipped(units, scored))
    without = [code for code in scored_codes() if not has_head(code)]
    yield Step(
        "Người đứng đầu từng đơn vị", not without, f"Thiếu: {', '.join(without)}." if without else "Đủ.",
        is_needed=False,
    )  # fmt: skip
    ahead = [one for one in campaigns() if one.last_day >= today]
    said = (
        "; ".join(one.limit_vi for one in ahead)
        or "Không có đợt nào còn hạn thì trang Tổng quan chỉ nói về đợt đã qua và chỉ số."
    )
    yield Step("Đợt có thời hạn", bool(ahead), said, is_needed=False)
    missing = sorted({one.limit.year for one in ahead} - set(years_looked_through()))
    yield Step(
        "Lịch nghỉ, làm bù của năm", not missing,
        f"Chưa rà năm {', '.join(map(str, missing))}." if missing else "Đã rà.", is_needed=False,
    )  # fmt: skip
    has_set, has_export = bool(decisions_in_use(reader, as_of=today)), bool(reader.kinds())
    yield Step(
        "Bộ chỉ số của năm", has_set, "Đã có." if has_set else "Dán hoặc tải lên phụ lục của quyết định ở mục Bộ chỉ số.",
        is_needed=False,
    )  # fmt: skip
    yield Step(
        "Bản xuất đầu tiên", has_export,
        "Đã có." if has_export else "Nạp tại Nhập dữ liệu; chỉ với bản xuất công việc đã thấy được các thời hạn.",
    )  # fmt: skip


def _own_or_shipped(file: Path, words: str) -> str:
    """*words*, saying so while they come with the program and nobody of the office has saved them."""
    return f"{words}." if file.exists() else f"{words}: kèm phần mềm, chưa ai rà. Xem rồi lưu ở mục cùng tên."

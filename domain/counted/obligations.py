"""What an office has to bring to 100 %: one record per obligation, with its words, its sources and its step on the e-office."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

from domain.agency.office import spoken
from domain.program.places import CODES, OFFICE_FILE, Live, kept


@dataclass(frozen=True, slots=True)
class Obligation:
    """
    One thing that has to be done for every item of a kind.

    Attributes:
        code: Name in tables and rules.
        label_vi: Its name.
        short_vi: Its name where room is scarce.
        unit_vi: What one counted item is called.
        left_vi: What is left, after a number: "việc chưa lưu trữ".
        done_vi: What a done item is: "đã lưu trữ".
        counted_vi: What the denominator counts.
        next_step_vi: What to do with an item that is left.
        kinds: Kinds of source it is read from; the first says what is required.
        rule: The file under data/rules that decides who counts; empty where none does.
        section: The section of docs/method.md that says how it is counted.
        is_dated: An item's own due day is the limit of this obligation too.
        misses: The column of `metrics.counts.open_items` that tells its step is missing; empty for
            obligations that are no step of an assigned task.
        lags: Its place among the obligations where what usually lags behind comes first, from 1.
        measure: What is measured of a criterion through it (data/rules/measured_criteria.toml), also the work that a
            plan gives it; empty where that goes by its own code.
    """

    code: str
    label_vi: str
    short_vi: str
    unit_vi: str
    left_vi: str
    done_vi: str
    counted_vi: str
    next_step_vi: str
    kinds: tuple[str, ...]
    rule: str = ""
    section: str = "completion"
    is_dated: bool = False
    misses: str = ""
    lags: int = 0
    measure: str = ""

    @property
    def kind(self) -> str:
        """The kind of source that says what is required."""
        return self.kinds[0]


_TASK_COUNTED = "công việc được giao còn hiệu lực trên {e_office}"
_FILE_COUNTED = "công việc được giao của đơn vị đã gửi danh mục hồ sơ"

ALL: tuple[Obligation, ...] = (
    Obligation(
        "task_reported", "Báo cáo hoàn thành", "Báo cáo", "việc", "việc chưa báo cáo hoàn thành",
        "đã báo cáo hoàn thành", _TASK_COUNTED, "Báo cáo hoàn thành trên {e_office}", ("hpnet_tasks",),
        rule="denominator", is_dated=True, misses="misses_report", lags=3, measure="task_closure",
    ),
    Obligation(
        "task_archived", "Lưu trữ công việc", "Lưu trữ", "việc", "việc chưa lưu trữ", "đã lưu trữ", _TASK_COUNTED,
        "Lưu trữ công việc trên {e_office}", ("hpnet_tasks",), rule="denominator", misses="misses_archive", lags=1,
        measure="task_closure",
    ),
    Obligation(
        "work_file", "Lập hồ sơ công việc", "Lập hồ sơ", "việc", "việc chưa lập hồ sơ", "đã lập hồ sơ", _FILE_COUNTED,
        "Lập hồ sơ công việc, ghi mã hồ sơ vào công việc trên {e_office}", ("hpnet_tasks", "work_files"),
        rule="denominator", misses="misses_work_file", lags=2, measure="work_file_complete",
    ),
    Obligation(
        "work_file_complete", "Hồ sơ công việc đủ thông tin", "Hồ sơ đủ thông tin", "việc",
        "việc có hồ sơ chưa đủ thông tin", "có hồ sơ đủ thành phần", _FILE_COUNTED, "Bổ sung vào hồ sơ công việc",
        ("hpnet_tasks", "work_files"), rule="denominator", misses="misses_complete_file", lags=7,
    ),
    Obligation(
        "apology", "Xin lỗi công khai", "Xin lỗi", "hồ sơ", "hồ sơ quá hạn chưa xin lỗi hợp lệ", "đã xin lỗi hợp lệ",
        "hồ sơ TTHC quá hạn trong năm", "Gửi thư xin lỗi và hẹn lại ngày trả", ("dossiers", "apologies"),
        rule="apology", section="apologies", lags=4,
    ),
    Obligation(
        "shortfall", "Phụ lục 1: tồn tại năm trước", "Phụ lục 1", "tồn tại", "tồn tại chưa khắc phục", "đã khắc phục",
        "tồn tại nêu ở Phụ lục 1", "Khắc phục tồn tại, ghi kết quả", ("shortfalls",), section="shortfalls", is_dated=True, lags=5,
    ),
    Obligation(
        "assignment", "Phụ lục 2: phân công trong năm", "Phụ lục 2", "nhiệm vụ", "nhiệm vụ chưa hoàn thành",
        "đã hoàn thành", "nhiệm vụ nêu ở Phụ lục 2", "Hoàn thành nhiệm vụ, nộp sản phẩm", ("assignments",),
        section="assignments", is_dated=True, lags=6,
    ),
    Obligation(
        "digital_signature", "Văn bản ký số", "Ký số", "văn bản", "văn bản chưa ký số", "đã ký số",
        "văn bản đi trong sổ", "Ký số văn bản", ("outgoing_documents",), section="documents", lags=8,
    ),
)  # fmt: skip
"""Every obligation as it is written, the office's own words still open."""


RATIOS: tuple[Obligation, ...] = (
    Obligation(
        "dossiers_on_time", "Hồ sơ TTHC đúng hạn", "Đúng hạn", "hồ sơ", "hồ sơ quá hạn", "đúng hạn hoặc còn trong hạn",
        "hồ sơ TTHC của năm đã được tiếp nhận", "Trả kết quả đúng hạn", ("dossiers",), section="dossiers",
    ),
    Obligation(
        "dossiers_online", "Hồ sơ TTHC nộp trực tuyến", "Trực tuyến", "hồ sơ", "hồ sơ không nộp trực tuyến",
        "nộp trực tuyến", "hồ sơ TTHC của năm đã được tiếp nhận", "Hướng dẫn nộp trực tuyến", ("dossiers",),
        section="dossiers",
    ),
)  # fmt: skip
"""Shares that feed a criterion and that no notice asks to bring to 100 %."""


@kept(OFFICE_FILE, CODES / "departments.csv")
def _traced() -> dict[str, Obligation]:
    """What can be walked back to its rows, in the words of the office in effect."""
    return {one.code: _in_words(one) for one in (*ALL, *RATIOS)}


@kept(OFFICE_FILE, CODES / "departments.csv")
def _records() -> dict[str, Obligation]:
    """Every obligation in the words of the office in effect."""
    return {one.code: _traced()[one.code] for one in ALL}


def _in_words(one: Obligation) -> Obligation:
    worded = [part.name for part in fields(one) if part.name.endswith("_vi")]
    return replace(one, **{name: spoken(getattr(one, name)) for name in worded})


RECORDS: Mapping[str, Obligation] = Live(_records)
"""Every obligation by its code, in the order in which pages name them."""

TRACED: Mapping[str, Obligation] = Live(_traced)
"""Every obligation and every share beside them, by code: each a fraction whose rows can be listed."""

OBLIGATIONS: tuple[str, ...] = tuple(one.code for one in ALL)
"""The codes, in that order."""

STEPS: tuple[str, ...] = tuple(one.code for one in ALL if one.misses)
"""Obligations that are steps of an assigned task."""

MEASURED: Mapping[str, tuple[str, ...]] = {
    name: tuple(one.code for one in (*ALL, *RATIOS) if name == (one.measure or one.code))
    for name in dict.fromkeys(one.measure or one.code for one in (*ALL, *RATIOS))
}
"""
What is measured of a criterion, to the obligations or the share it is measured by.

Several follow one another in the same item and win the same points; the last is done when all are.
"""

LAGGING_FIRST: tuple[str, ...] = tuple(one.code for one in sorted(ALL, key=lambda one: one.lags))
"""The codes, what usually lags behind first."""


def obligation_of(measure: str | None) -> str | None:
    """
    The obligation or share whose rows *measure* counts; None for what is counted elsewhere.

    >>> obligation_of("task_closure"), obligation_of("apology"), obligation_of("ddci")
    ('task_archived', 'apology', None)
    """
    found = MEASURED.get(measure or "")
    return found[-1] if found else None


def words(field: str) -> Mapping[str, str]:
    """Code to what the records hold under *field*: ``words("unit_vi")["apology"]`` is "hồ sơ"."""
    return Live(lambda: _words(field))


@kept(OFFICE_FILE, CODES / "departments.csv")
def _words(field: str) -> dict[str, str]:
    return {code: getattr(one, field) for code, one in _records().items()}

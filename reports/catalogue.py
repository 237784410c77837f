"""Which papers are there, what are they called, and who drafts them?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.program.errors import UnknownNameError
from reports.apology_papers import apology_letter, apology_list, apology_slip
from reports.campaign_papers import one_page, reminder_letter, summary_report
from reports.drafting import Draft, Issued, Wanted
from reports.evidence_packs import evidence_pack
from reports.score_papers import self_score_sheet
from reports.year_basis import year_basis
from reports.year_capsule import issue_capsule
from store.builds.reader import Reader


@dataclass(frozen=True, slots=True)
class PaperKind:
    """
    One kind of paper.

    Attributes:
        title_vi: What the office calls it.
        drafted: What makes its words and tables.
        has_workbook: Its tables are also wanted in Excel; letters go out one by one without.
        by_campaign: It may be limited to one campaign.
        by_department: It may be limited to one unit.
        archived: What makes and records it whole, where it is an archive and no document.
    """

    title_vi: str
    drafted: Callable[[Reader, Wanted], Draft]
    has_workbook: bool = False
    by_campaign: bool = False
    by_department: bool = True
    archived: Callable[..., Issued] | None = None


def _no_pages(_reader: Reader, _wanted: Wanted) -> Draft:
    """The capsule is an archive: it has no page to look at."""
    why = (
        "Là một tệp nén gồm dữ liệu, quy tắc, tài liệu và văn bản của cả năm; không có trang in để xem trước"
    )
    return Draft((), ({"what": "Bản lưu trọn năm", "why": why},))


PAPERS: Mapping[str, PaperKind] = {
    "summary_report": PaperKind("Báo cáo tổng hợp", summary_report, has_workbook=True, by_campaign=True),
    "reminder_letter": PaperKind("Công văn đôn đốc", reminder_letter, by_campaign=True),
    "apology_slip": PaperKind("Phiếu xin lỗi và hẹn lại ngày trả kết quả", apology_slip),
    "apology_letter": PaperKind("Thư xin lỗi công khai", apology_letter, has_workbook=True),
    "apology_list": PaperKind("Danh sách xin lỗi công khai", apology_list, has_workbook=True),
    "self_score_sheet": PaperKind("Bảng tự chấm điểm", self_score_sheet, has_workbook=True),
    "evidence_pack": PaperKind("Gói tài liệu kiểm chứng", evidence_pack, has_workbook=True),
    "year_capsule": PaperKind("Bản lưu trọn năm", _no_pages, by_department=False, archived=issue_capsule),
    "year_basis": PaperKind("Căn cứ xếp loại, thi đua", year_basis, has_workbook=True),
    "one_page": PaperKind("Một trang cho lãnh đạo", one_page, by_campaign=True, by_department=False),
}


def paper_kind(name: str) -> PaperKind:
    """
    Return the kind of that name.

    Raises:
        UnknownNameError: There is no such paper.
    """
    if name not in PAPERS:
        raise UnknownNameError(f"Không có loại văn bản “{name}”", remedy=f"Các loại: {', '.join(PAPERS)}.")
    return PAPERS[name]

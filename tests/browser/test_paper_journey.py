"""The office chooses a paper, looks at it, makes it and takes it away: the file says what the pages say."""

import io
from pathlib import Path

from docx import Document
from playwright.sync_api import Page

from tests.browser.conftest import open_page
from tests.browser.test_numbers import LABELS, MAIN_LIMIT, plain


def test_a_report_is_chosen_looked_at_taken_and_equal_to_the_page(page: Page, server: str):
    open_page(page, f"{server}/?vai=van-phong&ngay=2023-11-12")
    page.locator(".cc-bars > li").nth(len(MAIN_LIMIT) - 1).wait_for()
    cards = [plain(text) for text in page.locator(".cc-bars > li").all_inner_texts()]

    open_page(page, f"{server}/bao_cao?vai=van-phong&ngay=2023-11-12&van_ban=summary_report")
    page.get_by_role("button", name="Xem trước").click()
    # As pages where the machine can draw them, as words where it cannot.
    page.get_by_alt_text("Trang 1 của văn bản").or_(page.get_by_text("BÁO CÁO", exact=True)).first.wait_for()
    page.get_by_role("button", name="Tạo báo cáo").click()
    page.get_by_text("Đạt thể thức").wait_for()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Tải Word").click()
    document = Document(io.BytesIO(Path(taken.value.path()).read_bytes()))
    lines = [[plain(cell.text) for cell in row.cells] for table in document.tables for row in table.rows]
    totals = {line[1]: line[2:] for line in reversed(lines) if len(line) == 6}

    for name in MAIN_LIMIT:
        _required, _done, left, share = totals[LABELS[name]]
        assert any(LABELS[name] in card and f"{share} · còn {left}" in card for card in cards), (name, cards)

"""A copied link opens the same view under another role, with the rows that role may see and no others."""

import pytest

from tests.browser.conftest import main_text, new_context, open_page

LINK = "don_vi=QLLD&ngay=2023-11-10&yeu_cau=task_reported"


@pytest.fixture
def visit(browser, server):
    """``visit("tien_do", "QLDT")`` gives the main part of a page as somebody in a browser of their own."""
    contexts = []

    def as_somebody(name: str, role: str, parameters: str = LINK) -> tuple[str, str]:
        context = new_context(browser)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)
        open_page(page, f"{server}/{name}?vai={role}&{parameters}")
        page.get_by_text("Đang xem số liệu như ngày").wait_for()
        page.get_by_role("button", name="Về hôm nay").wait_for()
        return main_text(page), page.url

    yield as_somebody
    for context in contexts:
        context.close()


def test_the_link_keeps_day_department_and_obligation(visit):
    text, url = visit("tien_do", "lanh-dao")

    assert "Báo cáo hoàn thành" in text
    assert "Phòng Quản lý Lao động" in text
    assert "Đang xem số liệu như ngày 10/11/2023" in text
    assert all(part in url for part in LINK.split("&"))


def without_the_link_to_do(text: str) -> list[str]:
    """The lines of a page without the link to *Cần xử lý* (its icon, its name), which only the office may open."""
    return [line for line in text.splitlines() if line not in ("", "rule", "Cần xử lý")]


def test_leader_and_office_see_the_same_view(visit):
    leader, _ = visit("tien_do", "lanh-dao")
    office, _ = visit("tien_do", "van-phong")

    assert "Cần xử lý" in office.splitlines()
    assert "Cần xử lý" not in leader.splitlines()
    assert without_the_link_to_do(leader)[:12] == without_the_link_to_do(office)[:12]


def test_another_department_gets_the_same_page_and_day_with_its_own_rows(visit):
    text, _ = visit("tien_do", "QLDT")

    assert "Đang xem số liệu như ngày 10/11/2023" in text
    assert "Báo cáo hoàn thành" in text
    assert "Phòng Quản lý Đầu tư" in text
    assert "Quản lý Lao động" not in text


def test_changes_between_two_days_are_shared_the_same_way(visit):
    link = "ngay=2023-11-10&tu=2023-11-07&den=2023-11-10&loai=new&don_vi=QLLD"
    leader, _ = visit("thay_doi", "lanh-dao", link)
    department, _ = visit("thay_doi", "QLDT", link)

    assert "Từ 07/11 đến 10/11" in leader
    assert "Từ 07/11 đến 10/11" in department
    assert "Quản lý Lao động" in leader
    assert "Quản lý Lao động" not in department


def test_back_to_today_leaves_the_rest_as_it_is(browser, server):
    context = new_context(browser)
    page = context.new_page()
    page.set_default_timeout(60_000)
    open_page(page, f"{server}/tien_do?vai=lanh-dao&{LINK}")

    page.get_by_role("button", name="Về hôm nay").click()
    page.get_by_text("Đang xem số liệu như ngày").wait_for(state="hidden")

    assert "ngay=" not in page.url
    assert "don_vi=QLLD" in page.url
    context.close()

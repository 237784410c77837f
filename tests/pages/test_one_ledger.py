"""Do the figures of points and of work that one person reads on one page stand on every other page?"""

import re

import pytest


@pytest.fixture
def words_of(visit, said):
    """Everything a page says to somebody, tiles included, without marks of form."""

    def read(page: str, **address: str) -> str:
        app = visit(page, **address)
        assert not app.exception, page
        tiles = [f"{one.label}: {one.value} {one.help or ''}" for one in app.metric]
        return re.sub(r"<[^>]+>|\*\*", "", "\n".join([said(app), *tiles])).replace("\u00a0", " ")

    return read


def figures(text: str, pattern: str) -> set[str]:
    found = re.findall(pattern, text)
    assert found, pattern
    return set(found)


KEEPABLE = r"(\d+,\d\d)(?: điểm)? còn giữ được đến hạn|[Cc]òn giữ được đến hạn:? (\d+,\d\d)"


def keepable(text: str) -> set[str]:
    return {first or second for first, second in figures(text, KEEPABLE)}


def test_the_leadership_reads_one_figure_of_what_may_be_lost_and_of_what_can_be_kept(loaded_home, words_of):
    overview, risk, plan, index = (words_of(page) for page in ("tong_quan", "nguy_co", "ke_hoach", "chi_so"))

    (kept,) = keepable(risk)
    assert kept == "6,08"
    assert keepable(overview) == keepable(plan) == keepable(index) == {kept}
    (lost,) = figures(risk, r"Có thể mất (\d+,\d\d) điểm; lớn nhất")
    assert (
        figures(overview, r"Điểm có thể mất: (\d+,\d\d)")
        == figures(index, r"cách điểm tối đa (\d+,\d\d)")
        == {lost}
    )
    (expected,) = figures(index, r"Điểm dự kiến: (\d+,\d)")
    assert figures(overview, r"Điểm dự kiến: (\d+,\d)") == {expected}
    assert figures(plan, r"dự kiến (\d+,\d\d) điểm") == {"87,18"} and expected == "87,2"


def test_a_unit_and_the_leadership_read_the_same_of_that_unit(loaded_home, words_of):
    for page in ("nguy_co", "don_vi"):
        theirs, ours = (
            words_of(page, **address) for address in ({"don_vi": "QLDT"}, {"vai": "QLDT", "don_vi": "QLDT"})
        )
        for pattern in (r"[Pp]hần của đơn vị có thể mất (\d+,\d\d)", r"(\d+ việc \(thiếu \d+ bước\))"):
            if page == "don_vi" or "việc" not in pattern:
                assert figures(theirs, pattern) == figures(ours, pattern)
        assert keepable(theirs) == keepable(ours) == {"0,52"}


def test_what_a_unit_has_left_before_the_limit_is_one_number(loaded_home, words_of):
    own = words_of("tong_quan", vai="QLDT", don_vi="QLDT")
    page = words_of("don_vi", vai="QLDT", don_vi="QLDT")

    (left,) = figures(own, r"còn (\d+ việc \(thiếu \d+ bước\)) trước ngày 17/11")
    assert figures(page, r"Riêng trước ngày 17/11: (\d+ việc \(thiếu \d+ bước\))") == {left}
    assert f"Quản lý Đầu tư xa 100% nhất: còn {left}" in words_of("tong_quan")

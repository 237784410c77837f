"""Role × page × action: what the matrix says is what a running server does, and what the manual prints."""

import pytest

from domain.agency.scope import ACTIONS, ROLES
from domain.program.places import ROOT
from tests.access.visiting import open_page, open_pages, session
from ui.people.matrix import ACTION_WORDS, role_matrix
from ui.people.words import ROLES as ROLE_WORDS

ALL, WHOLE, OFFICE = "leader office department", "leader office", "office"
# One line per page: the roles it opens for. A page without a line fails.
OPENS = {
    "tong_quan": ALL, "tien_do": ALL, "hpnet": ALL, "tthc_xin_loi": ALL, "don_vi": ALL, "ky_so": ALL,
    "nhac_viec": WHOLE, "chot_so_lieu": ALL, "nguy_co": ALL, "chi_so": ALL, "ton_tai_phan_cong": ALL,
    "ke_hoach": ALL, "sipas_ddci_par": ALL, "bo_chi_so": WHOLE, "tai_lieu": WHOLE, "nhap_du_lieu": OFFICE,
    "lich_su_nap": OFFICE, "can_xu_ly": OFFICE, "dinh_chinh": OFFICE, "thay_doi": ALL, "nguon_goc": ALL,
    "phan_anh": ALL, "bao_cao": WHOLE, "cach_tinh": ALL, "quan_tri": "admin", "nhat_ky": "leader office admin",
    "thiet_lap": OFFICE,
}  # fmt: skip
ACCOUNTS = {"leader": "ld.ha", "office": "vp.an", "department": "qhxd", "admin": "quantri"}
CLOSED = ("Trang này dành cho", "Tài khoản quản trị không xem số liệu")
# The first page of a menu goes by the bare address, and by its name as well.
FIRST = {"leader": "tong_quan", "office": "tong_quan", "department": "tong_quan", "admin": "quan_tri"}


def test_every_page_has_its_line():
    assert set(OPENS) == {path.stem for path in (ROOT / "pages").glob("*.py")}


@pytest.fixture(scope="module")
def seen(office_server, sample_office):
    """Each role's every page as the server gives it."""
    tokens = {role: session(sample_office, account) for role, account in ACCOUNTS.items()}
    found = {}
    for role, token in tokens.items():
        asked = [("" if page == FIRST[role] else page, "") for page in OPENS]
        found[role] = dict(zip(OPENS, open_pages(office_server, [token], asked)[token], strict=True))
    return found


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("page", OPENS)
def test_a_page_opens_for_its_roles_and_says_so_to_the_others(seen, role, page):
    visit = seen[role][page]

    assert visit.errors == []
    is_closed = any(title.startswith(CLOSED) for title in visit.titles)
    assert visit.titles and is_closed == (role not in OPENS[page].split())


@pytest.mark.parametrize("role", ROLES)
def test_the_first_page_answers_to_its_name(office_server, sample_office, seen, role):
    by_name = open_page(office_server, session(sample_office, ACCOUNTS[role]), FIRST[role])

    assert by_name.errors == []
    assert by_name.titles == seen[role][FIRST[role]].titles


def test_the_manual_prints_the_matrix_of_the_code():
    said = (ROOT / "docs" / "van-hanh" / "vai-tro.md").read_text(encoding="utf-8")

    assert role_matrix() in said, "docs/van-hanh/vai-tro.md is not what ui.people.matrix.role_matrix() says"
    assert set(ACTION_WORDS) == set(ACTIONS)
    assert set(ROLE_WORDS) == set(ROLES)

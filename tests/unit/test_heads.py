"""Every department can be addressed by its head's title, and nobody by name."""

from domain.agency.departments import scored_codes
from domain.agency.heads import head_of


def test_every_scored_department_has_a_title():
    assert all(
        head_of(code).title_vi.split()[0] in ("Chánh", "Trưởng", "Giám", "Hiệu") for code in scored_codes()
    )


def test_an_unknown_department_is_addressed_by_its_name():
    assert head_of("XYZ").title_vi == "Thủ trưởng XYZ"
    assert head_of("XYZ").email == ""

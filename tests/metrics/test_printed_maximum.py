"""A score sheet that prints the maxima of another set: its scores count by their share, and it is said."""

from datetime import date

import pytest

from metrics.criteria.assessment import assess
from metrics.points.index import index
from metrics.points.set_effect import set_effect

AS_OF = date(2023, 11, 12)
OLD = {"decision": "50/QĐ-UBND", "in_force_from": date(2023, 1, 5)}
NEW = {"decision": "77/QĐ-UBND", "amends": "50/QĐ-UBND", "in_force_from": date(2023, 6, 1)}


@pytest.fixture
def amended(reader, add):
    """1.1 falls from 20 to 10 points after its sheet was printed; 15 of 20 were claimed, and all of the rest."""
    add("indicator", code="1", name="Lĩnh vực", max_score=60, level=1, sort_order=1, **OLD)
    for n, (code, top) in enumerate((("1.1", 20), ("1.2", 40)), 2):
        add(
            "indicator",
            code=code,
            parent_code="1",
            name=code,
            max_score=top,
            level=2,
            sort_order=n,
            method="self",
            **OLD,
        )
    add("indicator", code="1", action="change", max_score=50, **NEW)
    add("indicator", code="1.1", action="change", max_score=10, **NEW)
    add("indicator_score", code="1.1", max_score=20, self_score=15, department_code="VP")
    add("indicator_score", code="1.2", max_score=40, self_score=40, department_code="VP")
    return reader


def test_a_claim_out_of_another_maximum_counts_by_its_share_and_never_as_full(amended):
    found = assess(amended, as_of=AS_OF)
    assert found is not None
    leaf, whole = found.leaf("1.1"), found.leaf("1.2")
    assert leaf and whole

    assert (leaf.max_score, leaf.expected, whole.expected) == (10, 7.5, 40)
    told = [one.text for one in leaf.reasons]
    assert "Bảng chấm in tối đa 20,00 điểm, bộ chỉ số là 10,00: điểm quy theo phần đạt" in told
    assert not any("Bảng chấm in" in one.text for one in whole.reasons)


def test_the_index_is_that_of_the_effect_of_the_amendment(amended):
    effect = set_effect(amended, as_of=AS_OF, old="50/QĐ-UBND", new="77/QĐ-UBND")
    assert effect is not None

    assert float(index(amended, as_of=AS_OF).iloc[0]["expected"]) == 47.5
    assert float(effect.expected_moved) == -7.5


def test_an_appraisal_out_of_another_maximum_too(amended, add):
    add(
        "indicator_score", code="1.1", round="appraised_1", max_score=20, appraised_1=10, department_code="VP"
    )

    found = assess(amended, as_of=AS_OF)
    assert found is not None and (leaf := found.leaf("1.1"))
    assert (leaf.judgement.basis, leaf.expected) == ("appraised", 5)

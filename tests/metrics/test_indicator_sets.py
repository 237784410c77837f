"""The shipped sets add up, amendments move what they say, and every fault is named with its place."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from domain.program.errors import UnknownNameError
from domain.rules.rule_text import rule_of_text
from domain.sets.amendments import amended, indicator_set, set_of_year
from domain.sets.indicator_sets import Change, Criterion, Decision, IndicatorSet, decision_key
from domain.sets.set_problems import problems_of
from domain.sets.shipped_sets import shipped_decisions
from domain.sets.stated_sets import measure_by_name
from metrics.criteria.indicator_sets import decisions_in_use, loaded_decisions, loaded_set_problems
from metrics.criteria.set_difference import set_difference

AS_OF = date(2023, 11, 12)
BASE = indicator_set("3078/QĐ-UBND", as_of=AS_OF)
AMENDED = indicator_set("1219/QĐ-UBND", as_of=AS_OF)


def clause(code: str, points: str | None, parent: str | None = None, **more) -> Criterion:
    values = {"level": code.count(".") + 1, "name": f"Mục {code}", "place": f"Phụ lục, dòng {code}", **more}
    return Criterion(
        code=code, parent_code=parent, max_score=None if points is None else Decimal(points), **values
    )


def small(*criteria: Criterion) -> IndicatorSet:
    return IndicatorSet("1/QĐ", "1/QĐ", "Bộ nhỏ", False, tuple(criteria))


def amendment(*changes: Change) -> Decision:
    return Decision("2/QĐ", "Sửa đổi", date(2023, 5, 10), amends="1/QĐ", changes=changes)


TREE = small(clause("1", "3"), clause("1.1", "1", "1"), clause("1.10", "2", "1"))


def test_the_shipped_base_has_the_expected_shape():
    assert BASE.total == Decimal(100)
    assert (len(BASE.children[None]), len(BASE.leaves)) == (8, 95)
    assert sum(criterion.level == 2 for criterion in BASE.criteria) == 45
    assert sum(criterion.level == 3 for criterion in BASE.criteria) == 84
    assert BASE.is_sample
    assert problems_of(BASE, total=Decimal(100)) == ()


def test_every_shipped_leaf_has_a_rule_and_its_wording_says_the_same():
    for tree in (BASE, AMENDED):
        for leaf in tree.leaves:
            assert leaf.rule is not None, leaf.code
            assert rule_of_text(leaf.rule_text) in (leaf.rule, None), leaf.code


def test_the_amended_set_still_adds_up_to_one_hundred():
    assert AMENDED.total == Decimal(100)
    assert problems_of(AMENDED, total=Decimal(100)) == ()
    assert AMENDED.amended_by == ("1219/QĐ-UBND",)


@pytest.mark.parametrize(
    ("on", "decision"),
    [
        (date(2019, 6, 1), "3078/QĐ-UBND"),
        (date(2022, 12, 31), "3078/QĐ-UBND"),
        (date(2023, 5, 9), "3078/QĐ-UBND"),
        (date(2023, 5, 10), "1219/QĐ-UBND"),
        (date(2024, 1, 1), "1219/QĐ-UBND"),
    ],
)
def test_the_set_in_force_follows_the_date(on, decision):
    assert indicator_set(as_of=on).decision == decision


def test_any_year_can_be_scored_under_either_set():
    assert set_of_year(2022).decision == "3078/QĐ-UBND"
    assert indicator_set("1219/QĐ-UBND", as_of=date(2022, 12, 31)).by_code["7.2.1"].max_score == Decimal(
        "2.00"
    )
    assert indicator_set("QĐ số 3078/qđ-ubnd", as_of=date(2024, 1, 1)).by_code["7.2.1"].max_score == Decimal(
        "1.50"
    )


def test_an_unknown_decision_is_refused_with_the_known_ones():
    with pytest.raises(UnknownNameError, match="3078/QĐ-UBND"):
        indicator_set("9999/QĐ-UBND", as_of=AS_OF)


def test_the_difference_names_each_clause_and_the_points_it_moves():
    difference = set_difference(BASE, AMENDED)

    moved = {row["code"]: (row["change"], row["points_moved"]) for row in difference.to_dict("records")}
    assert moved == {
        "3.3": ("changed", Decimal("-0.50")),
        "3.3.4": ("removed", Decimal("-0.50")),
        "3.6": ("changed", Decimal("0.50")),
        "3.6.3": ("added", Decimal("0.50")),
        "7.2": ("changed", Decimal("0.50")),
        "7.2.1": ("changed", Decimal("0.50")),
        "7.3.2": ("changed", Decimal("0.00")),
        "7.4": ("changed", Decimal("-0.50")),
    }
    leaves = difference[difference["is_leaf"]]
    assert sum(leaves["points_moved"]) == AMENDED.total - BASE.total


def test_codes_are_kept_as_printed():
    assert [leaf.code for leaf in TREE.leaves] == ["1.1", "1.10"]
    assert TREE.by_code["1.10"].max_score != TREE.by_code["1.1"].max_score


def test_an_added_clause_stands_after_its_siblings():
    new = Change("add", "1.2", clause("1.2", "1", "1"))

    tree = amended(small(*TREE.criteria, clause("2", "1")), amendment(new))

    assert [criterion.code for criterion in tree.criteria] == ["1", "1.1", "1.10", "1.2", "2"]


def test_a_change_keeps_what_it_does_not_say():
    old = clause("1", "1", name="Tên cũ", rule_text="Lời cũ")
    new = Change("change", "1", clause("1", "2", name=""))

    changed = amended(small(old), amendment(new)).by_code["1"]

    assert (changed.name, changed.max_score, changed.rule_text) == ("Tên cũ", Decimal(2), "Lời cũ")


def test_removing_a_clause_removes_what_lies_under_it():
    tree = small(clause("1", "1"), clause("1.1", "1", "1"), clause("1.1.1", "1", "1.1"), clause("2", "1"))

    left = amended(tree, amendment(Change("remove", "1.1", None)))

    assert [criterion.code for criterion in left.criteria] == ["1", "2"]


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (Change("change", "9.9", clause("9.9", "1"), place="Trang 1, dòng 7"), "clause_missing"),
        (Change("remove", "9.9", None, place="Trang 1, dòng 7"), "clause_missing"),
        (Change("add", "1.1", clause("1.1", "1", "1"), place="Trang 1, dòng 7"), "clause_exists"),
        (Change("add", "7.1", clause("7.1", "1", "7"), place="Trang 1, dòng 7"), "unknown_parent"),
    ],
)
def test_an_amendment_with_an_impossible_clause_changes_nothing_and_says_where(change, kind):
    tree = amended(TREE, amendment(Change("change", "1.1", clause("1.1", "5", "1")), change))

    assert tree.criteria == TREE.criteria
    assert [(problem.kind, problem.place) for problem in tree.problems] == [(kind, "Trang 1, dòng 7")]


@pytest.mark.parametrize(
    ("tree", "kind", "place"),
    [
        (small(clause("1", "3"), clause("1.1", "1", "1")), "points_do_not_add_up", "Phụ lục, dòng 1"),
        (small(clause("1", "1"), clause("1", "1")), "duplicate_code", "Phụ lục, dòng 1"),
        (small(clause("1.1", "1", "1")), "unknown_parent", "Phụ lục, dòng 1.1"),
        (small(clause("1", None)), "missing_value", "Phụ lục, dòng 1"),
    ],
)
def test_a_wrong_set_is_named_at_its_place(tree, kind, place):
    found = problems_of(tree)

    assert (kind, place) in [(problem.kind, problem.place) for problem in found]


def test_a_total_that_is_not_as_stated_is_named():
    assert problems_of(TREE, total=Decimal(100))[0].kind == "points_do_not_add_up"


def test_a_parent_without_points_has_the_sum_of_its_children():
    base = Decision(
        "1/QĐ", "Bộ", None, criteria=(clause("1", None), clause("1.1", "1", "1"), clause("1.2", "2", "1"))
    )

    assert indicator_set(as_of=AS_OF, decisions=(base,)).by_code["1"].max_score == Decimal(3)


def test_decisions_are_recognised_however_they_are_written():
    assert decision_key("Quyết định 1219/QĐ-UBND ngày 10/5/2023") == decision_key("1219/QĐ-UBND")
    assert decision_key("1219/QĐ-UBND") != decision_key("3078/QĐ-UBND")


@pytest.mark.parametrize(
    ("name", "measure"),
    [
        ("Thực hiện xin lỗi tổ chức, cá nhân khi trễ hẹn", "apology"),
        ("TỶ LỆ HỒ SƠ TTHC GIẢI QUYẾT ĐÚNG HẠN", "dossiers_on_time"),
        ("Tỷ lệ phản ánh, kiến nghị được xử lý đúng hạn", None),
        ("Tỷ lệ văn bản đi được ký số", "digital_signature"),
    ],
)
def test_a_loaded_criterion_is_measured_by_the_words_of_its_name(name, measure):
    assert measure_by_name(name) == measure


def add_base(add, **more):
    values = {"decision": "3078/QĐ-UBND", "in_force_from": date(2022, 9, 21), **more}
    add("indicator", code="1", name="Lĩnh vực", max_score=3, level=1, sort_order=1, **values)
    add("indicator", code="1.1", parent_code="1", name="A", max_score=1, level=2, sort_order=2, method="self",
        rule_text="Đầy đủ: 1,00 điểm; Không đầy đủ: 0 điểm.", **values)  # fmt: skip
    add("indicator", code="1.10", name="B", max_score=2, level=2, sort_order=3, **values)


def test_a_loaded_set_replaces_the_shipped_ones(reader, add):
    add_base(add)

    known = decisions_in_use(reader, as_of=AS_OF)
    tree = indicator_set(as_of=AS_OF, decisions=known)

    assert [decision.number for decision in known] == ["3078/QĐ-UBND"]
    assert not tree.is_sample
    assert [(leaf.code, leaf.max_score) for leaf in tree.leaves] == [("1.1", 1), ("1.10", 2)]
    assert tree.by_code["1.1"].rule.type == "boolean"
    assert tree.by_code["1.10"].parent_code == "1"


def test_a_loaded_amendment_extends_a_loaded_base(reader, add):
    add_base(add)
    values = {"decision": "1219/QĐ-UBND", "amends": "3078/QĐ-UBND", "in_force_from": date(2023, 5, 10)}
    add("indicator", code="1", action="change", max_score=4, **values)
    add("indicator", code="1.1", action="change", max_score=2, **values)

    tree = indicator_set(as_of=AS_OF, decisions=decisions_in_use(reader, as_of=AS_OF))

    assert tree.problems == ()
    assert (tree.total, tree.by_code["1.1"].name) == (Decimal(4), "A")


def test_a_loaded_amendment_alone_extends_the_shipped_base(reader, add):
    add("indicator", decision="1219/QĐ-UBND", amends="3078/QĐ-UBND", action="change", code="7.4",
        max_score="0.5", in_force_from=date(2023, 5, 10))  # fmt: skip

    tree = indicator_set(as_of=AS_OF, decisions=decisions_in_use(reader, as_of=AS_OF))

    assert tree.amended_by == ("1219/QĐ-UBND",)
    assert tree.by_code["7.4"].max_score == Decimal("0.5")
    assert {p.code for p in tree.problems} == {
        "7",
        "7.4",
    }  # 7 no longer adds up, the steps of 7.4 no longer fit


def test_a_loaded_amendment_of_a_missing_clause_is_reported_with_sheet_and_row(reader, add):
    add_base(add)
    row = add("indicator", decision="1219/QĐ-UBND", amends="3078/QĐ-UBND", action="change", code="8.8",
              max_score=1, in_force_from=date(2023, 5, 10))  # fmt: skip

    tree = indicator_set(as_of=AS_OF, decisions=decisions_in_use(reader, as_of=AS_OF))

    assert [(p.kind, p.place) for p in tree.problems] == [
        ("clause_missing", f"Trang 1, dòng {row['source_row']}")
    ]
    assert tree.total == Decimal(3)


def test_without_anything_loaded_the_samples_are_used(reader):
    assert decisions_in_use(reader, as_of=AS_OF) == shipped_decisions()
    assert loaded_decisions(reader, as_of=AS_OF) == ()


def test_a_department_sees_the_set_too(reader_for, add):
    add_base(add)

    assert loaded_decisions(reader_for("QLDT"), as_of=AS_OF) != ()


def test_a_loaded_copy_of_the_sample_amendment_is_still_a_sample(reader, add):
    (sample,) = [d for d in shipped_decisions() if d.amends]
    for change in sample.changes:
        new = change.criterion
        add("indicator", decision=sample.number, amends=sample.amends, action=change.action, code=change.code,
            name=new.name if new else "Bãi bỏ", max_score=new.max_score if new else None)  # fmt: skip
    (copy,) = loaded_decisions(reader, as_of=AS_OF)
    assert copy.is_sample

    add("indicator", decision=sample.number, amends=sample.amends, action="change", code="1.5", max_score=1)
    (other,) = loaded_decisions(reader, as_of=AS_OF)
    assert not other.is_sample


def test_one_tree_is_never_changed_by_amending_it():
    before = replace(TREE)

    amended(TREE, amendment(Change("remove", "1.1", None)))

    assert before == TREE


def test_a_clause_that_names_itself_as_parent_does_not_hang(reader, add):
    add("indicator", code="1", parent_code="1", max_score=None, name="Vòng")
    add("indicator", code="1.1", parent_code="1", max_score=2, name="Lá")

    tree = indicator_set(as_of=AS_OF, decisions=decisions_in_use(reader, as_of=AS_OF))

    assert (tree.total, tree.by_code["1"].max_score) == (Decimal(2), Decimal(2))


def test_problems_of_loaded_sets_are_listed_for_the_page(reader, add):
    add_base(add)
    add("indicator", decision="77/QĐ", amends="9999/QĐ-UBND", action="change", code="1", max_score=1)

    kinds = {problem.kind for problem in loaded_set_problems(reader, as_of=AS_OF)}

    assert kinds == {"base_missing"}

"""What is wrong with a tree of criteria: its codes, its sums, its rules?"""

from collections.abc import Iterable
from decimal import Decimal

from domain.rules.scoring import rule_problems
from domain.sets.indicator_sets import Criterion, IndicatorSet, SetProblem, problem_at

_ZERO = Decimal(0)


def problems_of(tree: IndicatorSet, *, total: Decimal | None = None) -> tuple[SetProblem, ...]:
    """Return everything wrong with *tree*: codes, parents, sums at every level, rules."""
    return (*_code_problems(tree), *_sum_problems(tree, total), *_rule_problems(tree))


def _code_problems(tree: IndicatorSet) -> list[SetProblem]:
    problems, seen = [], set()
    for criterion in tree.criteria:
        if criterion.code in seen:
            problems.append(problem_at("duplicate_code", criterion, f"Mã {criterion.code} ghi hai lần"))
        seen.add(criterion.code)
        if criterion.parent_code is not None and criterion.parent_code not in tree.by_code:
            message = f"Mục cha {criterion.parent_code} của {criterion.code} không có"
            problems.append(problem_at("unknown_parent", criterion, message))
    return problems


def _sum_problems(tree: IndicatorSet, total: Decimal | None) -> list[SetProblem]:
    problems = []
    for criterion in _inside(tree, tree.criteria):
        under = _inside(tree, tree.children.get(criterion.code, ()))
        below = sum((child.max_score or _ZERO for child in under), _ZERO)
        if under and criterion.max_score != below:
            message = (
                f"{criterion.code}: điểm tối đa {_vi(criterion.max_score)}, các mục con cộng lại {_vi(below)}"
            )
            value = f"{_vi(criterion.max_score)} ≠ {' + '.join(_vi(child.max_score) for child in under)}"
            problems.append(problem_at("points_do_not_add_up", criterion, message, value))
        if not under and criterion.max_score is None:
            problems.append(problem_at("missing_value", criterion, f"{criterion.code} không có điểm tối đa"))
    fields = sum((c.max_score or _ZERO for c in _inside(tree, tree.children.get(None, ()))), _ZERO)
    if total is not None and fields != total:
        message = f"Tổng điểm các lĩnh vực là {_vi(fields)}, phải là {_vi(total)}"
        problems.append(SetProblem("points_do_not_add_up", "", tree.decision, message))
    return problems


def _inside(tree: IndicatorSet, criteria: Iterable[Criterion]) -> tuple[Criterion, ...]:
    """*criteria* without those of bonus and penalty groups, which add up to nothing."""
    return tuple(one for one in criteria if one.code not in tree.outside_codes)


def _rule_problems(tree: IndicatorSet) -> list[SetProblem]:
    return [
        problem_at(f"rule_{fault.kind}", leaf, f"{leaf.code}: {fault.message}", fault.message)
        for leaf in tree.leaves
        if leaf.rule is not None and leaf.max_score is not None
        for fault in rule_problems(leaf.rule, leaf.max_score)
    ]


def _vi(points: Decimal | None) -> str:
    return "trống" if points is None else f"{points.normalize():f}".replace(".", ",")

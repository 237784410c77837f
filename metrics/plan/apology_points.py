"""How many index points does each overdue dossier without a valid apology cost under the rule in force?"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from domain.wording.formats import NBSP, count, points
from metrics.criteria.assessment import assess
from metrics.plan.planner import Goal, goals
from store.builds.reader import Reader


@dataclass(frozen=True, slots=True)
class ApologyPoints:
    """
    What the open dossiers are worth together, and how the points arrive.

    Attributes:
        code: The criterion that counts apologies.
        items: Open dossiers it still counts.
        total: Points won when all of them are done.
        first_step: Dossiers that must be done before anything is won.
        next_gain: Points won at that step.
    """

    code: str
    items: int
    total: Decimal
    first_step: int
    next_gain: Decimal

    @property
    def each(self) -> Decimal:
        """Points of one dossier where all of them are done."""
        return self.total / self.items

    @property
    def words(self) -> str:
        """One sentence per fact: what one costs, and from which number on it pays."""
        one = f"Mỗi hồ sơ còn nợ thư xin lỗi làm mất khoảng {points(self.each)}{NBSP}điểm của tiêu chí {self.code}"
        if self.first_step == 1:
            return f"{one}; xong hồ sơ nào được thêm điểm hồ sơ ấy."
        whole = "cả " if self.first_step == self.items else ""
        return (
            f"{one}, tính đều cho {count(self.items)}{NBSP}hồ sơ; theo quy tắc chấm, xong {whole}{count(self.first_step)}{NBSP}hồ sơ "
            f"mới thêm được {points(self.next_gain)}{NBSP}điểm, ít hơn thì điểm chưa đổi."
        )


def apology_points(reader: Reader, *, as_of: date) -> tuple[ApologyPoints, ...]:
    """
    The criteria that count apologies and can still win points; none where the rule does not speak of them.

    Nothing is said of a criterion that is announced, appraised or set by hand: its points no longer move.
    """
    assessment = assess(reader, as_of=as_of)
    found = () if assessment is None else goals(assessment)
    return tuple(_points(goal) for goal in found if any(pool.kind == "apology" for pool in goal.pools))


def _points(goal: Goal) -> ApologyPoints:
    step, gain = goal.steps[0]
    return ApologyPoints(goal.code, len(goal.gains) - 1, goal.gains[-1], step, gain)

"""What is the best evidence for one criterion, and what score does it lead to?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any, Literal

from domain.rules.scoring import Observation, not_applicable, score
from domain.sets.indicator_sets import Criterion
from domain.wording.formats import percent
from metrics.criteria.documents import Proof
from metrics.criteria.measured import Measure, measured_score
from metrics.criteria.outcomes import (
    Outcome,
    after_more_cases,
    around,
    certain,
    done_in_time,
    lost_or_kept,
    may_be_struck,
    mixed,
    rising_points,
    struck,
)
from metrics.criteria.overrides import Override
from metrics.criteria.reasons import Reason, reason
from metrics.criteria.score_sheets import ScoreLine

Basis = Literal[
    "not_applicable", "announced", "survey", "appraised", "override", "measured", "self", "assignment", "last_year",
    "unknown",
]  # fmt: skip
_ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class RiskRule:
    """The dated rates of `data/rules/indicator_risk.toml`; the file says what each means."""

    half_life_days: Mapping[str, float]
    overdue_factor: float
    concentration: float
    repeat_when_done: float
    repeat_when_open: float
    repeat_when_unassigned: float
    new_loss: float
    new_loss_when_open: float
    new_loss_share: Decimal
    survey_spread: Decimal
    shared_share: float
    draws: int
    seed: int
    levels: tuple[tuple[str, Decimal, Decimal], ...]
    prior: "AppraisalPrior | None" = None

    @classmethod
    def of(cls, rule: Mapping[str, Any]) -> "RiskRule":
        """The typed form of one ``[[rule]]`` block."""
        exact: dict[str, Any] = {
            name: Decimal(str(rule[name])) for name in ("new_loss_share", "survey_spread")
        }
        plain = {name: rule[name] for name in cls.__dataclass_fields__ if name in rule and name not in exact}
        levels = tuple(
            (step["name"], Decimal(str(step["points"])), Decimal(str(step["share_pct"])))
            for step in rule["level"]
        )
        stated = rule.get("appraisal_prior")
        return cls(**plain, **exact, levels=levels, prior=AppraisalPrior(**stated) if stated else None)


@dataclass(frozen=True, slots=True)
class AppraisalPrior:
    """
    What appraisals take off self scores where nothing of one's own is known yet.

    Attributes:
        strike_chance: Share of the self scores that an appraisal takes something off.
        strike_share: Part of the maximum that is then gone.
        years: It weighs as much as that many appraised years of the office.
        field_cases, cases: The office weighs as much as that many cases of a field, the field of a criterion.
        shared_share: How far criteria fall together as one appraisal is stricter than another.
        shared_more: How much more they do while no year is known.
        memory: What a year weighs beside the one after it: appraisals grow stricter or milder with time.
    """

    strike_chance: float
    strike_share: float
    years: float
    field_cases: float
    cases: float
    shared_share: float
    shared_more: float
    memory: float = 1.0


@dataclass(frozen=True, slots=True)
class Strikes:
    """How often an appraisal takes off what part of the maximum, by what is known of it so far."""

    chance: float
    share: Decimal


@dataclass(frozen=True, slots=True)
class Haircut:
    """
    What appraisals took off self scores in earlier years.

    Attributes:
        basis: Of this very criterion, of its whole field, or assumed by the rule (prior).
        points: Mean taken off, scaled to the maximum of the criterion.
        strike_chance: How often anything was taken off, never quite 0 or 1.
    """

    basis: Literal["criterion", "field", "prior"]
    points: Decimal
    strike_chance: Fraction
    years: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """
    Everything known of one leaf on one day.

    Attributes:
        past: The line of the year before.
        haircut: None where no earlier appraisal is known, or when switched off.
        strikes: How unsure the self score is; None when switched off, or where no rule says.
        lost_last_year: Points lost the year before; 0 for none, None for unknown.
        working_days: Working days until scoring.
        new_case_share: New cases expected until scoring, per case so far.
        is_rule_unconfirmed: Nobody has confirmed the rule as it is read.
        answering: Departments that Phụ lục 1 names for last year's loss.
        deadline: (days left, days over) of the campaign that presses, None without one.
        proof: What its kept documents say; None where none is kept, or when the cut is switched off.
        printed_max: The maximum the score sheet prints where it is not that of the set: its scores count by their share.
    """

    criterion: Criterion
    max_score: Decimal
    year: int
    as_of: date
    line: ScoreLine | None = None
    past: ScoreLine | None = None
    lost_last_year: Decimal | None = None
    is_fixed: bool = False
    has_history: bool = False
    haircut: Haircut | None = None
    strikes: Strikes | None = None
    measure: Measure | None = None
    override: Override | None = None
    is_rule_unconfirmed: bool = False
    jobs: Sequence[Mapping[str, Any]] = ()
    owners: tuple[str, ...] = ()
    answering: tuple[str, ...] = ()
    working_days: int = 0
    new_case_share: float = 0.0
    deadline: tuple[int, int] | None = None
    proof: Proof | None = None
    printed_max: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Judgement:
    """
    The best evidence, the outcome it leads to, and where the expected loss comes from.

    Attributes:
        outcome: None when nothing is known.
        spread: What the score may become, where that is wider than *outcome* knows; its mean is not the expectation.
        appraisal: Part of the loss that an appraisal is expected to take off.
        not_done: Part that open work, or completing the criterion before it is scored, would keep.
    """

    basis: Basis
    outcome: Outcome | None
    reasons: tuple[Reason, ...]
    appraisal: Decimal = _ZERO
    not_done: Decimal = _ZERO
    spread: Outcome | None = None

    @property
    def possible(self) -> Outcome | None:
        """What the band is drawn from."""
        return self.spread or self.outcome


Step = Callable[[Evidence, RiskRule], Judgement | None]


def judge(seen: Evidence, rule: RiskRule) -> Judgement:
    """Return what the best evidence says, in the order set by the method; nothing known is unknown."""
    for step in _STEPS:
        found = step(seen, rule)
        if found is not None:
            return found
    method = seen.criterion.method
    external = [reason(f"external_{method}")] if method in ("survey", "appraisal") else []
    return Judgement("unknown", None, (reason("no_data"), *external))


def _capped(points: Decimal, seen: Evidence) -> Decimal:
    return min(max(points, _ZERO), seen.max_score)


def _nothing_arose(seen: Evidence, rule: RiskRule) -> Judgement | None:
    is_said = seen.line is not None and bool(seen.line.is_not_applicable)
    is_measured = seen.measure is not None and seen.measure.is_not_applicable
    has_word = seen.line is not None and (seen.line.outcome is not None or seen.line.self_score is not None)
    if not is_said and (has_word or not is_measured):
        return None
    policy = seen.criterion.rule.na_policy if seen.criterion.rule else "reduce_max"
    result = not_applicable(policy, seen.max_score)
    if result.points is None:
        return Judgement("not_applicable", None, ())
    code = "na_full_marks" if policy == "full_marks" else "na_zero"
    return Judgement("not_applicable", certain(result.points), (reason(code),))


def _announced(seen: Evidence, rule: RiskRule) -> Judgement | None:
    if seen.line is None or seen.line.final_score is None:
        return None
    return _fixed(seen, "announced", seen.line.final_score)


def _surveyed(seen: Evidence, rule: RiskRule) -> Judgement | None:
    if seen.line is None or seen.line.survey_score is None:
        return None
    return _fixed(seen, "survey", seen.line.survey_score, "survey_result")


def _appraised(seen: Evidence, rule: RiskRule) -> Judgement | None:
    if seen.line is None or seen.line.appraised is None:
        return None
    return _fixed(seen, "appraised", seen.line.appraised)


def _fixed(seen: Evidence, basis: Basis, points: Decimal, code: str | None = None) -> Judgement:
    points = _capped(points, seen)
    told = (reason(code or basis, points=points, max=seen.max_score), *_printed_otherwise(seen))
    return Judgement(basis, certain(points), told)


def _printed_otherwise(seen: Evidence) -> tuple[Reason, ...]:
    """That the scores of the sheet are out of another maximum than that of the set; nothing where they are not."""
    if seen.printed_max is None:
        return ()
    return (reason("printed_maximum", printed=seen.printed_max, max=seen.max_score),)


def _overridden(seen: Evidence, rule: RiskRule) -> Judgement | None:
    """A score set by hand counts as it was set; what no document proves may be struck off like any claim."""
    by_hand = seen.override
    if by_hand is None:
        return None
    facts = {"person": by_hand.person, "expires": by_hand.expires_on, "reason": by_hand.words}
    points = _capped(by_hand.points, seen)
    told = reason("override", points=points, **facts)
    if by_hand.proof or (seen.proof and not seen.proof.lacking):
        return Judgement("override", certain(points), (told,))
    return Judgement(
        "override", certain(points), (told, reason("override_unproven")), spread=_doubt(points, seen)
    )


def _doubt(claimed: Decimal, seen: Evidence) -> Outcome | None:
    """What an appraisal may leave of *claimed*; None where nothing is known of appraisals, or nothing is claimed."""
    if seen.strikes is None or claimed <= 0:
        return None
    return may_be_struck(claimed, seen.max_score * seen.strikes.share, seen.strikes.chance)


def _measured(seen: Evidence, rule: RiskRule) -> Judgement | None:
    today = measured_score(seen.criterion.rule, seen.max_score, seen.measure)
    if today is None or today.points is None or seen.measure is None:
        return None
    if seen.measure.kind == "result":
        facts = {"points": today.points, "max": seen.max_score}
        return Judgement(
            "measured",
            certain(today.points),
            (reason("measured_result", **facts), *_conflict(seen, today.points), *_unconfirmed(seen)),
        )
    outcome, not_done = (_recovering if seen.measure.kind == "recoverable" else _running)(seen, rule)
    reasons = (
        *_measured_reasons(seen, today.points),
        *_conflict(seen, today.points),
        *_unconfirmed(seen),
        *_facts(seen),
    )
    return Judgement("measured", outcome, reasons, not_done=not_done)


def _unconfirmed(seen: Evidence) -> list[Reason]:
    return [reason("rule_unconfirmed")] if seen.is_rule_unconfirmed else []


def points_at(seen: Evidence, done: int, required: int) -> Decimal:
    """What the criterion would earn with *done* of *required*."""
    assert seen.criterion.rule is not None
    observation = Observation(done=Decimal(done), required=Decimal(required))
    return score(seen.criterion.rule, seen.max_score, observation).points or _ZERO


def points_with_more(seen: Evidence, done: int, required: int) -> tuple[Decimal, ...]:
    """
    What the criterion would earn with none, one, two … more of *required* done, up to all of them.
    """
    return rising_points(lambda k: points_at(seen, done + k, required), 0, required - done)


def _recovering(seen: Evidence, rule: RiskRule) -> tuple[Outcome, Decimal]:
    """Open cases are done in time with the chance the rates give; doing all of them would win the rest back."""
    done, required = seen.measure.done or 0, seen.measure.required or 0  # type: ignore[union-attr]
    share = done_in_time(seen.working_days, rule.half_life_days["measured"])
    outcome = after_more_cases(
        lambda k: points_at(seen, done + k, required), required - done,
        share_done=share, concentration=rule.concentration,
    )  # fmt: skip
    return outcome, points_at(seen, required, required) - outcome.expected


def _running(seen: Evidence, rule: RiskRule) -> tuple[Outcome, Decimal]:
    """
    Cases to come are done as often as those so far; what is counted already stays as it is.

    Of ten cases so far there may come half a case: then one comes in half of the years, and none in the others.
    """
    coming = (seen.measure.required or 0) * seen.new_case_share  # type: ignore[union-attr]
    fewer = floor(coming)
    part = coming - fewer
    return mixed([(_with_new_cases(seen, fewer), 1 - part), (_with_new_cases(seen, fewer + 1), part)]), _ZERO


def _with_new_cases(seen: Evidence, more: int) -> Outcome:
    done, required = seen.measure.done or 0, seen.measure.required or 0  # type: ignore[union-attr]
    return after_more_cases(
        lambda k: points_at(seen, done + k, required + more), more,
        share_done=(done + 0.5) / (required + 1), concentration=required + 1,
    )  # fmt: skip


def _measured_reasons(seen: Evidence, points: Decimal) -> list[Reason]:
    done, required = seen.measure.done or 0, seen.measure.required or 0  # type: ignore[union-attr]
    found = [
        reason(
            "measured",
            done=done,
            required=required,
            rate=percent(done, required),
            points=points,
            max=seen.max_score,
        )
    ]
    if seen.measure.kind == "recoverable" and done < required:  # type: ignore[union-attr]
        found.append(reason("items_left", left=required - done))
        step = next_gain(lambda k: points_at(seen, done + k, required), required - done)
        found += [reason("next_step", items=step[0], points=step[1])] if step else []
    return found


def next_gain(points_of: Callable[[int], Decimal], cases: int) -> tuple[int, Decimal] | None:
    """The fewest further cases that earn more points, with those points; None when none ever would."""
    now = points_of(0)
    if cases <= 0 or points_of(cases) <= now:
        return None
    low, high = 0, cases
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if points_of(middle) > now else (middle, high)
    return high, points_of(high)


def _conflict(seen: Evidence, measured: Decimal) -> list[Reason]:
    claimed = seen.line.self_score if seen.line else None
    if claimed is None or abs(claimed - measured) < Decimal("0.005"):
        return []
    return [reason("measured_conflict", self=claimed, points=measured)]


def _self_scored(seen: Evidence, rule: RiskRule) -> Judgement | None:
    if seen.line is None or seen.line.self_score is None or seen.criterion.method == "survey":
        return None
    claimed = _capped(seen.line.self_score, seen)
    if claimed < seen.max_score:
        reasons = [
            reason("self_below_max", points=claimed, max=seen.max_score, lost=seen.max_score - claimed)
        ]
    else:
        reasons = [reason("self_full", max=seen.max_score)]
    reasons += [*_printed_otherwise(seen), *([] if seen.has_history else [reason("no_appraisal_history")])]
    reasons += [] if seen.line.evidence or seen.proof else [reason("missing_evidence")]
    outcome, why = _after_appraisal(claimed, seen)
    # What documents leave in doubt is in the outcome itself.
    spread = None if seen.proof and seen.proof.lacking else _doubt(claimed, seen)
    return Judgement(
        "self", outcome, (*reasons, *why, *_facts(seen)), appraisal=claimed - outcome.expected,
        not_done=seen.max_score - claimed, spread=spread,
    )  # fmt: skip


def _after_appraisal(claimed: Decimal, seen: Evidence) -> tuple[Outcome, list[Reason]]:
    """The claim less what appraisals usually take off, as far as the kept documents stand against it."""
    usual, why = certain(claimed), []
    cut, proof = seen.haircut, seen.proof
    if cut is not None and cut.points > 0 and claimed > 0:
        usual = struck(claimed, cut.points, cut.strike_chance)
        why = [reason(f"haircut_{cut.basis}", haircut=cut.points)]
    if proof is None:
        return usual, why
    if proof.lacking:
        return _with_less_proof(claimed, proof, usual, why)
    told = reason("proof_enough", required=proof.required)
    if cut is None or not why or proof.enough_share >= 1:
        return usual, [*why, told]
    left = cut.points * proof.enough_share.numerator / proof.enough_share.denominator
    return struck(claimed, left, cut.strike_chance * proof.enough_share), [*why, told]


def _with_less_proof(
    claimed: Decimal, proof: Proof, usual: Outcome, why: list[Reason]
) -> tuple[Outcome, list[Reason]]:
    """Points of documents that do not stand may be taken off; what appraisals usually take off is not counted twice."""
    chance = proof.lacking_chance
    open_points = claimed * proof.lacking / proof.required
    lost = open_points * chance.numerator / chance.denominator
    told = reason("proof_lacking", lacking=proof.lacking, required=proof.required, points=open_points)
    doubted = struck(claimed, lost, chance) if lost > 0 else certain(claimed)
    return (doubted if doubted.expected < usual.expected else usual), [*why, told]


def _by_jobs(seen: Evidence, rule: RiskRule) -> Judgement | None:
    """Progress of the year's jobs with last year's loss; a survey cannot be moved by jobs within the year."""
    if not seen.jobs or seen.criterion.method == "survey":
        return None
    done = sum(job_chance(job, seen, rule) for job in seen.jobs) / len(seen.jobs)
    outcome = _after_jobs(seen, rule, 1.0 if seen.is_fixed else done)
    # With every job done the criterion may still be lost: that part no work keeps.
    kept = _after_jobs(seen, rule, 1.0).expected - outcome.expected
    return Judgement("assignment", outcome, _facts(seen), not_done=max(kept, _ZERO))


def _after_jobs(seen: Evidence, rule: RiskRule, done: float) -> Outcome:
    """What becomes of the criterion when the part *done* of its jobs is."""
    if seen.lost_last_year:
        chance = done * rule.repeat_when_done + (1 - done) * rule.repeat_when_open
        lost = seen.lost_last_year
    else:
        chance = done * rule.new_loss + (1 - done) * rule.new_loss_when_open
        lost = seen.max_score * rule.new_loss_share
    return lost_or_kept(seen.max_score, min(lost, seen.max_score), chance)


def job_chance(job: Mapping[str, Any], seen: Evidence, rule: RiskRule) -> float:
    """Probability that one job is done when the criterion is scored."""
    if job["is_done"]:
        return 1.0
    half_life = rule.half_life_days.get(job["status"], rule.half_life_days["not_started"])
    is_late = job["due_date"] is not None and job["due_date"] < seen.as_of
    return done_in_time(seen.working_days, half_life * (rule.overdue_factor if is_late else 1))


def _by_last_year(seen: Evidence, rule: RiskRule) -> Judgement | None:
    if seen.lost_last_year is None:
        return None
    kept = seen.max_score - min(seen.lost_last_year, seen.max_score)
    if seen.criterion.method == "survey":
        spread = around(kept, seen.max_score * rule.survey_spread, seen.max_score)
        reasons = (reason("survey_last_year", year=seen.year - 1, points=kept), reason("external_survey"))
        return Judgement("last_year", certain(kept), reasons, spread=spread)
    lost = seen.lost_last_year
    if lost:
        chance = rule.repeat_when_done if seen.is_fixed else rule.repeat_when_unassigned
    else:
        chance, lost = rule.new_loss, seen.max_score * rule.new_loss_share
    outcome = lost_or_kept(seen.max_score, min(lost, seen.max_score), chance)
    missing = [reason("no_job")] if seen.lost_last_year and not seen.is_fixed else []
    return Judgement(
        "last_year", outcome, (*_facts(seen), *missing), not_done=seen.max_score - outcome.expected
    )


def _facts(seen: Evidence) -> tuple[Reason, ...]:
    """Last year's loss, the state of the jobs and the days left: said whatever the score rests on."""
    found: list[Reason] = []
    if seen.lost_last_year:
        found.append(reason("lost_last_year", year=seen.year - 1, lost=seen.lost_last_year))
    elif seen.lost_last_year is not None:
        found.append(reason("kept_last_year", year=seen.year - 1))
    found += [reason("fixed")] if seen.is_fixed else []
    open_jobs = [job for job in seen.jobs if not job["is_done"]]
    if open_jobs:
        found.append(reason("jobs_open", open=len(open_jobs), total=len(seen.jobs)))
    elif seen.jobs:
        found.append(reason("jobs_done", total=len(seen.jobs)))
    overdue = sum(job["due_date"] is not None and job["due_date"] < seen.as_of for job in open_jobs)
    found += [reason("jobs_overdue", overdue=overdue)] if overdue else []
    return (*found, *(_days_left(seen) if open_jobs or _has_open_cases(seen) else ()))


def _has_open_cases(seen: Evidence) -> bool:
    measure = seen.measure
    return (
        measure is not None
        and measure.kind == "recoverable"
        and (measure.done or 0) < (measure.required or 0)
    )


def _days_left(seen: Evidence) -> tuple[Reason, ...]:
    if seen.deadline is None:
        return ()
    left, over = seen.deadline
    return (reason("deadline_passed", days=over),) if over else (reason("days_left", days=left),)


_STEPS: tuple[Step, ...] = (
    _nothing_arose, _announced, _surveyed, _appraised, _overridden, _measured, _self_scored, _by_jobs, _by_last_year,
)  # fmt: skip


def level_of(loss: Decimal | None, max_score: Decimal, rule: RiskRule) -> str:
    """
    The level of an expected loss: the first one whose points or whose share of the maximum it reaches.

    A loss equal to a limit belongs to the worse level; no loss is always safe.
    """
    if loss is None:
        return "unknown"
    share = loss * 100 / max_score if max_score else _ZERO
    for name, points, share_pct in rule.levels:
        if loss > 0 and (loss >= points or share >= share_pct):
            return name
    return "safe"

"""What is known of every scored criterion on a day, brought together for risk, index, planner and backtest?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from domain.agency.working_calendar import WorkingCalendar
from domain.counted.obligations import obligation_of
from domain.sets.amendments import indicator_set, set_of_year
from domain.sets.indicator_sets import Criterion, Decision, IndicatorSet
from domain.wording.formats import percent
from metrics.asking.remembered import remembered
from metrics.asking.rows import Row
from metrics.asking.rules import rule_in_force
from metrics.criteria.documents import Proof, Sufficiency, proofs_on, sufficiency
from metrics.criteria.evidence import (
    AppraisalPrior,
    Evidence,
    Haircut,
    Judgement,
    RiskRule,
    Strikes,
    judge,
    level_of,
)
from metrics.criteria.indicator_sets import decisions_in_use
from metrics.criteria.measured import Measure, measure_for, measured_score, measures
from metrics.criteria.outcomes import EXACT
from metrics.criteria.overrides import Override, override_in_force, overrides_on
from metrics.criteria.owners import Duties, duties, holders_of, owners_of, path_by_code
from metrics.criteria.reasons import Reason, in_reading_order, reason
from metrics.criteria.rule_confirmations import Confirmed, awaits_confirmation, confirmed_readings
from metrics.criteria.score_sheets import ScoreLine, lines_of_year, points_outside, scale_codes, score_lines
from metrics.limits.campaigns import next_limit
from store.builds.reader import Reader

_ZERO = Decimal(0)
_OFFICE = "office"
_APPRAISAL_MONTHS = 3


@dataclass(frozen=True)
class LeafRisk:
    """
    One scored criterion as it stands.

    Attributes:
        field_code: The field (lĩnh vực) it lies in.
        evidence: Everything it was judged by.
        judgement: Best evidence, outcome, reasons before the owner is looked at.
        holders: Who holds what is still open of it, as parts of one; see `metrics.criteria.owners.holders_of`.
    """

    field_code: str
    evidence: Evidence
    judgement: Judgement
    level: str
    holders: Mapping[str, Fraction] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The printed code."""
        return self.evidence.criterion.code

    @property
    def name(self) -> str:
        """The printed name."""
        return self.evidence.criterion.name

    @property
    def max_score(self) -> Decimal:
        """The maximum this year."""
        return self.evidence.max_score

    @property
    def owners(self) -> tuple[str, ...]:
        """Lead departments, the same for every reader; empty when nobody leads it."""
        return self.evidence.owners

    @property
    def concerned(self) -> frozenset[str]:
        """Departments that lead it, have a job in it, hold open work of it, or answer for last year's loss."""
        jobs = (code for job in self.evidence.jobs for code in job["lead_codes"] or ())
        return frozenset({*self.owners, *jobs, *self.holders, *self.evidence.answering} - {""})

    @property
    def is_known(self) -> bool:
        """Tell whether there is any evidence."""
        return self.judgement.outcome is not None

    @property
    def expected(self) -> Decimal | None:
        """The expected final score; None when nothing is known."""
        return self.judgement.outcome.expected if self.judgement.outcome else None

    @property
    def expected_loss(self) -> Decimal | None:
        """Maximum less expected score."""
        return None if self.expected is None else self.max_score - self.expected

    @cached_property
    def measured_points(self) -> Decimal | None:
        """What the office's own data give today, beside the self score."""
        found = measured_score(self.evidence.criterion.rule, self.max_score, self.evidence.measure)
        return found.points if found else None

    @property
    def is_rule_unconfirmed(self) -> bool:
        """Tell whether its measured points come from a rule that nobody has confirmed as it is read."""
        return self.evidence.is_rule_unconfirmed and self.measured_points is not None

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """Why it stands there, in reading order, ``unassigned`` where nobody leads it."""
        own = [*self.judgement.reasons, *([] if self.owners else [reason("unassigned")])]
        return in_reading_order(own)


@dataclass(frozen=True)
class Assessment:
    """
    All criteria of one year on one day.

    Attributes:
        leaves: Scored criteria in printed order, those that left the denominator excepted.
        not_applicable: Criteria for which nothing arose and whose points leave the denominator.
        bonus, penalty: Outside the 100 points; None where no score sheet of the year is known.
        unknown_codes: Codes on the score sheet that the set does not have.
        has_haircut: Whether the appraisal haircut was applied.
        appraised_years: Earlier years with both self scores and appraisals.
        told: The departments whose names may be told; None for all. Who leads a criterion is known all the same.
    """

    as_of: date
    year: int
    tree: IndicatorSet
    rule: RiskRule
    leaves: tuple[LeafRisk, ...]
    not_applicable: tuple[Criterion, ...] = ()
    bonus: Decimal | None = None
    penalty: Decimal | None = None
    unknown_codes: tuple[str, ...] = ()
    has_haircut: bool = True
    told: frozenset[str] | None = None
    last_year: Mapping[str, ScoreLine] = field(default_factory=dict)
    appraised_years: int = 0

    @cached_property
    def known(self) -> tuple[LeafRisk, ...]:
        """Leaves with any evidence."""
        return tuple(leaf for leaf in self.leaves if leaf.is_known)

    @property
    def max_score(self) -> Decimal:
        """Points of all leaves after the not-applicable reduction."""
        return sum((leaf.max_score for leaf in self.leaves), _ZERO)

    @property
    def known_max(self) -> Decimal:
        """Points of the known leaves."""
        return sum((leaf.max_score for leaf in self.known), _ZERO)

    @property
    def unknown_points(self) -> Decimal:
        """Points of the leaves nothing is known of."""
        return self.max_score - self.known_max

    @property
    def expected(self) -> Decimal:
        """Expected points of the known leaves."""
        return sum((leaf.expected or _ZERO for leaf in self.known), _ZERO)

    @property
    def expected_loss(self) -> Decimal:
        """Exactly ``known_max − expected``."""
        return self.known_max - self.expected

    @property
    def appraisal_points(self) -> Decimal:
        """Points an appraisal is expected to take off the self scores."""
        return sum((leaf.judgement.appraisal for leaf in self.known), _ZERO)

    @property
    def not_done_points(self) -> Decimal:
        """Points expected to be lost through work still open."""
        return sum((leaf.judgement.not_done for leaf in self.known), _ZERO)

    @property
    def settled_points(self) -> Decimal:
        """Points lost whatever is done: announced, surveyed, measured for good, or left to chance."""
        return self.expected_loss - self.appraisal_points - self.not_done_points

    @property
    def nothing_arose(self) -> frozenset[str]:
        """Codes of the criteria that count as "Không phát sinh", whether their points left the denominator or not."""
        idle = (leaf.code for leaf in self.leaves if leaf.judgement.basis == "not_applicable")
        return frozenset({*idle, *(criterion.code for criterion in self.not_applicable)})

    def documents(self, rows: Iterable[Row]) -> list[Sufficiency]:
        """How the kept *rows* meet what each scored criterion asks for, in the order of the decision; surveys ask for none."""
        kept, idle = list(rows), self.nothing_arose
        asking = [c for c in self.tree.leaves if c.evidence.strip() and c.method != "survey"]
        return [sufficiency(c, kept, year=self.year, nothing_arose=c.code in idle) for c in asking]

    def leaf(self, code: str) -> LeafRisk | None:
        """The leaf with that code."""
        return next((leaf for leaf in self.leaves if leaf.code == code), None)


@remembered
def assess(
    reader: Reader,
    *,
    as_of: date,
    use_haircut: bool = True,
    decision: str | None = None,
) -> Assessment | None:
    """
    Judge every scored criterion of the year being scored (`year_assessed`); None where nothing at all is loaded, or no set is known.

    Args:
        use_haircut: Take off what earlier appraisals took off the self scores.
        decision: Score under this decision instead of the one in force when the year ends.

    Scores set by hand that hold on *as_of* count, whoever asks. A reader of some departments sees only the criteria these lead. What is measured over the whole office
    stands there with the office's points; its reasons tell the part of these departments.
    """
    if not reader.kinds() or not decisions_in_use(reader, as_of=as_of):
        return None
    if reader.scope.is_whole_office:
        return _assess_whole(reader, as_of, use_haircut, decision)
    whole = _assess_whole(reader.of_whole_office(), as_of, use_haircut, decision)
    return restricted_to(
        whole, reader.scope.departments, measures(reader, as_of=_measured_on(as_of, whole.year))
    )


def _assess_whole(reader: Reader, as_of: date, use_haircut: bool, decision: str | None) -> Assessment:
    lines = score_lines(reader, as_of=as_of)
    year = year_assessed(lines, as_of)
    tree = tree_for(decisions_in_use(reader, as_of=as_of), lines_of_year(lines, year), year, decision)
    grounds = Grounds(
        tree,
        lines,
        duties(reader, as_of=as_of, year=year),
        measures(reader, as_of=_measured_on(as_of, year)),
        as_of=as_of,
        year=year,
        use_haircut=use_haircut,
        overrides=tuple(overrides_on(reader, as_of=as_of)),
        by_set_alone=decision is not None,
        confirmed=confirmed_readings(reader),
        proofs=proofs_on(reader, tree.leaves, as_of=as_of, year=year),
    )
    return assessment_of(grounds)


def _measured_on(as_of: date, year: int) -> date:
    """What is done after the year has ended counts for the next."""
    return min(as_of, date(year, 12, 31))


def year_assessed(lines: Mapping[tuple[int, str], ScoreLine], as_of: date) -> int:
    """
    The year being scored on *as_of*: its own, or in the first months the year before.

    Appraisal and announcement of a year come early in the next; once a sheet of the new year is
    there, the new year is meant.
    """
    years = {year for year, _ in lines}
    is_last = as_of.month <= _APPRAISAL_MONTHS and as_of.year not in years and as_of.year - 1 in years
    return as_of.year - 1 if is_last else as_of.year


def restricted_to(
    whole: Assessment, departments: Iterable[str], own_measures: Mapping[str, Measure] | None = None
) -> Assessment:
    """
    The criteria that *departments* lead, have a job in or hold open work of, without the jobs and open work of others.

    Who leads a criterion stays the same for everybody, though others are not told by name.

    Points are the office's, so that everybody reads the same number of one criterion.

    Args:
        own_measures: What these departments did of what is measured; the reasons tell it.
    """
    wanted = set(departments)
    leaves = tuple(
        _of_departments(leaf, wanted, own_measures or {}) for leaf in whole.leaves if wanted & leaf.concerned
    )
    codes = {leaf.code for leaf in leaves}
    last_year = {code: line for code, line in whole.last_year.items() if code in codes}
    return replace(
        whole, leaves=leaves, not_applicable=(), unknown_codes=(), bonus=None, penalty=None, last_year=last_year,
        told=frozenset(wanted),
    )  # fmt: skip


def _of_departments(leaf: LeafRisk, wanted: set[str], own_measures: Mapping[str, Measure]) -> LeafRisk:
    evidence = leaf.evidence
    jobs = tuple(
        {**job, "lead_codes": own} for job in evidence.jobs
        if (own := [code for code in job["lead_codes"] or () if code in wanted])
    )  # fmt: skip
    holders = {code: part for code, part in leaf.holders.items() if code in wanted}
    answering = tuple(code for code in evidence.answering if code in wanted)
    measure = evidence.measure
    if measure is not None:
        left = {code: number for code, number in measure.open_by_department.items() if code in wanted}
        measure = replace(measure, open_by_department=left)
    part = _own_part(measure_for(evidence.criterion.measured_by, own_measures))
    judgement = replace(leaf.judgement, reasons=(*leaf.judgement.reasons, *part))
    return replace(
        leaf,
        evidence=replace(evidence, jobs=jobs, measure=measure, answering=answering),
        judgement=judgement,
        holders=holders,
    )


def _own_part(measure: Measure | None) -> tuple[Reason, ...]:
    """What departments have done of a criterion that is measured over the whole office."""
    if measure is None or not measure.required or measure.done is None:
        return ()
    rate = percent(measure.done, measure.required)
    return (reason("own_part", done=measure.done, required=measure.required, rate=rate),)


def tree_for(
    decisions: Sequence[Decision], sheet: Mapping[str, ScoreLine], year: int, decision: str | None = None
) -> IndicatorSet:
    """
    The set that *year* is scored by.

    An office's score sheet may still follow the set before an amendment. With the shipped samples the
    sheet decides: of the trees before and after, the one whose clauses and points it prints.
    """
    if decision is not None:
        return indicator_set(decision, as_of=date(year, 12, 31), decisions=decisions)
    in_force = set_of_year(year, decisions)
    if in_force.is_sample and _is_foreign(sheet, in_force):
        return tree_of_sheet(sheet, year)
    if not in_force.is_sample or not in_force.amended_by or not sheet:
        return in_force
    before = indicator_set(in_force.base, as_of=date(year, 12, 31), decisions=decisions)
    return max((in_force, before), key=lambda tree: _agreement(tree, sheet))


def _is_foreign(sheet: Mapping[str, ScoreLine], tree: IndicatorSet) -> bool:
    """Most criteria on the sheet are none of the tree's: the sheet follows a set that was not loaded."""
    codes = [code for code in scale_codes(sheet) if sheet[code].max_score]
    return sum(code in tree.by_code for code in codes) * 2 < len(codes)


def tree_of_sheet(sheet: Mapping[str, ScoreLine], year: int) -> IndicatorSet:
    """The criteria and maxima that the score sheet itself prints; without rules, so nothing is measured."""
    title = f"Theo bảng chấm điểm năm {year}"
    criteria = []
    for code, line in sheet.items():
        parent = next((above for above in path_by_code(code)[1:] if above in sheet), None)
        method = "survey" if line.survey_score is not None and line.self_score is None else None
        if line.max_score is not None:
            criteria.append(
                Criterion(code, parent, code.count(".") + 1, line.name or code, line.max_score, method)
            )
    return IndicatorSet(title, title, title, False, tuple(criteria))


def _agreement(tree: IndicatorSet, sheet: Mapping[str, ScoreLine]) -> int:
    return sum(leaf.code in sheet and sheet[leaf.code].max_score == leaf.max_score for leaf in tree.leaves)


@dataclass(frozen=True)
class Grounds:
    """
    What all criteria of one year are judged from, on one day.

    Attributes:
        lines: Those of every score sheet, by year and code.
        measures: By name.
        use_haircut: Take off what earlier appraisals took off the self scores.
        by_set_alone: The maxima and rules are the tree's, whatever the sheet prints: what the sheet gives counts by
            its share of the maximum printed there, so that full stays full under either set.
        confirmed: The confirmed rules; None: no rule is marked.
        proofs: Criterion code to what its kept documents say.
    """

    tree: IndicatorSet
    lines: Mapping[tuple[int, str], ScoreLine]
    duties: Duties
    measures: Mapping[str, Measure]
    _: KW_ONLY
    as_of: date
    year: int
    use_haircut: bool = True
    overrides: Sequence[Override] = ()
    by_set_alone: bool = False
    confirmed: Confirmed | None = None
    proofs: Mapping[str, Proof] = field(default_factory=dict)

    @cached_property
    def sheet(self) -> Mapping[str, ScoreLine]:
        """The score sheet of the year, by code."""
        return lines_of_year(self.lines, self.year)

    @cached_property
    def past(self) -> Mapping[str, ScoreLine]:
        """That of the year before."""
        return lines_of_year(self.lines, self.year - 1)

    @cached_property
    def haircuts(self) -> Mapping[str, "Taken"]:
        """What the appraisals of earlier years took off."""
        return haircuts_of(self.lines, self.tree, before=self.year)

    @cached_property
    def limits(self) -> Mapping[str, Any]:
        """The rules of risk in force, as they are written."""
        return rule_in_force("indicator_risk", self.as_of)

    @cached_property
    def rule(self) -> RiskRule:
        """The same as criteria are judged by them."""
        return RiskRule.of(self.limits)

    @cached_property
    def time(self) -> "_Time":
        """How much of the year is left."""
        return _Time.on(self.as_of, self.year, self.limits["scoring_days"])

    def evidence_of(self, criterion: Criterion) -> Evidence:
        """Everything known of one leaf of the tree."""
        path, printed = self.tree.path(criterion.code), self.sheet.get(criterion.code)
        is_fitted, past = self.tree.is_sample and not self.by_set_alone, self.past.get(criterion.code)
        line = printed if is_fitted else _out_of(printed, criterion.max_score)
        fitted = _fitted(criterion, line) if is_fitted else criterion
        max_score, shortfalls = fitted.max_score or _ZERO, self.duties.shortfalls_of(criterion.code)
        haircut = haircut_for(self.haircuts, path, max_score)
        assumed = haircut or prior_haircut(Decimal(str(self.limits["prior_haircut_pct"])), line)
        return Evidence(
            criterion=fitted, max_score=max_score, year=self.year, as_of=self.as_of, line=line, past=past,
            lost_last_year=_lost_last_year(shortfalls, past, max_score),
            is_fixed=bool(shortfalls) and all(row["is_done"] for row in shortfalls),
            has_history=haircut is not None, haircut=assumed if self.use_haircut else None,
            strikes=strikes_for(self.haircuts, path, self.rule.prior, self.year) if self.use_haircut else None,
            measure=measure_for(criterion.measured_by, self.measures),
            override=override_in_force(self.overrides, self.year, criterion.code, self.as_of),
            is_rule_unconfirmed=awaits_confirmation(criterion, self.confirmed),
            jobs=tuple(self.duties.jobs_of(path)), owners=owners_of(path, line, self.duties),
            answering=tuple(code for row in shortfalls for code in row.get("department_codes") or ()),
            working_days=self.time.working_days, new_case_share=self.time.new_case_share,
            deadline=self.time.deadline(criterion.measured_by),
            proof=self.proofs.get(criterion.code) if self.use_haircut else None,
            printed_max=printed.max_score if printed is not line and printed else None,
        )  # fmt: skip


def assessment_of(grounds: Grounds) -> Assessment:
    """Judge every leaf of the tree of *grounds*; the functional core of `assess`."""
    tree, rule, sheet = grounds.tree, grounds.rule, grounds.sheet
    judged = [(tree.field_of(one.code), grounds.evidence_of(one)) for one in tree.leaves]
    found = [_leaf(field_code, evidence, judge(evidence, rule), rule) for field_code, evidence in judged]
    gone = [leaf for leaf in found if _is_gone(leaf)]
    return Assessment(
        as_of=grounds.as_of, year=grounds.year, tree=tree, rule=rule,
        leaves=tuple(leaf for leaf in found if not _is_gone(leaf)),
        not_applicable=tuple(leaf.evidence.criterion for leaf in gone),
        bonus=points_outside(tree.outside, sheet, is_bonus=True),
        penalty=points_outside(tree.outside, sheet, is_bonus=False),
        unknown_codes=tuple(code for code in sheet if code not in tree.by_code), has_haircut=grounds.use_haircut,
        last_year=grounds.past, appraised_years=len(grounds.haircuts.get(_OFFICE, Taken()).by_year),
    )  # fmt: skip


def _is_gone(leaf: LeafRisk) -> bool:
    """Nothing arose and the points leave the denominator."""
    return leaf.judgement.basis == "not_applicable" and not leaf.is_known


def _leaf(field_code: str, evidence: Evidence, judgement: Judgement, rule: RiskRule) -> LeafRisk:
    loss = None if judgement.outcome is None else evidence.max_score - judgement.outcome.expected
    level = level_of(loss, evidence.max_score, rule)
    return LeafRisk(field_code, evidence, judgement, level, _holders(evidence, judgement))


def _holders(evidence: Evidence, judgement: Judgement) -> dict[str, Fraction]:
    if (
        judgement.basis == "measured"
        and evidence.measure is not None
        and evidence.measure.kind == "recoverable"
    ):
        return holders_of(evidence.owners, open_items=evidence.measure.open_items)
    return holders_of(evidence.owners, jobs=evidence.jobs if judgement.basis == "assignment" else ())


def judged_again(leaf: LeafRisk, rule: RiskRule, **changes: object) -> LeafRisk:
    """*leaf* judged anew with some of its evidence replaced; nothing stored changes."""
    evidence = replace(leaf.evidence, **changes)  # type: ignore[arg-type]
    return _leaf(leaf.field_code, evidence, judge(evidence, rule), rule)


_POINTS = ("max_score", "self_score", "appraised_1", "appraised_2", "survey_score", "final_score")


def _out_of(line: ScoreLine | None, max_score: Decimal | None) -> ScoreLine | None:
    """*line* as it would stand on a sheet that prints *max_score*: every score by its share of the maximum printed."""
    if line is None or not line.max_score or not max_score or line.max_score == max_score:
        return line
    scaled = {
        name: value * max_score / line.max_score
        for name in _POINTS
        if (value := getattr(line, name)) is not None
    }
    return replace(line, **scaled)  # type: ignore[arg-type]


def _fitted(criterion: Criterion, line: ScoreLine | None) -> Criterion:
    """A sample weight gives way to the maximum that the score sheet prints."""
    if line is None or not line.max_score or line.max_score == criterion.max_score:
        return criterion
    scale = line.max_score / criterion.max_score if criterion.max_score else Decimal(1)
    rule = criterion.rule
    if rule is not None and rule.steps:
        steps = tuple(replace(s, points=s.points * scale) for s in rule.steps)
        rule = replace(rule, steps=steps)
    return replace(criterion, max_score=line.max_score, rule=rule)


def _lost_last_year(
    shortfalls: Sequence[Mapping[str, object]], past: ScoreLine | None, max_score: Decimal
) -> Decimal | None:
    """Points lost the year before: by Phụ lục 1, else by that year's sheet, scaled to this year's maximum."""
    stated = [row["lost"] for row in shortfalls if row["lost"] is not None]
    if stated:
        then = next((row["max_score"] for row in shortfalls if row["max_score"]), None)
        return _scaled(sum(stated, _ZERO), then, max_score)  # type: ignore[arg-type]
    if past is None or past.outcome is None or past.max_score is None:
        return None
    return _scaled(max(past.max_score - past.outcome, _ZERO), past.max_score, max_score)


def _scaled(points: Decimal, then: Decimal | None, now: Decimal) -> Decimal:
    return points * now / then if then and then != now else points


@dataclass(frozen=True, slots=True)
class _Time:
    """How much of the year is left on a day, and for what."""

    as_of: date
    year: int
    working_days: int
    new_case_share: float
    # Counting working days is dear; many criteria share one obligation.
    _counted: dict[str, tuple[int, int] | None] = field(default_factory=dict)

    @classmethod
    def on(cls, as_of: date, year: int, scoring_days: Mapping[str, date]) -> "_Time":
        """The time left of *year* for its scoring day; 31 December where the rule names none."""
        scoring = scoring_days.get(str(year), date(year, 12, 31))
        elapsed = (as_of - date(year, 1, 1)).days + 1
        left = max((scoring - as_of).days, 0)
        return cls(as_of, year, WorkingCalendar.office().working_days_after(as_of, scoring), left / elapsed)

    def deadline(self, measured_by: str | None) -> tuple[int, int] | None:
        """Working days left and over of the campaign that asks for the measure, or for the assignments."""
        obligation = obligation_of(measured_by) if measured_by else "assignment"
        if obligation is None:
            return None
        if obligation not in self._counted:
            self._counted[obligation] = self._count(obligation)
        return self._counted[obligation]

    def _count(self, obligation: str) -> tuple[int, int] | None:
        campaign = next_limit(self.as_of, obligation)
        if campaign is None or campaign.limit.year != self.year:
            return None
        calendar = WorkingCalendar.office()
        over = calendar.working_days_after(campaign.last_day, self.as_of)
        return calendar.working_days_after(self.as_of, campaign.last_day), over


@dataclass(frozen=True, slots=True)
class Taken:
    """What earlier appraisals took off, added up: points, the maximum they are out of, cases, strikes, and each year's own."""

    points: Decimal = _ZERO
    out_of: Decimal = _ZERO
    cases: int = 0
    strikes: int = 0
    by_year: Mapping[int, "YearTaken"] = field(default_factory=dict)

    def plus(self, points: Decimal, out_of: Decimal, year: int) -> "Taken":
        """The same with one more appraised criterion."""
        own = self.by_year.get(year, YearTaken()).plus(points, out_of)
        return Taken(
            self.points + points,
            self.out_of + out_of,
            self.cases + 1,
            self.strikes + (points > 0),
            {**self.by_year, year: own},
        )

    def remembered(self, year: int, memory: float) -> "YearTaken":
        """All of it as it weighs in *year*: the year before in full, each older year *memory* of the next."""
        weights = {past: memory ** (year - 1 - past) for past in self.by_year}
        return YearTaken(*(
            sum(weights[past] * getattr(own, name) for past, own in self.by_year.items())
            for name in ("years", "cases", "strikes", "struck_share")
        ))  # fmt: skip


@dataclass(frozen=True, slots=True)
class YearTaken:
    """What appraisals of one year, or of several as far as they weigh, took off: cases, strikes, parts of a maximum."""

    years: float = 1.0
    cases: float = 0.0
    strikes: float = 0.0
    struck_share: float = 0.0

    def plus(self, points: Decimal, out_of: Decimal) -> "YearTaken":
        """The same with one more appraised criterion."""
        struck = float(max(points, _ZERO) / out_of)
        return YearTaken(self.years, self.cases + 1, self.strikes + (points > 0), self.struck_share + struck)


def haircuts_of(
    lines: Mapping[tuple[int, str], ScoreLine], tree: IndicatorSet, *, before: int
) -> dict[str, Taken]:
    """Self score − appraised of the years before *before*, by criterion, by its field in *tree* and of the office."""
    found: dict[str, Taken] = {}
    for year in dict.fromkeys(year for year, _ in lines):
        for code in scale_codes(lines_of_year(lines, year), tree.outside_codes) if year < before else ():
            line = lines[year, code]
            judged = line.final_score if line.appraised is None else line.appraised
            if line.self_score is None or judged is None or not line.max_score:
                continue
            for key in (code, f"field {tree.field_of(code)}", _OFFICE):
                found[key] = found.get(key, Taken()).plus(line.self_score - judged, line.max_score, year)
    return found


def haircut_for(haircuts: Mapping[str, Taken], path: tuple[str, ...], max_score: Decimal) -> Haircut | None:
    """The haircut of the criterion itself, else of its field, scaled to *max_score*; None without any history."""
    for basis, key in (("criterion", path[0]), ("field", f"field {path[-1]}")):
        taken = haircuts.get(key)
        if taken is not None:
            points = max(taken.points * max_score / taken.out_of, _ZERO).quantize(EXACT)
            chance = Fraction(taken.strikes + 1, taken.cases + 2)
            return Haircut(basis, points, chance, tuple(sorted(taken.by_year)))  # type: ignore[arg-type]
    return None


def strikes_for(
    haircuts: Mapping[str, Taken], path: tuple[str, ...], prior: AppraisalPrior | None, year: int
) -> Strikes | None:
    """
    How often an appraisal of *year* takes how much off one criterion: the common experience, drawn towards the office's own
    years, its field's cases and its own cases as these come, those long past less than the last.
    """
    if prior is None:
        return None
    chance, share = prior.strike_chance, prior.strike_share
    weights = ((_OFFICE, prior.years), (f"field {path[-1]}", prior.field_cases), (path[0], prior.cases))
    for key, weight in weights:
        if key not in haircuts:
            continue
        taken = haircuts[key].remembered(year, prior.memory)
        seen = taken.years if key == _OFFICE else taken.cases
        chance += (taken.strikes / taken.cases - chance) * seen / (seen + weight)
        if taken.strikes:
            seen = seen * taken.strikes / taken.cases
            share += (taken.struck_share / taken.strikes - share) * seen / (seen + weight)
    return Strikes(chance, Decimal(str(round(share, 6))))


def prior_haircut(pct: Decimal, line: ScoreLine | None) -> Haircut | None:
    """What the rule takes off a self score where no appraisal was ever seen; None when it takes nothing."""
    if not pct or line is None or line.self_score is None:
        return None
    return Haircut("prior", (line.self_score * pct / 100).quantize(EXACT), Fraction(1, 2), ())

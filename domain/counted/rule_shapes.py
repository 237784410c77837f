"""What each file under data/rules must say: its keys, their types, and which values are possible."""

import re
from calendar import monthrange
from collections.abc import Iterator, Mapping
from typing import Any

from domain.counted.checked import (
    Shape,
    calendar_day,
    each,
    flag,
    keyed,
    one_of,
    rising,
    table,
    text,
    text_of_form,
    with_rule,
    within,
)
from domain.counted.obligations import MEASURED, OBLIGATIONS
from domain.program.places import SOURCES, files_in

_MOST = 1_000_000  # of whatever is counted: more is a slip of the hand
_COUNT = within(1, _MOST, whole=True)
_DAYS, _DAYS_OR_NONE = within(1, 3660, whole=True), within(0, 3660, whole=True)
_WEIGHT = within(0.1, 10_000)
_SEED = within(0, 2**32 - 1, whole=True)
_SHARE = within(0, 1)
_PERCENT = within(0, 100)
_OWNER = text_of_form(r"\*|[A-Z0-9_]{2,12}", 'mã đơn vị trong danh sách, hoặc "*" cho mọi đơn vị')
_INDEX_POINTS = within(0, 100)
_RISK_LEVELS = ("high", "at_risk", "watch")  # the worst first
_NOT_LEAP = 2023


def _dated(required: Mapping[str, Shape], optional: Mapping[str, Shape] | None = None) -> Shape:
    """A file of ``[[rule]]`` blocks, each from a day on and by an authority; no two from the same day."""
    rule = table({"in_force_from": calendar_day(), "authority": text(), **required}, optional)
    return with_rule(table({"rule": each(rule, least=1)}), _one_rule_a_day)


def _one_rule_a_day(content: Any) -> Iterator[tuple[str, str]]:
    days = [rule["in_force_from"] for rule in content["rule"]]
    for place, one in enumerate(days):
        if one in days[:place]:
            yield (
                f"rule[{place + 1}].in_force_from",
                f"trùng ngày {one:%d/%m/%Y} với khối ở trên; mỗi khối một ngày",
            )


_APOLOGY_CHECKS = (
    "reason_missing", "new_date_missing", "new_date_not_later", "second_overdue", "number_missing", "date_missing",
    "signer_missing", "not_published", "sent_late", "channel_missing", "link_missing",
)  # fmt: skip

_INTERNAL_LIMIT = table({"owner": _OWNER, "limit": calendar_day(), "inclusive": flag(), "what_vi": text()})


def _campaign_rule(campaign: Any) -> Iterator[tuple[str, str]]:
    if campaign["starts_on"] > campaign["limit"]:
        yield (
            "starts_on",
            f"sau thời hạn {campaign['limit']:%d/%m/%Y}; ghi ngày bắt đầu không muộn hơn thời hạn",
        )
    wanted = {*campaign["obligations"], *campaign["quality"]}
    for name in sorted(wanted - set(campaign["full_vi"])):
        yield f"full_vi.{name}", "thiếu; ghi thế nào là 100% của yêu cầu này"
    for place, earlier in enumerate(campaign.get("internal_limit", ()), start=1):
        if earlier["limit"] > campaign["limit"]:
            yield f"internal_limit[{place}].limit", "sau thời hạn của đợt; hạn nội bộ phải sớm hơn"


_CAMPAIGN = with_rule(
    table(
        {
            "id": text(),
            "limit": calendar_day(),
            "inclusive": flag(),
            "starts_on": calendar_day(),
            "title_vi": text(),
            "short_vi": text(),
            "purpose_vi": text(),
            "authority": text(),
            "owner": _OWNER,
            "obligations": each(one_of(*OBLIGATIONS), least=1, distinct=True),
            "quality": each(one_of(*OBLIGATIONS), distinct=True),
            "full_vi": keyed(text(), names=OBLIGATIONS),
        },
        {"internal_limit": each(_INTERNAL_LIMIT), "is_draft": flag()},
    ),
    _campaign_rule,
)


def _campaigns_rule(content: Any) -> Iterator[tuple[str, str]]:
    ids = [campaign["id"] for campaign in content.get("campaign", ())]
    for place, one in enumerate(ids):
        if one in ids[:place]:
            yield f"campaign[{place + 1}].id", f"trùng mã “{one}” với đợt ở trên; mỗi đợt một mã riêng"


def _bands_rule(content: Any) -> Iterator[tuple[str, str]]:
    for place, rule in enumerate(content["rule"], start=1):
        for key, is_falling in (("ddci_from", False), ("par_from", True)):
            if rule[key] != sorted(set(rule[key]), reverse=is_falling):
                yield (
                    f"rule[{place}].{key}",
                    f"phải {'giảm' if is_falling else 'tăng'} dần, không có số lặp lại",
                )
        if len(rule["par_names"]) != len(rule["par_from"]) + 1:
            yield (
                f"rule[{place}].par_names",
                "phải nhiều hơn par_from đúng một tên: mức cuối dành cho điểm thấp hơn",
            )


def _apology_rule(content: Any) -> Iterator[tuple[str, str]]:
    for place, rule in enumerate(content["rule"], start=1):
        for name in rule["checks"]:
            if name not in rule["words"]:
                yield f"rule[{place}].words.{name}", "thiếu câu nói điều này; điều nào xét thì phải có câu"


def _score_bands_rule(content: Any) -> Iterator[tuple[str, str]]:
    for place, rule in enumerate(content["rule"], start=1):
        limits = [band["from"] for band in rule["bands"]]
        names = [band["name"] for band in rule["bands"]]
        if len(set(names)) < len(names):
            yield f"rule[{place}].bands", "có hai mức cùng tên; mỗi mức một tên"
        if limits != sorted(set(limits), reverse=True):
            yield f"rule[{place}].bands", "xếp các mức từ cao xuống thấp, không có hai mức cùng số"
        elif limits[-1] != 0:
            yield f"rule[{place}].bands", "mức cuối phải bắt đầu từ 0 để điểm nào cũng có mức"
        if not sum(rule["weights"].values()):
            yield f"rule[{place}].weights", "tổng trọng số bằng 0; ít nhất một trọng số phải lớn hơn 0"


def _steps_rule(content: Any) -> Iterator[tuple[str, str]]:
    for place, rule in enumerate(content["rule"], start=1):
        if rule["steps"] != sorted(set(rule["steps"]), reverse=True):
            yield f"rule[{place}].steps", "xếp số ngày từ nhiều đến ít, không lặp lại"


def _levels_rule(content: Any) -> Iterator[tuple[str, str]]:
    for place, rule in enumerate(content["rule"], start=1):
        for key, message in rising("on_course", "watch", "at_risk")(rule):
            yield f"rule[{place}].{key}", message


def _known_kind(name: str, key: str) -> Iterator[tuple[str, str]]:
    """That *name*, which stands under *key*, is a kind of source."""
    known = [path.stem for path in files_in(SOURCES, "*.toml")]
    if name not in known:
        yield key, f"ghi loại nguồn “{name}”; chỉ có: {', '.join(known)}"


def _whole_office_rule(content: Any) -> Iterator[tuple[str, str]]:
    for name in content["by_kind"]:
        yield from _known_kind(name, f"by_kind.{name}")


def _staleness_rule(content: Any) -> Iterator[tuple[str, str]]:
    for place, rule in enumerate(content["rule"], start=1):
        for name in rule["source"]:
            yield from _known_kind(name, f"rule[{place}].source.{name}")


def _risk_rule(content: Any) -> Iterator[tuple[str, str]]:
    for place, rule in enumerate(content["rule"], start=1):
        for year, scored in rule["scoring_days"].items():
            if not re.fullmatch(r"20\d\d", year):
                yield f"rule[{place}].scoring_days.{year}", f"ghi “{year}”; cần một năm như 2023"
            elif scored.year not in (int(year), int(year) + 1):
                yield (
                    f"rule[{place}].scoring_days.{year}",
                    f"ghi {scored:%d/%m/%Y}; năm {year} được chấm trong năm ấy hoặc năm sau",
                )
        if not all(map(_is_worse, rule["level"], rule["level"][1:])):
            yield (
                f"rule[{place}].level",
                "xếp từ nặng đến nhẹ: high, at_risk, watch, mỗi mức một lần, điểm và phần trăm không tăng",
            )


def _is_worse(one: Mapping[str, Any], next_one: Mapping[str, Any]) -> bool:
    """Whether level *one* stands rightly before *next_one*: a loss belongs to the first level that it reaches."""
    return _RISK_LEVELS.index(one["name"]) < _RISK_LEVELS.index(next_one["name"]) and all(
        one[key] >= next_one[key] for key in ("points", "share_pct")
    )


def _fair_rule(content: Any) -> Iterator[tuple[str, str]]:
    for place, rule in enumerate(content["rule"], start=1):
        if rule["least_prior_items"] > rule["most_prior_items"]:
            yield (
                f"rule[{place}].least_prior_items",
                f"lớn hơn most_prior_items ({rule['most_prior_items']}); số ít nhất không vượt số nhiều nhất",
            )


def _forecast_rule(content: Any) -> Iterator[tuple[str, str]]:
    for place, rule in enumerate(content["rule"], start=1):
        for key in ("points_needed", "points_needed_with_pool"):
            if rule[key] > rule["window_days"]:
                yield (
                    f"rule[{place}].{key}",
                    f"lớn hơn window_days ({rule['window_days']}); như thế không bao giờ dự báo được",
                )


def _mail_rule(content: Any) -> Iterator[tuple[str, str]]:
    yield from _steps_rule(content)
    for place, rule in enumerate(content["rule"], start=1):
        for key in ("host", "sender"):
            if rule["smtp"]["enabled"] and not rule["smtp"][key].strip():
                yield (
                    f"rule[{place}].smtp.{key}",
                    "để trống; đã bật gửi thư thì phải ghi máy chủ (host) và hộp thư gửi (sender)",
                )


def _day_of_any_year(value: Any) -> Iterator[tuple[str, str]]:
    month, of_month = map(int, value.split("-"))
    if of_month > monthrange(_NOT_LEAP, month)[1]:
        yield (
            "",
            f"ghi “{value}”; tháng {month} không có ngày {of_month} trong mọi năm, ghi tháng-ngày như 01-31",
        )


def _evidence_rule(content: Any) -> Iterator[tuple[str, str]]:
    for place, neighbour in enumerate(content["neighbour"], start=1):
        for at, name in enumerate(neighbour.get("kinds", ()), start=1):
            yield from _known_kind(name, f"neighbour[{place}].kinds[{at}]")


# What `metrics.criteria.measured` measures, and any part of SIPAS by its name.
_MEASURES = tuple(sorted({*MEASURED, "ddci"} - {"assignment"}))
MEASURE = text_of_form(
    rf"{'|'.join(_MEASURES)}|sipas/.+", f"một trong: {', '.join(_MEASURES)}, sipas/<tên thành phần>"
)
_LEVEL = one_of("on_course", "watch", "at_risk", "danger")
_MONTH_DAY = with_rule(
    text_of_form(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "tháng-ngày như 01-31"), _day_of_any_year
)
_HALF_LIFE = ("in_progress", "needs_evidence", "not_started", "measured")
_EFFORTS = ("task_closure", "work_file_complete", "apology", "shortfall", "assignment", "criterion")
FACTS_OF_A_UNIT = ("unfinished", "repeat_criteria", "still_lost", "overdue_assignments", "open_shortfalls")

_EVIDENCE = (
    "enough", "title", "sheet", "file_name", "hint", "most_headings", "deep_codes", "unlike", "most_unlike",
    "own_units", "neighbour_title", "neighbour_heading", "most_neighbour_headings",
)  # fmt: skip

RULE_SHAPES: Mapping[str, Shape] = {
    "apology": with_rule(_dated({
        "checks": each(one_of(*_APOLOGY_CHECKS), distinct=True),
        "words": keyed(text(), names=_APOLOGY_CHECKS),
    }), _apology_rule),
    "build_limits": table({"seconds": within(1, 36000, whole=True), "memory_mb": within(512, 1048576, whole=True)}),
    "bulk_closed": _dated({"bulk_items": _COUNT, "bulk_last_days": _DAYS}),
    "campaigns": with_rule(table({}, {"campaign": each(_CAMPAIGN)}), _campaigns_rule),
    "consequence": _dated({}, {
        "condition": each(table({"fact": one_of(*FACTS_OF_A_UNIT), "above": within(0, _MOST), "suggestion": text()})),
    }),
    "deadline_levels": with_rule(_dated({
        "on_course": _SHARE, "watch": _SHARE, "at_risk": _SHARE,
        "without_forecast": _LEVEL, "without_forecast_last_day": _LEVEL,
    }), _levels_rule),
    "denominator": _dated({"count_cancelled": flag(), "count_transferred": flag(), "count_not_due": flag()}),
    "department_score": with_rule(_dated({
        "min_coverage_pct": _PERCENT,
        "weights": keyed(within(0, 10_000), names=OBLIGATIONS, complete=True),
        "bands": each(table({"name": text(), "from": _PERCENT}), least=1),
    }), _score_bands_rule),
    "disputes": _dated({"answer_working_days": within(1, 366, whole=True)}),
    "evidence": with_rule(table({
        **dict.fromkeys(_EVIDENCE, within(0, 20)), "least_values": _COUNT,
        "unit_heading": table({"share": within(0.5, 1), "words": each(text(), least=1), "other_roles": each(text())}),
        "neighbour": each(table({"name": text(), "titles": each(text(), least=1)}, {"headings": each(text()), "kinds": each(text())})),
    }, {
        "form": each(table(
            {"name": text(), "titles": each(text(), least=1)},
            {"headings": each(text()), "least_headings": _COUNT},
        )),
    }), _evidence_rule),
    "fair_score": with_rule(_dated({
        "interval_pct": within(1, 99), "least_prior_items": within(0, _MOST), "most_prior_items": within(0, _MOST),
        "words": each(text()),
    }), _fair_rule),
    "forecast": with_rule(_dated({
        "window_days": _DAYS, "points_needed": _COUNT, "points_needed_with_pool": _COUNT, "prior_days": within(0, 3660),
        "dated_share_pct": _PERCENT, "paths": within(100, 20000, whole=True), "horizon_days": _DAYS,
        "seed": _SEED,
    }), _forecast_rule),
    "evidence_files": _dated(
        {"within_year": flag()},
        {
            "enough_share": _SHARE,
            "lacking_chance": _SHARE,
            "limit": each(
                table(
                    {"code": text(), "before": _MONTH_DAY},
                    {"item": text()},
                )
            )
        },
    ),
    "freeze": _dated({"wait_working_days": within(0, 366, whole=True)}),
    "indicator_bands": with_rule(_dated({
        "ddci_from": each(_INDEX_POINTS, least=4), "par_from": each(_INDEX_POINTS, least=1),
        "par_names": each(text(), least=2),
    }), _bands_rule),
    "indicator_risk": with_rule(_dated({
        "scoring_days": keyed(calendar_day()),
        "half_life_days": keyed(within(0.1, 36_600), names=_HALF_LIFE, complete=True),
        "overdue_factor": within(1, 100), "concentration": _WEIGHT,
        "repeat_when_done": _SHARE, "repeat_when_open": _SHARE, "repeat_when_unassigned": _SHARE,
        "new_loss": _SHARE, "new_loss_when_open": _SHARE, "new_loss_share": _SHARE,
        "survey_spread": _SHARE, "prior_haircut_pct": _PERCENT, "shared_share": _SHARE,
        "draws": within(100, 100000, whole=True), "seed": _SEED,
        "level": each(table({
            "name": one_of(*_RISK_LEVELS), "points": within(0, 1000), "share_pct": _PERCENT,
        }), least=1),
    }, {
        "appraisal_prior": table({
            "strike_chance": _SHARE, "strike_share": _SHARE, "years": _WEIGHT, "field_cases": _WEIGHT,
            "cases": _WEIGHT, "shared_share": _SHARE, "shared_more": _SHARE,
        }, {"memory": _SHARE}),
    }), _risk_rule),
    "limits": table({
        "received_mb": within(1, 2000, whole=True), "unpacked_mb": within(1, 20000, whole=True),
        "seconds": within(1, 3600, whole=True), "memory_mb": within(256, 65536, whole=True),
    }),
    "load_effect": _dated({
        "vanished_rows": _COUNT, "vanished_share": _SHARE, "grown_rows": _COUNT, "grown_share": within(0, _MOST),
        "fallen_rows": _COUNT, "fallen_share": _SHARE, "index_points": _INDEX_POINTS, "day_gap": _DAYS,
    }),
    "measured_criteria": table({"measure": each(table({"name": MEASURE, "words": each(text(), least=1)}))}),
    "planner": _dated({
        "items_per_day": _WEIGHT, "effort": keyed(_WEIGHT, names=_EFFORTS, complete=True),
    }),
    "reminders": with_rule(_dated({
        "steps": each(within(0, 60, whole=True), least=1), "items_listed": _COUNT, "calls": _COUNT,
        "call_below_pct": _PERCENT, "escalate_after_hours": within(0, 8784), "escalate_to": text(),
        "smtp": table({
            "enabled": flag(), "host": text(may_be_empty=True), "port": within(1, 65535, whole=True),
            "starttls": flag(), "user": text(may_be_empty=True), "sender": text(may_be_empty=True),
        }),
    }), _mail_rule),
    "staleness": with_rule(_dated({"source": keyed(table({"days": _DAYS_OR_NONE}, {"words": text()}))}), _staleness_rule),
    "whole_office": with_rule(table({"least_named_pct": _PERCENT, "by_kind": keyed(_PERCENT)}), _whole_office_rule),
    "work_files": _dated(
        {"months": within(1, 600, whole=True), "from_years": within(1, 100, whole=True), "warn_days": within(0, 366, whole=True)},
        {"sooner": each(table({"notation": text(), "months": within(1, 600, whole=True)}))},
    ),
}  # fmt: skip
"""Shape of every file of the folder, by the file's name without its ending."""

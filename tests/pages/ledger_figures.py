"""Every figure of points and every "còn" that a page says, each under the name that the ledger has for it."""

import html
import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import pandas as pd
from streamlit.testing.v1 import AppTest

from domain.agency.departments import department_name, scored_codes, short_name
from domain.agency.working_calendar import WorkingCalendar
from domain.counted.obligations import RECORDS
from domain.wording.formats import count, index_vi, points
from metrics.asking.state import TOTAL
from metrics.counts.documents import documents
from metrics.counts.shortfalls import shortfalls
from metrics.criteria.assessment import Assessment, LeafRisk, assess
from metrics.limits.campaigns import campaigns
from metrics.plan.planner import points_secured
from metrics.points.ledger import account, ledger, part_of, points_of
from metrics.points.ledger import total as sum_of
from metrics.points.shortfall_links import links_of
from metrics.progress.completion import completion
from metrics.progress.what_is_left import what_is_left, work_in
from store.builds.reader import Reader

# Pages that speak of the whole office whichever unit its reader looks at.
OF_THE_WHOLE = ("tong_quan", "chi_so", "ke_hoach", "nhac_viec", "chot_so_lieu", "bao_cao")
# What these print are not figures of this year: rules, the method, published results, rows of files, what was said before.
APART = ("cach_tinh", "bo_chi_so", "sipas_ddci_par", "nguon_goc", "nhat_ky", "lich_su_nap", "dinh_chinh")
N, W = r"(\d+,\d\d)", r"(\d+(?:\.\d{3})*)"
_W = r"\d+(?:\.\d{3})*"
WORK = rf"({_W} việc(?: \(thiếu {_W} bước\))?)"


def prose(app: AppTest) -> str:
    """What a page says in sentences, tiles and cards, without the cells of its tables."""
    kinds = ("title", "markdown", "error", "warning", "info")
    parts = [str(getattr(one, "value", "")) for kind in kinds for one in app.get(kind)]
    parts += [one.proto.body for one in app.get("html")]
    parts += [f"{one.label}: {one.value} {one.help or ''}" for one in app.metric]
    return "\n".join(plain(part) for part in parts)


def plain(text: str) -> str:
    """*text* without tags and marks, on one line."""
    bare = re.sub(r"<(style|svg|table).*?</\1>", "", text, flags=re.DOTALL)
    return re.sub(
        r"\s+", " ", html.unescape(re.sub(r"<[^>]+>|\*\*", " ", bare)).replace("\u00a0", " ")
    ).strip()


@dataclass(frozen=True)
class Subject:
    """The office (code None) or a unit, as *reader* sees it on a day; the whole is asked of *whole*."""

    reader: Reader
    whole: Reader
    as_of: date
    code: str | None
    use_haircut: bool = True

    @cached_property
    def year(self) -> Assessment:
        found = assess(self.reader, as_of=self.as_of, use_haircut=self.use_haircut)
        assert found is not None
        return found

    @property
    def leaves(self) -> list[LeafRisk]:
        """The criteria it leads, holds open work of or has a job in."""
        return [leaf for leaf in self.year.leaves if self.code is None or self.code in leaf.concerned]

    @cached_property
    def table(self) -> pd.DataFrame:
        return ledger(self.whole, as_of=self.as_of, use_haircut=self.use_haircut)

    @cached_property
    def items(self) -> list[dict[Hashable, Any]]:
        return what_is_left(self.whole, as_of=self.as_of).to_dict("records")

    @cached_property
    def facts(self) -> dict[str, set[str]]:
        return ledger_facts(self) | largest_facts(self) | other_facts(self)

    @cached_property
    def rates(self) -> dict[date, dict[tuple[str, str], str | None]]:
        return {}

    def left_on(self, day: date) -> dict[tuple[str, str], str | None]:
        """Unit and obligation to how many items are left on *day*; None where it is unknown."""
        if day not in self.rates:
            rows = completion(self.whole, as_of=day).to_dict("records")
            self.rates[day] = {
                (row["department_code"], row["obligation"]):
                    None if pd.isna(row["done"]) else count(int(row["required"] - row["done"]))
                for row in rows
            }  # fmt: skip
        return self.rates[day]

    def left(self, obligation: str, code: str | None = None, day: date | None = None) -> str | None:
        """How many items of *obligation* are left; None where it is unknown."""
        return self.left_on(day or self.as_of).get((code or self.code or TOTAL, obligation))

    def lacking(self, obligation: str, code: str | None = None) -> str:
        """How many items are known to lack *obligation* with the units of which nobody knows how many have it."""
        unit = code or self.code
        unknown = {c for c in {TOTAL, *scored_codes()} if self.left(obligation, c) is None}
        whose = {unit} & unknown if unit else unknown
        rows = [row for row in self.items if row["obligation"] == obligation]
        return count(sum(row["department_code"] in whose or TOTAL in whose for row in rows))

    def work(self, obligations: tuple[str, ...] | None = None, code: str | None = None) -> str:
        """``50 việc (thiếu 118 bước)`` of *obligations*, of all when None."""
        whose = code or self.code
        own = [row for row in self.items if whose in (None, row["department_code"])]
        return plain(
            work_in([row for row in own if obligations is None or row["obligation"] in obligations]).words
        )


def ledger_facts(one: Subject) -> dict[str, set[str]]:
    """Name of a figure of points to how it is written of *one*."""
    own, whole = account(one.table, one.code), account(one.table)
    seen, secured = sum_of(one.year), points_secured(one.year)
    facts = {
        name: {points(own[name])}
        for name in ("at_risk", "keepable", "not_done", "appraisal", "settled", "led_at_risk")
    }
    return facts | {
        "whole_at_risk": {points(whole["at_risk"])},
        "whole_keepable": {points(whole["keepable"])},
        "in_full": {points(sum(points_of(leaf).at_risk for leaf in one.leaves))},
        "seen_keepable": {points(seen.keepable)},
        "seen_max": {points(one.year.max_score)},
        "known_max": {points(sum(leaf.max_score for leaf in one.leaves if leaf.is_known))},
        "unknown": {points(sum(leaf.max_score for leaf in one.leaves if not leaf.is_known))},
        "expected": {points(one.year.expected), index_vi(one.year.expected)},
        "secured": {points(secured)},
        "counted": {points(one.year.expected - secured)},
        "gain": {points(one.year.expected - secured + seen.keepable)},
        "gap": {points(one.year.max_score - one.year.expected)},
    }  # fmt: skip


def largest_facts(one: Subject) -> dict[str, set[str]]:
    """The largest part of a criterion and of a unit; the sums by level and field, in full as the page says beside them."""
    parts = {
        leaf.code: points_of(leaf) if one.code is None else part_of(leaf, one.code)
        for leaf in one.year.leaves
    }
    fields, levels = pd.Series(dtype=float), pd.Series(dtype=float)
    for leaf in one.leaves:
        lost = float(points_of(leaf).at_risk)
        fields.loc[leaf.field_code] = fields.get(leaf.field_code, 0.0) + lost
        levels.loc[leaf.level] = levels.get(leaf.level, 0.0) + float(
            lost if leaf.is_known else leaf.max_score
        )
    units = one.table[~one.table["department_code"].isin([TOTAL, ""])]
    return {
        "largest_leaf": {points(max((part.at_risk for part in parts.values()), default=None))},
        "largest_field": {points(fields.max())},
        "largest_unit": {points(units["at_risk"].max())},
        # What nobody was given has its own column among the units.
        "largest_holder": {points(one.table[one.table["department_code"] != TOTAL]["at_risk"].max())},
        "levels": {points(value) for value in levels},
    }


def other_facts(one: Subject) -> dict[str, set[str]]:
    """What was won back of last year, the calls, and the way from last year."""
    fixed = shortfalls(one.whole, as_of=one.as_of).set_index("department_code")
    own = fixed.to_dict("index").get(one.code or TOTAL, {})
    links = links_of(one.reader, as_of=one.as_of)
    mine = links if one.code is None else links.loc[[one.code in codes for codes in links["departments"]]]
    appendix = mine[mine["in_appendix"].astype(bool)]
    units = [code for code in scored_codes() if code in set(one.table["department_code"])]
    return {
        "recovered": {points(own.get("recovered"))},
        "lost": {points(own.get("lost"))},
        "expected_back": {points(appendix["recovered"].sum())},
        "each_lost": {points(value) for value in links["lost"]},
        "unit_keepable": {points(account(one.table, code)["keepable"]) for code in units},
    }


# What a page says, with a name for each figure in it; "*" is told by others' tests: the past, one criterion's rule, a plan.
POINTS = (
    (rf"[Cc]ó thể mất:? {N} điểm tính trọn cho cả cơ quan", "in_full"),
    (rf"riêng [\d.]+ tiêu chí chủ trì: {N} điểm", "led_at_risk"),
    (rf"[Cc]ó thể mất:? {N} trong {N} điểm đã có căn cứ; {N} điểm chưa biết", "at_risk known_max unknown"),
    (rf"(?:[Đđ]iểm |Chỉ số .{{0,20}}|^|đơn vị )[Cc]ó thể mất:? {N}(?! điểm tính trọn)(?! trong)", "at_risk"),
    (rf"giữ {N} trong {N} điểm có thể mất", "largest_holder at_risk"),
    (rf"{N} điểm so với chấm hôm nay: {N} đã tính trước, {N} còn giữ được", "gain counted seen_keepable"),
    (rf"trong số còn giữ được: {N} điểm", "keepable"),
    (rf"nói về {N} trong {N} điểm còn giữ được đến hạn", "* keepable"),
    (rf"{N} điểm còn giữ được đến hạn \({N} chưa làm, {N} tùy thẩm định\), {N} điểm khó lấy lại",
     "keepable not_done appraisal settled"),
    (rf"cộng lại là {N} điểm còn giữ được", "keepable"),
    (rf"[Cc]òn giữ được đến hạn:? {N}", "keepable"),
    (rf"lớn nhất là [^:\n]+: {N} điểm", "largest_leaf"),
    (rf"Phần lớn nhất: [^0-9\n]+, {N} điểm", "largest_unit"),
    (rf"Nhiều nhất ở lĩnh vực \w+: {N} điểm", "largest_field"),
    (rf"[\d.]+ tiêu chí · {N} điểm", "levels"),
    (r"Dự kiến (\d+,\d) điểm", "expected"),
    (r"Điểm dự kiến: (\d+,\d)", "expected"),
    (rf"{N} điểm chưa có căn cứ", "unknown"),
    (rf"Chia cho {N} điểm đã có căn cứ", "known_max"),
    (rf"Còn cách điểm tối đa {N} điểm", "gap"),
    (rf"tối đa {N} điểm", "seen_max"),
    (rf"kỳ vọng trên tối đa {N}", "seen_max"),
    (rf"Nếu chấm hôm nay: {N} điểm ; dự kiến {N} điểm vì đã tính trước {N} điểm", "secured expected counted"),
    (rf"Đã lấy lại {N}/{N} điểm", "recovered lost"),
    (rf"Đã lấy lại từ năm trước: {N}", "recovered"),
    (rf"năm nay thì lấy lại {N} điểm", "expected_back"),
    (rf" · mất {N} điểm", "each_lost"),
    (rf"(?:Chánh|Trưởng|Giám đốc|Hiệu trưởng)[^0-9\n]+ {N} điểm", "unit_keepable"),
    (rf"thì chấm được {N}, thêm {N} điểm", "* *"),
    (rf"(?:để thêm|thì thêm được|còn thiếu) {N} điểm", "*"),
    (rf"(?:tăng|giảm|mới có điểm|không còn chấm|chưa có dữ liệu|thẩm định có thể trừ) {N} điểm", "*"),
    (rf"sau khi bớt {N} điểm không phát sinh", "*"),
    (rf"(?:cao|thấp) hơn (?:thực tế|năm \d+ là) {N} điểm", "*"),
    (rf"So trên {N} điểm; bỏ ra {N} điểm", "* *"),
    (rf"Khoảng 80% rộng {N} điểm, trong đó {N} điểm", "* *"),
    (rf"hiện được {N}/{N} điểm", "* *"),
    (r"cao nhất: (\d+,\d) điểm", "*"),
    (rf"nếu giữ tốc độ này, khoảng {N} điểm", "*"),
    (rf"tiếp tục dưới tối đa, {N} điểm", "*"),
    (rf"làm mất khoảng {N} điểm", "*"),
    (rf"mới thêm được {N} điểm", "*"),
)  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """One figure as a page says it, under its name in the ledger, and how the ledger writes it."""

    page: str
    name: str
    said: str
    meant: set[str]

    @property
    def is_right(self) -> bool:
        return self.said in self.meant


def points_said(page: str, text: str, facts: Mapping[str, set[str]]) -> Iterator[Figure]:
    """Every figure of points of *text* under its name; one that no phrase explains is called "?"."""
    left = text
    for pattern, names in POINTS:
        for found in re.finditer(pattern, left, re.MULTILINE):
            for said, name in zip(found.groups(), names.split(), strict=True):
                if name != "*":
                    yield Figure(page, name, said, facts[name])
        left = re.sub(pattern, " ; ", left, flags=re.MULTILINE)
    for found in re.finditer(r".{0,40}\d+,\d+ điểm", left):
        yield Figure(page, "?", found[0], set())


def left_said(page: str, text: str, one: Subject) -> Iterator[Figure]:
    """Every "còn" of *text* under its name; one that no phrase explains is called "?"."""
    yield from moves_said(page, text, one)
    yield from calls_said(page, text, one)
    left = re.sub(MOVES, " ; ", text)
    for pattern, name, meant in (*of_steps(page, one), *of_obligations(one), *of_units(page, text, one)):
        yield from (
            Figure(page, name, found[1], {meant or "?"}) for found in re.finditer(pattern, left, re.MULTILINE)
        )
        left = re.sub(pattern, " ; ", left, flags=re.MULTILINE)
    for found in re.finditer(rf".{{0,40}}\b[Cc]òn:? {W}(?![\d.]| {NOT_LEFT}).{{0,20}}", left):
        yield Figure(page, "?", found[0], set())


MOVES = r"Từ \d\d/\d\d đến (\d\d)/(\d\d): ((?:[^.;:]+, còn [\d.]+;? ?)+)"
# Days and hours, rows of a table below, criteria whose points were lost, and what a text of the office itself says.
NOT_LEFT = r"(?:việc phải làm và|việc phải làm trước|ngày|giờ|dòng|tiêu chí|mục, trước|nhiệm vụ, trước|văn bản Văn bản đi theo tháng)"
HEADS = "(?:Chánh|Trưởng phòng|Giám đốc|Hiệu trưởng)"
Phrase = tuple[str, str, str | None]


def moves_said(page: str, text: str, one: Subject) -> Iterator[Figure]:
    """``Từ 09/11 đến 10/11: Lưu trữ xong 72, thêm 30, còn 151; …``: what was left on the later day."""
    for found in re.finditer(MOVES, text):
        day = date(one.as_of.year, int(found[2]), int(found[1]))
        for name, record in RECORDS.items():
            if move := re.search(rf"(?:^|; ){re.escape(record.short_vi)} [^;]*?còn {W}", found[3]):
                yield Figure(page, f"{name} {day}", move[1], {one.left(name, day=day) or "?"})


def calls_said(page: str, text: str, one: Subject) -> Iterator[Figure]:
    """What each unit that is to be called can still keep: its own part and no other's."""
    for code in scored_codes() if page == "tong_quan" else ():
        for found in re.finditer(rf"{HEADS} {re.escape(short_name(code))} {N} điểm", text):
            yield Figure(page, f"{code} keepable", found[1], {points(account(one.table, code)["keepable"])})


def of_steps(page: str, one: Subject) -> Iterator[Phrase]:
    """All that is left, as things and as steps, before the next limit and altogether."""
    due = [campaign for campaign in campaigns() if campaign.last_day > one.as_of]
    yield rf"(?:Còn|^) ?{WORK} (?:để đạt 100%|phải làm tiếp)", "work", one.work()
    for campaign in due:
        own = one.work(tuple(campaign.obligations))
        by = re.escape(plain(campaign.by_vi))
        yield rf"Riêng {by}: {WORK}", f"work {campaign.id}", own
        if page == "tong_quan":
            yield rf"còn {WORK} {by}", f"work {campaign.id}", own
            for code in scored_codes():
                far = rf"{re.escape(short_name(code))} xa 100% nhất: còn {WORK}(?=[^;]*{by})"
                yield far, f"{code} {campaign.id}", one.work(tuple(campaign.obligations), code)
            yield (
                rf"(?<={by}; )một việc thiếu mấy bước thì có ở mấy cột, tất cả là {WORK}",
                f"work {campaign.id}",
                own,
            )
    if page == "nhac_viec":
        # Leadership and what is nobody's get no reminder.
        own = [
            row
            for row in one.items
            if row["department_code"] in scored_codes() and is_reminded(row, one.as_of)
        ]
        yield rf"cần nhắc [\d.]+ đơn vị về {WORK}", "work of all limits", plain(work_in(own).words)


DATED = ("task_reported", "shortfall", "assignment")


def is_reminded(row: Mapping[str, Any], as_of: date) -> bool:
    """Whether a reminder is due on the day after: seven working days before the limit of all, or before its own day."""
    today, calendar = as_of + timedelta(days=1), WorkingCalendar.office()
    limits = [c.last_day for c in campaigns() if c.last_day > as_of and row["obligation"] in c.obligations]
    own = [row["due_date"]] if row["obligation"] in DATED and row["due_date"] else []
    return bool(limits) and any(
        day < today or len(calendar.working_days(today, day)) <= 7 for day in (*limits, *own)
    )


def of_obligations(one: Subject) -> Iterator[Phrase]:
    """What is left of one obligation, by its name."""
    for name, record in RECORDS.items():
        label, left = re.escape(record.label_vi), one.left(name)
        yield rf"{label} (?:[\d.,]+%|[\d.]+ /[\d.]+) · còn {W}", name, left
        yield rf"{label}: còn {W} {record.unit_vi}", name, left
        yield rf"{label} (?:Chưa có dữ liệu · )?ít nhất còn {W}", name, one.lacking(name)
        yield rf"{label}: chưa kể [^(]+\(chưa có dữ liệu, ít nhất còn {W}\)", name, one.lacking(name)
    yield rf"\b{W} hồ sơ chưa có thư xin lỗi hợp lệ", "apology", one.left("apology")
    yield rf"đã ký số, còn {W} văn bản chưa ký", "signed", unsigned(one)
    yield rf"^{W} trên [\d.]+ nhiệm vụ chưa xong", "assignment", one.left("assignment")
    yield rf"Nhiệm vụ còn mở: {W}", "assignment", one.left("assignment")


def unsigned(one: Subject) -> str | None:
    """Documents of the register that are not signed."""
    found = documents(one.whole, as_of=one.as_of)
    own = found[found["department_code"] == (one.code or TOTAL)]
    return count(int(own["total"].iloc[0] - own["signed"].iloc[0])) if len(own) else None


def of_units(page: str, text: str, one: Subject) -> Iterator[Phrase]:
    """``Quản lý Đầu tư (còn 47)`` on the page of one obligation, ``33 việc chưa lưu trữ`` in a call to a unit."""
    named = next((name for name, record in RECORDS.items() if text.startswith(f"{record.label_vi}:")), "")
    for code in scored_codes():
        if page == "tien_do" and named:
            yield rf"^Còn lại: {W}", named, one.left(named)
            yield rf"{re.escape(short_name(code))} \(còn {W}\)", f"{code} {named}", one.left(named, code)
        for name, record in RECORDS.items() if page == "tong_quan" else ():
            head = rf"{HEADS} {re.escape(short_name(code))} \d+,\d\d điểm"
            said = rf"{head}(?: (?!{HEADS})\S+)*? {W} {re.escape(record.left_vi)}"
            yield said, f"{code} {name}", one.left(name, code)


def cells_said(app: AppTest, page: str, one: Subject) -> Iterator[Figure]:
    """The overview's table of units by obligation: every cell that says what is left."""
    names = {record.label_vi: name for name, record in RECORDS.items()}
    for table in re.findall(r"<table.*?</table>", "".join(e.proto.body for e in app.get("html")), re.DOTALL):
        rows = [
            [plain(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
            for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)
        ]
        for row in rows[1:]:
            code = next(
                (code for code in scored_codes() if row[:1] in ([short_name(code)], [department_name(code)])),
                None,
            )
            for label, cell in zip(rows[0][1:], row[1:], strict=False):
                if code and label in names and (found := re.search(rf"còn {W}", cell)):
                    name = names[label]
                    yield Figure(
                        page, f"{code} {name}", found[1], {one.left(name, code) or one.lacking(name, code)}
                    )

-- One row per criterion (or amended clause) of every decision loaded, in the state on $as_of, in printed order.
select
    i.decision,
    i.amends,
    i.in_force_from,
    i.action,
    i.code,
    i.printed_code,
    i.parent_code,
    i.level,
    i.name,
    i.max_score,
    i.method,
    i.rule_text,
    i.evidence,
    i.sheet,
    i.source_row
from scoped.indicator as i
where i.state_from <= $as_of
    and (i.state_until is null or i.state_until > $as_of)
    and (i.vanished_from is null or i.vanished_from > $as_of)
order by i.decision, coalesce(i.sort_order, i.source_row), i.source_row

-- One row per criterion that lost points in $year (Phụ lục 1), in the state on $as_of.
select
    s.code,
    s.content,
    s.max_score,
    s.score,
    coalesce(s.lost_points, s.max_score - s.score)      as lost,
    s.cause,
    s.department_codes,
    s.measure,
    s.due_date,
    case when s.status = 'done' then 1 else 0 end       as is_done,
    s.status,
    s.import_id,
    s.sheet,
    s.source_row
from scoped.shortfall as s
where s.state_from <= $as_of
    and (s.state_until is null or s.state_until > $as_of)
    and s.year = $year
order by s.source_row

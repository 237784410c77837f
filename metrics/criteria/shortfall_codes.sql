-- One row per criterion that lost points in $year (Phụ lục 1), in the state on $as_of.
select
    code,
    content,
    max_score,
    score,
    coalesce(lost_points, max_score - score)      as lost,
    cause,
    department_codes,
    measure,
    due_date,
    case when is_done then 1 else 0 end           as is_done,
    status,
    import_id,
    sheet,
    source_row
from scoped.shortfall_on($as_of)
where year = $year
order by source_row

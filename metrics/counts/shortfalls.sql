-- One row per criterion that lost points (Phụ lục 1), in the state on $as_of: newest year listed by then.
with state as (

    select *
    from scoped.shortfall_on($as_of)
    where year <= extract(year from cast($as_of as date))

)

select
    code,
    content,
    year,
    department_code,
    department_codes,
    coalesce(lost_points, max_score - score, 0)           as lost,
    case when is_done then 1 else 0 end                   as is_done,
    case when vanished_from <= $as_of then 1 else 0 end   as is_vanished,
    measure,
    due_date,
    due_text,
    status,
    result_text,
    import_id,
    sheet,
    source_row
from state
where year = (select max(s.year) from state as s)

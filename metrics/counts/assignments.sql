-- One row per assigned job of the year (Phụ lục 2), in the state on $as_of: newest year listed by then.
with state as (

    select *
    from scoped.assignment_on($as_of)
    where year <= extract(year from cast($as_of as date))

)

select
    code,
    task,
    year,
    lead_codes,
    support_codes,
    leader,
    product,
    due_date,
    due_text,
    recurrence,
    completed_date,
    status,
    status_text,
    case when is_done then 1 else 0 end                   as is_done,
    case when vanished_from <= $as_of then 1 else 0 end   as is_vanished,
    import_id,
    sheet,
    source_row
from state
where year = (select max(s.year) from state as s)

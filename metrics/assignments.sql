-- One row per assigned job of the year (Phụ lục 2), in the state on $as_of: newest year listed by then.
with state as (

    select a.*
    from scoped.assignment as a
    where a.state_from <= $as_of
        and (a.state_until is null or a.state_until > $as_of)
        and a.year <= extract(year from cast($as_of as date))

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
    case
        when completed_date <= $as_of then 1
        when status = 'done' and completed_date is null then 1
        else 0
    end                                                   as is_done,
    case when vanished_from <= $as_of then 1 else 0 end   as is_vanished,
    import_id,
    sheet,
    source_row
from state
where year = (select max(s.year) from state as s)

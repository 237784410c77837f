-- One row per job of $year (Phụ lục 2) that names a criterion, in the state on $as_of.
select
    a.code,
    a.business_key,
    a.task,
    a.lead_codes,
    a.product,
    a.due_date,
    case when a.completed_date is not null and a.completed_date <= $as_of then 1
         when a.completed_date is null and a.status = 'done' then 1
         else 0 end                                                             as is_done,
    coalesce(a.status, 'not_started')                                           as status,
    a.import_id,
    a.sheet,
    a.source_row
from scoped.assignment as a
where a.state_from <= $as_of
    and (a.state_until is null or a.state_until > $as_of)
    and a.year = $year
    and a.code is not null
order by a.source_row

-- One row per job of $year (Phụ lục 2) that names a criterion, in the state on $as_of.
select
    code,
    business_key,
    task,
    lead_codes,
    product,
    due_date,
    case when is_done then 1 else 0 end          as is_done,
    coalesce(status, 'not_started')              as status,
    import_id,
    sheet,
    source_row
from scoped.assignment_on($as_of)
where year = $year
    and code is not null
order by source_row

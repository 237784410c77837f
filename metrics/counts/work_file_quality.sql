-- One row per work file of the state on $as_of, with what it lacks as 0 or 1.
select
    work_file_code,
    title,
    department_code,
    retention,
    creator,
    opened_date,
    closed_on                                                   as closed_date,
    documents,
    case when is_closed then 1 else 0 end                       as is_closed,
    case when status_by_then = 'submitted' then 1 else 0 end    as is_handed_over,
    case when is_complete then 1 else 0 end                     as is_complete,
    case when vanished_from <= $as_of then 1 else 0 end         as is_vanished,
    case when has_title then 0 else 1 end                       as no_title,
    case when has_retention then 0 else 1 end                   as no_retention,
    case when has_creator then 0 else 1 end                     as no_creator,
    case when has_opened_date then 0 else 1 end                 as no_opened_date,
    case when has_documents then 0 else 1 end                   as no_documents,
    case when has_closed_date then 0 else 1 end                 as no_closed_date,
    import_id,
    sheet,
    source_row
from scoped.work_file_on($as_of)
order by department_code, work_file_code

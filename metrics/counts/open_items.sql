-- One row per required task of the state on $as_of that still lacks a step: completion, report, archive, file, complete file.
with file as (

    select
        work_file_code,
        case when has_title then 0 else 1 end                                       as no_title,
        case when has_retention then 0 else 1 end                                   as no_retention,
        case when has_creator then 0 else 1 end                                     as no_creator,
        case when has_opened_date then 0 else 1 end                                 as no_opened_date,
        case when has_documents then 0 else 1 end                                   as no_documents,
        case when has_closed_date then 0 else 1 end                                 as no_closed_date,
        row_number() over (partition by work_file_code order by is_complete desc)   as place
    from scoped.work_file_reference_on($as_of)

),

covered as (

    select department_code
    from scoped.told_on($as_of)
    where kind = 'work_files'

)

select
    t.task_code,
    t.document_number,
    t.subject,
    t.department_code,
    t.assignee,
    t.assigned_by,
    t.assigned_date,
    t.due_date,
    t.completed_on                                                        as completed_date,
    t.status,
    t.status_text,
    t.work_file_code,
    case when t.completed_on is null then 1 else 0 end                    as is_open,
    case when not t.is_reported_by_then then 1 else 0 end                 as misses_report,
    case when not t.is_archived_by_then then 1 else 0 end                 as misses_archive,
    case when t.work_file_code <> '' and (f.work_file_code is not null or c.department_code is null) then 0 else 1 end
                                                                          as misses_work_file,
    coalesce(f.no_title, 0)                                               as no_title,
    coalesce(f.no_retention, 0)                                           as no_retention,
    coalesce(f.no_creator, 0)                                             as no_creator,
    coalesce(f.no_opened_date, 0)                                         as no_opened_date,
    coalesce(f.no_documents, 0)                                           as no_documents,
    coalesce(f.no_closed_date, 0)                                         as no_closed_date,
    case when t.vanished_from <= $as_of then 1 else 0 end                 as is_vanished,
    t.import_id,
    t.sheet,
    t.source_row
from scoped.required_task_on($as_of, $count_cancelled, $count_transferred, $count_not_due) as t
left join file as f on f.work_file_code = t.work_file_code and f.place = 1
left join covered as c on c.department_code = t.department_code
where t.completed_on is null
    or not t.is_reported_by_then
    or not t.is_archived_by_then
    or t.work_file_code is null
    or t.work_file_code = ''
    or (f.work_file_code is null and c.department_code is not null)
    or f.no_title + f.no_retention + f.no_creator + f.no_opened_date + f.no_documents + f.no_closed_date > 0
order by coalesce(t.task_code, ''), t.import_id, t.sheet, t.source_row

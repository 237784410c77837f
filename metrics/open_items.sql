-- One row per required task of the state on $as_of that still lacks a step: report, archive, file, complete file.
with reference as (

    select
        work_file_code,
        case when has_title then 0 else 1 end                            as no_title,
        case when has_retention then 0 else 1 end                        as no_retention,
        case when has_creator then 0 else 1 end                          as no_creator,
        case when opened_date is null then 1 else 0 end                  as no_opened_date,
        case when documents >= 1 then 0 else 1 end                       as no_documents,
        opened_date,
        case when closed_date <= $as_of then closed_date end             as closed_on,
        case when (as_of_date <= $as_of and status in ('closed', 'waiting', 'submitted')) or closed_date <= $as_of
             then 1 else 0 end                                           as is_closed
    from scoped.work_file_reference
    where state_from <= $as_of
        and (state_until is null or state_until > $as_of)
        and (as_of_date <= $as_of or opened_date is null or opened_date <= $as_of)

),

file as (

    select
        r.*,
        case when r.is_closed = 0 or r.closed_on >= r.opened_date then 0 else 1 end as no_closed_date,
        row_number() over (partition by r.work_file_code order by r.work_file_code)  as place
    from reference as r

),

covered as (

    select distinct department_code
    from scoped.coverage
    where kind = 'work_files'

),

state as (

    select
        t.*,
        case when t.completed_date <= $as_of then t.completed_date end as completed_on,
        case when t.is_reported
                and (t.as_of_date <= $as_of
                    or (t.completed_date <= $as_of and (t.reported_date is null or t.reported_date <= $as_of)))
             then 1
             when t.is_reported is not null then 0 end               as reported,
        case when t.is_archived
                and (t.as_of_date <= $as_of
                    or (t.completed_date <= $as_of and (t.archived_date is null or t.archived_date <= $as_of)))
             then 1
             when t.is_archived is not null then 0 end               as archived
    from scoped.task as t
    where t.state_from <= $as_of
        and (t.state_until is null or t.state_until > $as_of)
        and (t.as_of_date <= $as_of or t.assigned_date is null or t.assigned_date <= $as_of)
        and ($count_cancelled or t.status is null or t.status <> 'cancelled')
        and ($count_transferred or t.status is null or t.status <> 'transferred')
        and ($count_not_due or t.due_date <= $as_of or t.completed_date <= $as_of)

)

select
    s.task_code,
    s.document_number,
    s.subject,
    s.department_code,
    s.assignee,
    s.assigned_by,
    s.assigned_date,
    s.due_date,
    s.completed_on                                                        as completed_date,
    s.status,
    s.status_text,
    s.work_file_code,
    case when s.completed_on is null then 1 else 0 end                    as is_open,
    case when s.reported = 0 then 1 else 0 end                            as misses_report,
    case when s.archived = 0 then 1 else 0 end                            as misses_archive,
    case when s.work_file_code <> '' and (f.work_file_code is not null or c.department_code is null) then 0 else 1 end
                                                                          as misses_work_file,
    coalesce(f.no_title, 0)                                               as no_title,
    coalesce(f.no_retention, 0)                                           as no_retention,
    coalesce(f.no_creator, 0)                                             as no_creator,
    coalesce(f.no_opened_date, 0)                                         as no_opened_date,
    coalesce(f.no_documents, 0)                                           as no_documents,
    coalesce(f.no_closed_date, 0)                                         as no_closed_date,
    case when s.vanished_from <= $as_of then 1 else 0 end                 as is_vanished,
    s.import_id,
    s.sheet,
    s.source_row
from state as s
left join file as f on f.work_file_code = s.work_file_code and f.place = 1
left join covered as c on c.department_code = s.department_code
where s.reported = 0
    or s.archived = 0
    or s.work_file_code is null
    or s.work_file_code = ''
    or (f.work_file_code is null and c.department_code is not null)
    or f.no_title + f.no_retention + f.no_creator + f.no_opened_date + f.no_documents + f.no_closed_date > 0

-- One row per item of $kind whose state on $to_day is not what it was on $from_day (either side null: not there).
with item as (

    select 'hpnet_tasks' as kind, business_key, department_code, cast(null as text[]) as department_codes,
        coalesce(document_number, task_code) as number, subject as title, due_date, completed_date,
        is_reported, is_archived,
        coalesce(work_file_code, '') <> '' as is_filed, assigned_date as entered_date,
        state_from, state_until, vanished_from, as_of_date, import_id, sheet, source_row
    from scoped.task

    union all

    select 'dossiers', business_key, department_code, null, dossier_code, procedure, cast(promised_at as date),
        cast(coalesce(finished_at, returned_at) as date), false, false, false, cast(received_at as date),
        state_from, state_until, vanished_from, as_of_date, import_id, sheet, source_row
    from scoped.dossier

    union all

    select 'apologies', business_key, department_code, null, dossier_code, procedure, rescheduled_to, apology_date,
        false, false, false, null, state_from, state_until, vanished_from, as_of_date, import_id, sheet, source_row
    from scoped.apology

    union all

    select 'work_files', business_key, department_code, null, work_file_code, title, null, closed_date,
        false, false, false, opened_date, state_from, state_until, vanished_from, as_of_date, import_id, sheet,
        source_row
    from scoped.work_file

    union all

    select 'shortfalls', business_key, department_code, department_codes, code, content, due_date,
        case when status = 'done' then as_of_date end, false, false, false, null,
        state_from, state_until, vanished_from, as_of_date, import_id, sheet, source_row
    from scoped.shortfall

    union all

    select 'assignments', business_key, null, lead_codes, code, task, due_date,
        coalesce(completed_date, case when status = 'done' then as_of_date end), false, false, false, null,
        state_from, state_until, vanished_from, as_of_date, import_id, sheet, source_row
    from scoped.assignment

),

before as (

    select i.*, case when i.completed_date <= $from_day then i.completed_date end as completed_on
    from item as i
    where i.kind = $kind
        and i.state_from <= $from_day
        and (i.state_until is null or i.state_until > $from_day)
        and (i.as_of_date <= $from_day or i.entered_date is null or i.entered_date <= $from_day)

),

after as (

    select i.*, case when i.completed_date <= $to_day then i.completed_date end as completed_on
    from item as i
    where i.kind = $kind
        and i.state_from <= $to_day
        and (i.state_until is null or i.state_until > $to_day)
        and (i.as_of_date <= $to_day or i.entered_date is null or i.entered_date <= $to_day)

)

select
    a.business_key, a.number, a.vanished_from,
    a.department_code, a.department_codes, a.title, a.due_date, a.completed_on, a.is_reported, a.is_archived,
    a.is_filed, a.as_of_date, a.import_id, a.sheet, a.source_row,
    case when b.business_key is null then 1 else 0 end as is_new,
    case when a.vanished_from > $from_day and a.vanished_from <= $to_day then 1 else 0 end as is_vanished,
    b.department_code as old_department_code, b.department_codes as old_department_codes, b.title as old_title,
    b.due_date as old_due_date, b.completed_on as old_completed_on, b.is_reported as old_is_reported,
    b.is_archived as old_is_archived, b.is_filed as old_is_filed, b.as_of_date as old_as_of_date,
    b.import_id as old_import_id, b.sheet as old_sheet, b.source_row as old_source_row
from after as a
left join before as b on b.business_key = a.business_key
where b.business_key is null
    or (a.vanished_from > $from_day and a.vanished_from <= $to_day)
    or a.department_code is distinct from b.department_code
    or a.department_codes is distinct from b.department_codes
    or a.title is distinct from b.title
    or a.due_date is distinct from b.due_date
    or a.completed_on is distinct from b.completed_on
    or a.is_reported is distinct from b.is_reported
    or a.is_archived is distinct from b.is_archived
    or a.is_filed is distinct from b.is_filed
order by a.business_key

-- One row per item of $kind whose state on $to_day is not what it was on $from_day (either side null: not there).
-- `others` are the cells that have no word of their own, in the order of `metrics.limits.changes.OTHERS`.
with item as (

    select 'hpnet_tasks' as kind, business_key, department_code, cast(null as text[]) as department_codes,
        coalesce(document_number, task_code) as number, subject as title, due_date, completed_date,
        is_reported, is_archived,
        coalesce(work_file_code, '') <> '' as is_filed, assigned_date as entered_date,
        state_from, state_until, vanished_from, as_of_date, import_id, sheet, source_row,
        cast(null as boolean) as is_late,
        coalesce(document_number, '')
            || chr(31) || coalesce(cast(assigned_date as text), '')
            || chr(31) || coalesce(status, '')
            || chr(31) || coalesce(cast(is_reported as text), '')
            || chr(31) || coalesce(cast(reported_date as text), '')
            || chr(31) || coalesce(cast(is_archived as text), '')
            || chr(31) || coalesce(cast(archived_date as text), '')
            || chr(31) || coalesce(work_file_code, '')
            || chr(31) || coalesce(issuing_agency, '')
            || chr(31) || coalesce(cast(document_date as text), '')
            || chr(31) || coalesce(incoming_number, '')
            || chr(31) || coalesce(cast(incoming_date as text), '')
            || chr(31) || coalesce(cast(completed_date as text), '') as others
    from scoped.task

    union all

    select 'dossiers', business_key, department_code, null, dossier_code, procedure, cast(promised_at as date),
        cast(coalesce(finished_at, returned_at) as date), false, false, false, cast(received_at as date),
        state_from, state_until, vanished_from, as_of_date, import_id, sheet, source_row,
        case when finished_at is not null and promised_at is not null then finished_at > promised_at end,
        coalesce(field, '')
            || chr(31) || coalesce(applicant, '')
            || chr(31) || coalesce(channel, '')
            || chr(31) || coalesce(cast(cast(received_at as date) as text), '')
            || chr(31) || coalesce(cast(cast(supplement_requested_at as date) as text), '')
            || chr(31) || coalesce(cast(cast(supplement_received_at as date) as text), '')
            || chr(31) || coalesce(cast(supplement_requests as text), '')
            || chr(31) || coalesce(handler, '')
            || chr(31) || coalesce(status, '')
            || chr(31) || coalesce(deadline_text, '')
            || chr(31) || coalesce(cast(overdue_days_stated as text), '')
            || chr(31) || coalesce(overdue_reason, '')
            || chr(31) || coalesce(apology_number, '')
            || chr(31) || coalesce(cast(apology_date as text), '')
            || chr(31) || coalesce(cast(rescheduled_to as text), '')
            || chr(31) || coalesce(cast(cast(finished_at as date) as text), '')
            || chr(31) || coalesce(cast(cast(returned_at as date) as text), '')
    from scoped.dossier

    union all

    select 'apologies', business_key, department_code, null, dossier_code, procedure, rescheduled_to, apology_date,
        false, false, false, null, state_from, state_until, vanished_from, as_of_date, import_id, sheet, source_row,
        cast(null as boolean),
        coalesce(cast(cast(promised_at as date) as text), '')
            || chr(31) || coalesce(cast(cast(finished_at as date) as text), '')
            || chr(31) || coalesce(cast(overdue_days as text), '')
            || chr(31) || coalesce(apology_number, '')
            || chr(31) || coalesce(reason, '')
            || chr(31) || coalesce(signer, '')
            || chr(31) || coalesce(cast(published_at as text), '')
            || chr(31) || coalesce(published_where, '')
            || chr(31) || coalesce(cast(has_reason_column as text), '')
            || chr(31) || coalesce(cast(has_rescheduled_column as text), '')
            || chr(31) || coalesce(cast(has_signer_column as text), '')
            || chr(31) || coalesce(cast(has_published_column as text), '')
            || chr(31) || coalesce(cast(has_place_column as text), '')
            || chr(31) || coalesce(cast(apology_date as text), '')
    from scoped.apology

    union all

    select 'work_files', business_key, department_code, null, work_file_code, title, null, closed_date,
        false, false, false, opened_date, state_from, state_until, vanished_from, as_of_date, import_id, sheet,
        source_row,
        cast(null as boolean),
        coalesce(retention, '')
            || chr(31) || coalesce(creator, '')
            || chr(31) || coalesce(cast(opened_date as text), '')
            || chr(31) || coalesce(cast(documents as text), '')
            || chr(31) || coalesce(status, '')
            || chr(31) || coalesce(cast(closed_date as text), '')
    from scoped.work_file

    union all

    select 'shortfalls', business_key, department_code, department_codes, code, content, due_date,
        case when status = 'done' then as_of_date end, false, false, false, null,
        state_from, state_until, vanished_from, as_of_date, import_id, sheet, source_row,
        cast(null as boolean),
        coalesce(cast(max_score as text), '')
            || chr(31) || coalesce(cast(score as text), '')
            || chr(31) || coalesce(cast(lost_points as text), '')
            || chr(31) || coalesce(cause, '')
            || chr(31) || coalesce(measure, '')
            || chr(31) || coalesce(result_text, '')
            || chr(31) || coalesce(status, '')
    from scoped.shortfall

    union all

    select 'assignments', business_key, null, lead_codes, code, task, due_date,
        coalesce(completed_date, case when status = 'done' then as_of_date end), false, false, false, null,
        state_from, state_until, vanished_from, as_of_date, import_id, sheet, source_row,
        cast(null as boolean),
        coalesce(array_to_string(support_codes, '|'), '')
            || chr(31) || coalesce(leader, '')
            || chr(31) || coalesce(product, '')
            || chr(31) || coalesce(recurrence, '')
            || chr(31) || coalesce(status, '')
            || chr(31) || coalesce(cast(completed_date as text), '')
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
    case when b.vanished_from <= $from_day and coalesce(a.vanished_from > $to_day, true) then b.vanished_from end
        as was_gone_from,
    b.department_code as old_department_code, b.department_codes as old_department_codes, b.title as old_title,
    b.due_date as old_due_date, b.completed_on as old_completed_on, b.is_reported as old_is_reported,
    b.is_archived as old_is_archived, b.is_filed as old_is_filed, b.as_of_date as old_as_of_date,
    b.import_id as old_import_id, b.sheet as old_sheet, b.source_row as old_source_row,
    a.is_late, b.is_late as old_is_late, a.others, b.others as old_others
from after as a
left join before as b on b.business_key = a.business_key
where b.business_key is null
    or (a.vanished_from > $from_day and a.vanished_from <= $to_day)
    or (b.vanished_from <= $from_day and coalesce(a.vanished_from > $to_day, true))
    or a.department_code is distinct from b.department_code
    or a.department_codes is distinct from b.department_codes
    or a.title is distinct from b.title
    or a.due_date is distinct from b.due_date
    or a.completed_on is distinct from b.completed_on
    or a.is_late is distinct from b.is_late
    or a.others is distinct from b.others
order by a.business_key

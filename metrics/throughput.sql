-- One row per obligation, event (done, new), department and pair of days: how many items.
-- dated_on: the day the row itself gives; null where it gives none.
-- seen_on: the first export up to $as_of that has the item done (or has it at all); null before the first export.
-- department_codes: the lead departments where several are possible, null elsewhere.
with task_state as (

    select t.*
    from scoped.task as t
    where t.state_from <= $as_of
        and (t.state_until is null or t.state_until > $as_of)
        and (t.as_of_date <= $as_of or t.assigned_date is null or t.assigned_date <= $as_of)
        and coalesce(t.status, '') <> 'cancelled'

),

task_seen as (

    select
        business_key,
        min(as_of_date)                                       as first_seen,
        min(case when is_reported then as_of_date end)        as reported_seen,
        min(case when is_archived then as_of_date end)        as archived_seen,
        min(case when work_file_code <> '' then as_of_date end) as work_file_seen
    from scoped.task
    where as_of_date <= $as_of
    group by business_key

),

task_event as (

    select s.department_code, s.as_of_date, s.completed_date, s.assigned_date, s.is_reported, s.reported_date,
        s.is_archived, s.archived_date, s.work_file_code,
        v.first_seen, v.reported_seen, v.archived_seen, v.work_file_seen
    from task_state as s
    left join task_seen as v on v.business_key = s.business_key

),

shortfall_seen as (

    select business_key, min(case when status = 'done' then as_of_date end) as done_seen
    from scoped.shortfall
    where as_of_date <= $as_of
    group by business_key

),

assignment_seen as (

    select business_key, min(case when status = 'done' or completed_date <= $as_of then as_of_date end) as done_seen
    from scoped.assignment
    where as_of_date <= $as_of
    group by business_key

),

event as (

    select 'task_reported' as obligation, 'done' as event, department_code, null as department_codes,
        case when reported_date <= $as_of then reported_date end as dated_on, reported_seen as seen_on
    from task_event
    where is_reported
        and (as_of_date <= $as_of or (completed_date <= $as_of and (reported_date is null or reported_date <= $as_of)))

    union all

    select 'task_archived', 'done', department_code, null,
        case when archived_date <= $as_of then archived_date end, archived_seen
    from task_event
    where is_archived
        and (as_of_date <= $as_of or (completed_date <= $as_of and (archived_date is null or archived_date <= $as_of)))

    union all

    select 'work_file', 'done', department_code, null, cast(null as date), work_file_seen
    from task_event
    where work_file_code <> ''

    union all

    select 'task', 'new', department_code, null,
        case when assigned_date <= $as_of then assigned_date end, first_seen
    from task_event

    union all

    select 'shortfall', 'done', null, s.department_codes, cast(null as date), v.done_seen
    from scoped.shortfall as s
    left join shortfall_seen as v on v.business_key = s.business_key
    where s.state_from <= $as_of and (s.state_until is null or s.state_until > $as_of) and s.status = 'done'

    union all

    select 'assignment', 'done', null, s.lead_codes,
        case when s.completed_date <= $as_of then s.completed_date end, v.done_seen
    from scoped.assignment as s
    left join assignment_seen as v on v.business_key = s.business_key
    where s.state_from <= $as_of and (s.state_until is null or s.state_until > $as_of)
        and (s.status = 'done' or s.completed_date <= $as_of)
        and (s.completed_date is null or s.completed_date <= $as_of)

    union all

    select 'digital_signature', 'done', department_code, null,
        case when cast(signed_at as date) <= $as_of then cast(signed_at as date) else issued_date end, cast(null as date)
    from scoped.outgoing_document
    where state_from <= $as_of and (state_until is null or state_until > $as_of)
        and is_signed and issued_date <= $as_of

    union all

    select 'digital_signature', 'new', department_code, null, issued_date, cast(null as date)
    from scoped.outgoing_document
    where state_from <= $as_of and (state_until is null or state_until > $as_of) and issued_date <= $as_of

)

select obligation, event, department_code, department_codes, dated_on, seen_on, count(*) as items
from event
group by obligation, event, department_code, department_codes, dated_on, seen_on

-- One row per obligation, event (done, new), department and day: how many items.
-- dated_on: the day the rows themselves give, for items in the state on $as_of.
-- seen_on: for items without a day of their own, the export that changed their number, net of those it took
--          away; null: there since the first export. Counting versions in and out needs no look-up per item.
-- department_codes: the lead departments where several are possible, null elsewhere.
with task as (

    select
        department_code, state_from, state_until, as_of_date, assigned_date, work_file_code,
        case when state_until is null or state_until > $as_of then 1 else 0 end as is_state,
        case
            when is_reported and (as_of_date <= $as_of
                or (completed_date <= $as_of and (reported_date is null or reported_date <= $as_of))) then 1
            else 0
        end as is_reported,
        case when reported_date <= $as_of then reported_date end as reported_on,
        case
            when is_archived and (as_of_date <= $as_of
                or (completed_date <= $as_of and (archived_date is null or archived_date <= $as_of))) then 1
            else 0
        end as is_archived,
        case when archived_date <= $as_of then archived_date end as archived_on
    from scoped.task
    where state_from <= $as_of
        and (as_of_date <= $as_of or assigned_date is null or assigned_date <= $as_of)
        and (status is null or status <> 'cancelled')

),

-- Several leads are kept as they are: an item of two counts for each, and once in the whole.
shared as (

    select
        'shortfall' as obligation, department_codes, state_from, state_until, cast(null as date) as done_on,
        case when status = 'done' then 1 else 0 end as is_done
    from scoped.shortfall
    where state_from <= $as_of

    union all

    select
        'assignment', lead_codes, state_from, state_until,
        case when completed_date <= $as_of then completed_date end,
        case when completed_date <= $as_of or (status = 'done' and completed_date is null) then 1 else 0 end
    from scoped.assignment
    where state_from <= $as_of

),

document as (

    select
        department_code, issued_date,
        case when cast(signed_at as date) <= $as_of then cast(signed_at as date) else issued_date end as signed_on,
        is_signed
    from scoped.outgoing_document
    where state_from <= $as_of and (state_until is null or state_until > $as_of) and issued_date <= $as_of

),

event as (

    select 'task_reported' as obligation, 'done' as event, department_code, null as department_codes,
        reported_on as dated_on, cast(null as date) as seen_on, count(*) as items
    from task
    where is_reported = 1 and is_state = 1 and reported_on is not null
    group by department_code, reported_on

    union all

    select 'task_archived', 'done', department_code, null, archived_on, null, count(*)
    from task
    where is_archived = 1 and is_state = 1 and archived_on is not null
    group by department_code, archived_on

    union all

    select 'task', 'new', department_code, null, assigned_date, null, count(*)
    from task
    where is_state = 1 and assigned_date <= $as_of
    group by department_code, assigned_date

    union all

    select 'task_reported', 'done', department_code, null, null, state_from, count(*)
    from task where is_reported = 1 and reported_on is null group by department_code, state_from

    union all

    select 'task_reported', 'done', department_code, null, null, state_until, -count(*)
    from task where is_reported = 1 and reported_on is null and is_state = 0 group by department_code, state_until

    union all

    select 'task_archived', 'done', department_code, null, null, state_from, count(*)
    from task where is_archived = 1 and archived_on is null group by department_code, state_from

    union all

    select 'task_archived', 'done', department_code, null, null, state_until, -count(*)
    from task where is_archived = 1 and archived_on is null and is_state = 0 group by department_code, state_until

    union all

    select 'work_file', 'done', department_code, null, null, state_from, count(*)
    from task where work_file_code <> '' group by department_code, state_from

    union all

    select 'work_file', 'done', department_code, null, null, state_until, -count(*)
    from task where work_file_code <> '' and is_state = 0 group by department_code, state_until

    union all

    select 'task', 'new', department_code, null, null, state_from, count(*)
    from task where assigned_date is null group by department_code, state_from

    union all

    select 'task', 'new', department_code, null, null, state_until, -count(*)
    from task where assigned_date is null and is_state = 0 group by department_code, state_until

    union all

    select obligation, 'done', null, department_codes, done_on, null, count(*)
    from shared
    where is_done = 1 and done_on is not null and (state_until is null or state_until > $as_of)
    group by obligation, department_codes, done_on

    union all

    select obligation, 'done', null, department_codes, null, state_from, count(*)
    from shared where is_done = 1 and done_on is null group by obligation, department_codes, state_from

    union all

    select obligation, 'done', null, department_codes, null, state_until, -count(*)
    from shared where is_done = 1 and done_on is null and state_until <= $as_of
    group by obligation, department_codes, state_until

    union all

    select 'digital_signature', 'done', department_code, null, signed_on, null, count(*)
    from document where is_signed group by department_code, signed_on

    union all

    select 'digital_signature', 'new', department_code, null, issued_date, null, count(*)
    from document group by department_code, issued_date

)

select
    obligation, event, department_code, department_codes, dated_on,
    case when seen_on > date '0001-01-01' then seen_on end as seen_on,
    sum(items) as items
from event
group by obligation, event, department_code, department_codes, dated_on, case when seen_on > date '0001-01-01' then seen_on end
having sum(items) <> 0

-- One row per obligation, event (done, new), department and day: how many items.
-- dated_on: the day the rows themselves give, for items in the state on $as_of.
-- seen_on: for items without a day of their own, the export that changed their number, net of those it took
--          away; null: there since the first export. Counting versions in and out needs no look-up per item.
-- department_codes: the lead departments where several are possible, null elsewhere.
-- Every source is read once and crossed with the few things to count: one branch for each would be planned
-- for longer than it runs.
with counted as (

    select 'task_reported' as obligation, 'done' as event
    union all select 'task_archived', 'done'
    union all select 'work_file', 'done'
    union all select 'work_file_complete', 'done'
    union all select 'task', 'new'

),

-- A task is in a file once both are there; of a file that another department lists, only that it is there is known.
file as (

    select
        r.work_file_code,
        max(case when r.is_complete then 1 else 0 end)    as is_complete,
        min(coalesce(w.state_from, date '0001-01-01'))    as listed_from
    from scoped.work_file_reference_on($as_of) as r
    left join scoped.work_file as w on w.work_file_code = r.work_file_code
    group by r.work_file_code

),

task as (

    select
        c.obligation, c.event, t.department_code, t.state_until,
        case when c.obligation like 'work_file%' then greatest(t.state_from, f.listed_from) else t.state_from end as state_from,
        case
            when c.obligation = 'task_reported' then
                case when t.reported_date <= $as_of then t.reported_date end
            when c.obligation = 'task_archived' then
                case when t.archived_date <= $as_of then t.archived_date end
            when c.obligation = 'task' then t.assigned_date
        end as dated_on
    from scoped.task as t
    cross join counted as c
    left join file as f on f.work_file_code = t.work_file_code
    where t.state_from <= $as_of
        and (t.as_of_date <= $as_of or t.assigned_date is null or t.assigned_date <= $as_of)
        and (t.status is null or t.status <> 'cancelled')
        and case
            when c.obligation = 'task_reported' then
                t.is_reported and (t.as_of_date <= $as_of
                    or (t.completed_date <= $as_of and (t.reported_date is null or t.reported_date <= $as_of)))
            when c.obligation = 'task_archived' then
                t.is_archived and (t.as_of_date <= $as_of
                    or (t.completed_date <= $as_of and (t.archived_date is null or t.archived_date <= $as_of)))
            when c.obligation like 'work_file%' then
                f.work_file_code is not null and (t.state_until is null or f.listed_from < t.state_until)
                and (c.obligation = 'work_file' or f.is_complete = 1)
            else t.assigned_date is null or t.assigned_date <= $as_of
        end

),

document as (

    select
        department_code, issued_date, is_signed, state_from, state_until,
        case when cast(signed_at as date) <= $as_of then cast(signed_at as date) else issued_date end as signed_on
    from scoped.outgoing_document
    where state_from <= $as_of and (state_until is null or state_until > $as_of) and issued_date <= $as_of

),

item as (

    select obligation, event, department_code, null as department_codes, dated_on, state_from, state_until
    from task

    union all

    -- Several leads are kept as they are: an item of two counts for each, and once in the whole.
    select 'shortfall', 'done', null, department_codes, null, state_from, state_until
    from scoped.shortfall
    where state_from <= $as_of and status = 'done'

    union all

    select 'assignment', 'done', null, lead_codes, completed_date, state_from, state_until
    from scoped.assignment
    where state_from <= $as_of
        and (completed_date <= $as_of or (status = 'done' and completed_date is null))

    union all

    select 'digital_signature', 'done', department_code, null, signed_on, state_from, state_until
    from document
    where is_signed

    union all

    select 'digital_signature', 'new', department_code, null, issued_date, state_from, state_until
    from document

),

-- A version without a day comes with the export that brought it, and goes with the one that replaced it.
event as (

    select
        i.obligation, i.event, i.department_code, i.department_codes, i.dated_on, s.sign,
        case when i.dated_on is null then case when s.sign = 1 then i.state_from else i.state_until end end as seen_on
    from item as i
    cross join (select 1 as sign union all select -1) as s
    where case
        when i.dated_on is not null then s.sign = 1 and (i.state_until is null or i.state_until > $as_of)
        else s.sign = 1 or i.state_until <= $as_of
    end

)

select
    obligation, event, department_code, department_codes, dated_on,
    case when seen_on > date '0001-01-01' then seen_on end as seen_on,
    sum(sign) as items
from event
group by obligation, event, department_code, department_codes, dated_on, case when seen_on > date '0001-01-01' then seen_on end
having sum(sign) <> 0

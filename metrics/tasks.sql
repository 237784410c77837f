-- One row per department that has tasks in the state on $as_of.
-- Where only a later export exists (as_of_date > $as_of) the row is cut by its own dates.
with state as (

    select
        t.department_code,
        t.due_date,
        t.work_file_code,
        case when t.completed_date <= $as_of then t.completed_date end as completed_on,
        case
            when t.as_of_date <= $as_of then t.is_reported
            else t.is_reported and t.completed_date <= $as_of
                and (t.reported_date is null or t.reported_date <= $as_of)
        end as is_reported,
        case
            when t.as_of_date <= $as_of then t.is_archived
            else t.is_archived and t.completed_date <= $as_of
                and (t.archived_date is null or t.archived_date <= $as_of)
        end as is_archived
    from scoped.task as t
    where t.state_from <= $as_of
        and (t.state_until is null or t.state_until > $as_of)
        and (t.as_of_date <= $as_of or t.assigned_date is null or t.assigned_date <= $as_of)

),

-- Each task is looked at once; what follows from these counts is subtracted, not counted again.
counted as (

    select
        department_code,
        count(*)                                                                    as total,
        count(completed_on)                                                         as completed,
        count(case when completed_on > due_date then 1 end)                         as completed_late,
        count(case when completed_on is null and due_date < $as_of then 1 end)      as open_overdue,
        count(case when completed_on is null and due_date >= $as_of then 1 end)     as open_in_time,
        count(case when is_reported then 1 end)                                     as reported,
        count(case when is_archived then 1 end)                                     as archived,
        count(case when work_file_code <> '' then 1 end)                            as with_work_file
    from state
    group by department_code

)

select
    department_code,
    total,
    completed,
    completed - completed_late                          as completed_on_time,
    completed_late,
    total - completed                                   as open,
    open_overdue,
    open_in_time,
    total - completed - open_overdue - open_in_time     as open_no_deadline,
    reported,
    archived,
    with_work_file
from counted

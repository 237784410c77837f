-- One row per department that has tasks in the state on $as_of.
-- Each task is looked at once; what follows from these counts is subtracted, not counted again.
with counted as (

    select
        department_code,
        count(*)                                                                    as total,
        count(completed_on)                                                         as completed,
        count(case when completed_on > due_date then 1 end)                         as completed_late,
        count(case when completed_on is null and due_date < $as_of then 1 end)      as open_overdue,
        count(case when completed_on is null and due_date >= $as_of then 1 end)     as open_in_time,
        count(case when is_reported_by_then then 1 end)                             as reported,
        count(case when is_archived_by_then then 1 end)                             as archived,
        count(case when work_file_code <> '' then 1 end)                            as with_work_file
    from scoped.task_on($as_of)
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

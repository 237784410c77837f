-- One row per department and due day of the open, overdue, required tasks in the state on $as_of.
select
    department_code,
    due_date,
    count(*) as tasks
from scoped.required_task_on($as_of, $count_cancelled, $count_transferred, true)
where due_date < $as_of
    and completed_on is null
group by department_code, due_date
order by department_code, due_date

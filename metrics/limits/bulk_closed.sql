-- One row per department and completion day from $first_day to $last_day: tasks with that day in the state on $as_of.
select
    department_code,
    completed_on as completed_date,
    count(*) as items
from scoped.task_on($as_of)
where completed_on between $first_day and $last_day
group by department_code, completed_on
order by completed_on, department_code

-- One row per department and completion day from $first_day to $last_day: tasks with that day in the state on $as_of.
select
    department_code,
    completed_date,
    count(*) as items
from scoped.task
where state_from <= $as_of
    and (state_until is null or state_until > $as_of)
    and (as_of_date <= $as_of or assigned_date is null or assigned_date <= $as_of)
    and completed_date between $first_day and $last_day
    and completed_date <= $as_of
group by department_code, completed_date
order by completed_date, department_code

-- One row per department and due day of the open, overdue, required tasks in the state on $as_of.
select
    t.department_code,
    t.due_date,
    count(*) as tasks
from scoped.task as t
where t.state_from <= $as_of
    and (t.state_until is null or t.state_until > $as_of)
    and (t.as_of_date <= $as_of or t.assigned_date is null or t.assigned_date <= $as_of)
    and t.due_date < $as_of
    and (t.completed_date is null or t.completed_date > $as_of)
    and ($count_cancelled or t.status is null or t.status <> 'cancelled')
    and ($count_transferred or t.status is null or t.status <> 'transferred')
group by t.department_code, t.due_date
order by t.department_code, t.due_date

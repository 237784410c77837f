-- One row per department: the counts of `tasks` as one would write them by hand on one table of current tasks.
select
    department_code,
    count(*) as total,
    count(case when completed_date <= $as_of then 1 end) as completed,
    count(case when completed_date <= $as_of and (due_date is null or completed_date <= due_date) then 1 end) as on_time,
    count(case when completed_date <= $as_of and completed_date > due_date then 1 end) as late,
    count(case when coalesce(completed_date > $as_of, true) then 1 end) as open,
    count(case when coalesce(completed_date > $as_of, true) and due_date < $as_of then 1 end) as open_overdue,
    count(case when coalesce(completed_date > $as_of, true) and due_date >= $as_of then 1 end) as open_in_time,
    count(case when coalesce(completed_date > $as_of, true) and due_date is null then 1 end) as open_no_deadline,
    count(case when is_reported then 1 end) as reported,
    count(case when is_archived then 1 end) as archived,
    count(case when work_file_code is not null then 1 end) as with_work_file
from scoped.task
where state_from <= $as_of and (state_until is null or state_until > $as_of)
group by department_code

-- One row per department: tasks required on $as_of, and those both reported complete and archived.
select
    department_code,
    count(*)                                                                                as required,
    sum(case when is_reported_by_then and is_archived_by_then then 1 else 0 end)            as done,
    count(is_reported_by_then)                                                              as reported_known,
    count(is_archived_by_then)                                                              as archived_known
from scoped.required_task_on($as_of, $count_cancelled, $count_transferred, $count_not_due)
group by department_code

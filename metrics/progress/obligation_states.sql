-- One row per required task on $as_of: its department, and for each step whether it is done or open.
select
    s.business_key,
    s.department_code,
    s.task_reported      as reported,
    s.task_archived      as archived,
    s.work_file          as filed,
    s.work_file_complete as complete
from scoped.task_step_on($as_of, $count_cancelled, $count_transferred, $count_not_due) as s

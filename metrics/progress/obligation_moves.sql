-- One row per department and pair of states of required tasks on $from_day and $to_day (absent, open, done), for each step: how many.
select
    coalesce(a.department_code, b.department_code)     as department_code,
    coalesce(b.task_reported, 'absent')                as reported_before,
    coalesce(a.task_reported, 'absent')                as reported_after,
    coalesce(b.task_archived, 'absent')                as archived_before,
    coalesce(a.task_archived, 'absent')                as archived_after,
    coalesce(b.work_file, 'absent')                    as filed_before,
    coalesce(a.work_file, 'absent')                    as filed_after,
    coalesce(b.work_file_complete, 'absent')           as complete_before,
    coalesce(a.work_file_complete, 'absent')           as complete_after,
    count(*)                                           as tasks
from scoped.task_step_on($from_day, $count_cancelled, $count_transferred, $count_not_due) as b
full outer join scoped.task_step_on($to_day, $count_cancelled_then, $count_transferred_then, $count_not_due_then) as a
    on a.business_key = b.business_key and a.department_code = b.department_code
group by 1, 2, 3, 4, 5, 6, 7, 8, 9

-- One row per pair of departments and pair of states of required tasks on $from_day and $to_day (absent, open, done), for each step:
-- how many. A task has one department on a day; none on a day on which it is not asked.
select
    b.department_code                                  as before_code,
    a.department_code                                  as after_code,
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
    on a.business_key = b.business_key
group by 1, 2, 3, 4, 5, 6, 7, 8, 9, 10

-- One row per department with required tasks in the state on $as_of: what the HpNet obligations have.
with file as (

    select
        work_file_code,
        max(case when is_complete then 1 else 0 end) as is_complete
    from scoped.work_file_reference_on($as_of)
    group by work_file_code

)

select
    t.department_code,
    count(*)                                                       as required,
    count(t.is_reported_by_then)                                   as reported_known,
    count(case when t.is_reported_by_then then 1 end)              as reported,
    count(t.is_archived_by_then)                                   as archived_known,
    count(case when t.is_archived_by_then then 1 end)              as archived,
    count(file.work_file_code)                                     as filed,
    count(case when file.is_complete = 1 then 1 end)               as filed_complete,
    count(case when t.vanished_from <= $as_of then 1 end)          as vanished
from scoped.required_task_on($as_of, $count_cancelled, $count_transferred, $count_not_due) as t
left join file on file.work_file_code = t.work_file_code
group by t.department_code

-- One row per department with required tasks in the state on $as_of: how many passed each step, alone and in turn.
with file as (

    select distinct work_file_code
    from scoped.work_file_reference_on($as_of)

),

covered as (

    select department_code
    from scoped.told_on($as_of)
    where kind = 'work_files'

),

steps as (

    select
        t.department_code,
        case when t.completed_on is not null then 1 else 0 end            as completed,
        case when t.is_reported_by_then then 1 else 0 end                 as reported,
        case when t.is_archived_by_then then 1 else 0 end                 as archived,
        case when t.work_file_code <> '' and (f.work_file_code is not null or c.department_code is null) then 1 else 0 end
                                                                          as filed
    from scoped.required_task_on($as_of, $count_cancelled, $count_transferred, $count_not_due) as t
    left join file as f on f.work_file_code = t.work_file_code
    left join covered as c on c.department_code = t.department_code

)

select
    department_code,
    count(*)                                                              as assigned,
    count(case when completed = 1 then 1 end)                             as completed,
    count(case when completed + reported = 2 then 1 end)                  as reported,
    count(case when completed + reported + archived = 3 then 1 end)       as archived,
    count(case when completed + reported + archived + filed = 4 then 1 end) as filed,
    count(case when reported = 1 then 1 end)                              as reported_alone,
    count(case when archived = 1 then 1 end)                              as archived_alone,
    count(case when filed = 1 then 1 end)                                 as filed_alone
from steps
group by department_code

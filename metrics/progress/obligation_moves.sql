-- One row per department and pair of states of required tasks on $from_day and $to_day (absent, open, done), for each step: how many.
with file_before as (

    select work_file_code, max(case when is_complete then 1 else 0 end) as is_complete
    from scoped.work_file_reference_on($from_day)
    group by work_file_code

),

file_after as (

    select work_file_code, max(case when is_complete then 1 else 0 end) as is_complete
    from scoped.work_file_reference_on($to_day)
    group by work_file_code

),

before as (

    select
        t.business_key,
        coalesce(t.department_code, '')                                        as department_code,
        case when t.is_reported_by_then then 'done' else 'open' end            as task_reported,
        case when t.is_archived_by_then then 'done' else 'open' end            as task_archived,
        case when f.work_file_code is not null then 'done' else 'open' end     as work_file,
        case when f.is_complete = 1 then 'done' else 'open' end                as work_file_complete
    from scoped.required_task_on($from_day, $count_cancelled, $count_transferred, $count_not_due) as t
    left join file_before as f on f.work_file_code = t.work_file_code

),

after as (

    select
        t.business_key,
        coalesce(t.department_code, '')                                        as department_code,
        case when t.is_reported_by_then then 'done' else 'open' end            as task_reported,
        case when t.is_archived_by_then then 'done' else 'open' end            as task_archived,
        case when f.work_file_code is not null then 'done' else 'open' end     as work_file,
        case when f.is_complete = 1 then 'done' else 'open' end                as work_file_complete
    from scoped.required_task_on($to_day, $count_cancelled_then, $count_transferred_then, $count_not_due_then) as t
    left join file_after as f on f.work_file_code = t.work_file_code

)

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
from before as b
full outer join after as a on a.business_key = b.business_key and a.department_code = b.department_code
group by 1, 2, 3, 4, 5, 6, 7, 8, 9

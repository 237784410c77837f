-- One row per department with required tasks in the state on $as_of that lack a wanted step: the tasks, each once, and each step.
with file as (

    select
        work_file_code,
        max(case when is_complete then 1 else 0 end) as is_complete
    from scoped.work_file_reference_on($as_of)
    group by work_file_code

),

covered as (

    select department_code
    from scoped.told_on($as_of)
    where kind = 'work_files'

),

step as (

    select
        t.department_code,
        case when $report and not t.is_reported_by_then then 1 else 0 end as report,
        case when $archive and not t.is_archived_by_then then 1 else 0 end as archive,
        case
            when not $file then 0
            when t.work_file_code <> '' and (f.work_file_code is not null or c.department_code is null) then 0
            else 1
        end                                                                as file,
        case when $complete and f.is_complete = 0 then 1 else 0 end        as complete
    from scoped.required_task_on($as_of, $count_cancelled, $count_transferred, $count_not_due) as t
    left join file as f on f.work_file_code = t.work_file_code
    left join covered as c on c.department_code = t.department_code

)

select
    department_code,
    count(*)                                  as items,
    sum(report + archive + file + complete)   as steps
from step
where report + archive + file + complete > 0
group by department_code

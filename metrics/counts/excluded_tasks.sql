-- One row per task of the state on $as_of that the denominator rule leaves out, with the reason.
with judged as (

    select
        t.*,
        case
            when t.status = 'cancelled' and not $count_cancelled then 'cancelled'
            when t.status = 'transferred' and not $count_transferred then 'transferred'
            when not $count_not_due and (t.due_date is null or t.due_date > $as_of) and t.completed_on is null
                then 'not_due'
        end as reason
    from scoped.task_on($as_of) as t

)

select
    reason,
    task_code,
    document_number,
    subject,
    department_code,
    assignee,
    due_date,
    completed_date,
    status_text,
    import_id,
    sheet,
    source_row
from judged
where reason is not null
order by department_code, task_code, source_row

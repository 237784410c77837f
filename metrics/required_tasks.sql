-- One row per task that the HpNet obligations require, in the state on $as_of.
select
    t.task_code,
    t.document_number,
    t.subject,
    t.department_code,
    t.assignee,
    case when t.is_reported is null then 1 else 0 end          as report_unknown,
    case when t.is_archived is null then 1 else 0 end          as archive_unknown,
    case when t.vanished_from <= $as_of then 1 else 0 end      as is_vanished,
    t.import_id,
    t.sheet,
    t.source_row
from scoped.task as t
where t.state_from <= $as_of
    and (t.state_until is null or t.state_until > $as_of)
    and (t.as_of_date <= $as_of or t.assigned_date is null or t.assigned_date <= $as_of)
    and ($count_cancelled or t.status is null or t.status <> 'cancelled')
    and ($count_transferred or t.status is null or t.status <> 'transferred')
    and ($count_not_due or t.due_date <= $as_of or t.completed_date <= $as_of)
order by t.department_code, t.import_id, t.sheet, t.source_row

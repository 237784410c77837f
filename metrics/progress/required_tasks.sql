-- One row per task that the HpNet obligations require, in the state on $as_of.
select
    task_code,
    document_number,
    subject,
    department_code,
    assignee,
    case when is_reported is null then 1 else 0 end            as report_unknown,
    case when is_archived is null then 1 else 0 end            as archive_unknown,
    case when vanished_from <= $as_of then 1 else 0 end        as is_vanished,
    import_id,
    sheet,
    source_row
from scoped.required_task_on($as_of, $count_cancelled, $count_transferred, $count_not_due)
order by department_code, import_id, sheet, source_row

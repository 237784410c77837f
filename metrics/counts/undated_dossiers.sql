-- One row: open dossiers without a due day, which nobody can call overdue or in time.
select count(*) as n
from scoped.dossier_on($as_of)
where is_counted
    and is_open
    and due_at is null
    and ($department is null or department_code = $department)

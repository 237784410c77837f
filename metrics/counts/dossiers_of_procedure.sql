-- One row per dossier in the state on $as_of whose procedure is spelled as $procedure; nobody's name is in it.
select
    dossier_code,
    department_code,
    status_text,
    received_at,
    due_at,
    ended_at,
    is_open,
    is_late,
    is_counted,
    import_id,
    sheet,
    source_row
from scoped.dossier_on($as_of)
where coalesce(procedure, '') = $procedure
order by received_at, dossier_code

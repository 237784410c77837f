-- One row per TTHC dossier of the year of $as_of that counts on that day; a unit knows its own.
select
    department_code,
    dossier_code,
    procedure,
    handler,
    not is_late                     as is_on_time,
    coalesce(channel = 'online', false) as is_online,
    vanished_from is not null and vanished_from <= $as_of as is_vanished,
    import_id,
    sheet,
    source_row
from scoped.dossier_on($as_of)
where is_counted
order by received_at, dossier_code

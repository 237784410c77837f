-- One row per line of the national portal's newest tables on $as_of: counts of one procedure, null where not given.
select
    c.procedure,
    c.received,
    c.resolved,
    c.on_time,
    c.resolved_late,
    c.pending,
    c.pending_overdue,
    c.as_of_date,
    t.period_from,
    c.import_id,
    c.sheet,
    c.source_row
from scoped.dossier_count_on($as_of) as c
left join scoped.import_table as t
    on t.import_id = c.import_id and t.sheet = c.sheet and t.kind = 'dossier_counts' and t.as_of_date = c.as_of_date
order by c.import_id, c.sheet, c.source_row

-- One row per procedure that has TTHC dossiers of the year of $as_of; counted as metrics/dossiers.sql counts.
select
    coalesce(procedure, '')                                                 as procedure,
    count(*)                                                                as received,
    count(case when not is_open then 1 end)                                 as resolved,
    count(case when not is_open and not is_late then 1 end)                 as on_time
from scoped.dossier_on($as_of)
where is_counted
group by coalesce(procedure, '')
order by received desc, procedure

-- One row per spelling of a department that no file could be read with, and kind of source.
select value, kind, count(*) as n
from scoped.import_issue
where code = 'unknown_department' and value is not null
group by value, kind
order by n desc, value, kind

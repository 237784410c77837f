-- One row: the newest day of $kind before $day that is loaded.
select max(as_of_date) as newest
from scoped.import_table
where kind = $kind and as_of_date < $day

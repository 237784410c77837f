-- One row per table found: its place among the files of one kind and day, in order of loading.
update core.import_table as found
set load_rank = wanted.load_rank
from (
    select t.rowid as row_id, dense_rank() over (partition by t.kind, t.as_of_date order by o.place) as load_rank
    from core.import_table as t
    join import_order as o on o.import_id = t.import_id
) as wanted
where found.rowid = wanted.row_id and found.load_rank <> wanted.load_rank

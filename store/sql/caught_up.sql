-- One row per correction that the source has caught up with: the first day on which it says the same.
select c.correction_id, min(r.as_of_date) as caught_on
from (select * from core.{table} where {only}) as r
join correction as c on c.kind = $kind and c.column_name = $column and c.business_key = r.business_key
where r.as_of_date > c.as_of and {as_text} is not distinct from c.value
  and not exists (
      select 1 from core.corrected_cell as x
      where x.import_id = r.import_id and x.sheet = r.sheet and x.source_row = r.source_row
        and x.column_name = $column
  )
group by c.correction_id

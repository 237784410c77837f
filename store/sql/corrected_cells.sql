-- One row per cell of one column that a correction replaces: the rows of its key from the day the
-- value was found wrong until the source has caught up, and earlier rows with the same wrong value.
insert into core.corrected_cell
with read_now as (
    select
        r.import_id, r.sheet, r.source_row, r.business_key, r.as_of_date,
        case when $column = 'department_code' then c.value else nullif({department}, '') end as department_code,
        {as_text} as value_read,
        c.correction_id, c.value, c.value_found, c.as_of,
        exists (
            select 1 from core.corrected_cell as x
            where x.import_id = r.import_id and x.sheet = r.sheet and x.source_row = r.source_row
              and x.column_name = $column
        ) as is_fixed
    from (select * from core.{table} where {only}) as r
    join correction as c on c.kind = $kind and c.column_name = $column and c.business_key = r.business_key
),
caught as (
    select correction_id, min(as_of_date) as caught_on
    from read_now
    where as_of_date > as_of and value_read is not distinct from value and not is_fixed
    group by correction_id
)
select
    r.import_id, r.sheet, r.source_row, $kind, r.business_key, $column, r.department_code,
    r.value_read, r.value, r.correction_id, false
from read_now as r
left join caught as c on c.correction_id = r.correction_id
where r.value_read is distinct from r.value
  and r.as_of_date < coalesce(c.caught_on, date '9999-12-31')
  and (r.as_of_date >= r.as_of or r.value_read is not distinct from r.value_found)

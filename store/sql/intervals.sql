-- One row per fact row of a touched key: the days on which it is the state.
-- Rows that ended before the first changed day ($floor) stay as they are.
-- Of one key on one day the file loaded last stands, within a file the first row.
update core.{table} as fact
set state_from = wanted.state_from, state_until = wanted.state_until
from (
    with ranked as (
        select
            r.rowid as row_id,
            r.business_key,
            r.as_of_date,
            row_number() over (
                partition by r.business_key, r.as_of_date
                order by t.load_rank desc, t.table_number, r.source_row
            ) as place
        from core.{table} as r
        join table_rank as t on t.import_id = r.import_id and t.sheet = r.sheet and t.as_of_date = r.as_of_date
        where {only}
          and (r.as_of_date >= $floor::date or coalesce(r.state_until, date '9999-12-31') >= $floor::date)
          and r.business_key in (select business_key from touched_key)
    ),
    placed as (
        select
            row_id,
            place,
            case when as_of_date = (select min(as_of_date) from table_rank) then date '0001-01-01'
                 else as_of_date end as state_from,
            lead(as_of_date) over (partition by business_key, place order by as_of_date) as next_day
        from ranked
    )
    select row_id, state_from, case when place = 1 then next_day else state_from end as state_until
    from placed
) as wanted
where fact.rowid = wanted.row_id
  and (fact.state_from is distinct from wanted.state_from or fact.state_until is distinct from wanted.state_until)

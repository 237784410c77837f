-- One row per fact row that a changed table may concern: the first later day on which a table
-- that speaks for it no longer has its key. A rejected row still counts as present.
update core.{table} as fact
set vanished_from = wanted.vanished_from
from (
    with concerned as (
        select
            r.rowid as row_id,
            r.business_key,
            r.as_of_date,
            r.state_until,
            {department} as department_code,
            {part} as part,
            {natural_date} as natural_date
        from core.{table} as r
        where {only} and (
            (
                (r.as_of_date >= $floor::date or coalesce(r.state_until, date '9999-12-31') >= $floor::date)
                and r.business_key in (select business_key from touched_key)
            )
            or r.business_key in (select business_key from corrected_key where kind = $kind)
            or exists (
                select 1 from changed_day as c
                where c.as_of_date > r.as_of_date
                  and c.as_of_date < coalesce(r.state_until, date '9999-12-31')
                  and c.as_of_date <= coalesce(r.vanished_from, date '9999-12-31')
            )
        )
    ),
    missed as (
        select c.row_id, min(s.as_of_date) as vanished_from
        from concerned as c
        join speaks as s
            on s.department_code = c.department_code
           and s.part = c.part
           and s.as_of_date > c.as_of_date
           and s.as_of_date < coalesce(c.state_until, date '9999-12-31')
        left join rejected_key as j on j.as_of_date = s.as_of_date and j.business_key = c.business_key
        where j.business_key is null
          and (s.period_from is null or c.natural_date >= s.period_from)
          and (s.period_to is null or c.natural_date <= s.period_to)
        group by c.row_id
    )
    select c.row_id, m.vanished_from
    from concerned as c
    left join missed as m on m.row_id = c.row_id
) as wanted
where fact.rowid = wanted.row_id and fact.vanished_from is distinct from wanted.vanished_from

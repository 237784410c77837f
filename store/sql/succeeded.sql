-- One row per fact row whose item a later table names under another unit after a change of units:
-- from that day on the later row is the state, so that no item counts for both units.
update core.{table} as fact
set state_until = wanted.state_until
from (
    with own as (
        select rowid as row_id, business_key, as_of_date, state_until from core.{table}
        where {only} and state_until is distinct from state_from
    )
    select o.row_id, min(n.as_of_date) as state_until
    from own as o
    join related_key as k on k.business_key = o.business_key
    join own as n
        on n.business_key = k.other_key
       and n.as_of_date > o.as_of_date
       and n.as_of_date >= k.begins
       and n.as_of_date < coalesce(o.state_until, date '9999-12-31')
    group by o.row_id
) as wanted
where fact.rowid = wanted.row_id

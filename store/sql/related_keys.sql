-- One row per key and each key that the same item has under a unit that went before or goes on for its own:
-- what has no code of its own is told apart by its unit too. It is the same item from the day of the change on.
create or replace temp table related_key as
with parts as (
    select distinct business_key, string_split(business_key, '|') as part from core.{table} where {only}
)
select
    p.business_key,
    array_to_string(list_concat(part[1:{place} - 1], [s.other], part[{place} + 1:]), '|') as other_key,
    s.begins
from parts as p
join unit_step as s on s.code = part[{place}]
where len(part) = {length}

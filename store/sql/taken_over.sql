-- One more row of speaks per table and unit that ended: a table that counts the unit after it counts its items too.
insert into speaks
select distinct s.as_of_date, s.period_from, s.period_to, t.code, s.part
from speaks as s
join taken_over as t on t.other = s.department_code and s.as_of_date >= t.begins

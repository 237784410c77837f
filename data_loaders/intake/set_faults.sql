-- One row per clause of the published sets.
select *
from scoped.indicator
where state_until is null and vanished_from is null

-- One row per clause of the published sets: its code and maximum.
select decision, amends, action, code, max_score
from scoped.indicator
where state_until is null

-- One row per clause that was ever loaded.
select code, action, amends
from scoped.indicator

-- One row per dossier code that was ever loaded.
select distinct dossier_code
from scoped.dossier

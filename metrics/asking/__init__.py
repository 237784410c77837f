"""What every question stands on: the catalogue, the state on a day, dated rules, rows."""

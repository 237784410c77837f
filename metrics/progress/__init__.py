"""How far each department is from 100 % of each obligation, and what is left."""

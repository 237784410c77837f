"""Which rule do the clauses of a wording make, and how many points does a value earn under it?"""

"""Which tree of criteria does a decision make, and which one applies?"""

"""How does an office say who it is, on pages, with the effect of each change before it counts?"""

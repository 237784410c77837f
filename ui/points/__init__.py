"""Which points may be lost, were lost before, and can be won back by which work?"""

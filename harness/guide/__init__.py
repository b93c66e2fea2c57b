"""What a unit's 政府信息公开指南 says: how to apply, by which periods, on what conditions.

In: a `Document`. Out: a `Guide` of findings with quotations, the channels and the values that a planner copies.
Pure, as the checker is: who opens the file is the command line.
"""

"""Runs and judges: clock, dispatch, intake, checker, scoring, reports, store, drill, cli."""

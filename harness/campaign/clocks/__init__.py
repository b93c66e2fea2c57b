"""Periods: every application's clock, its course, its dossier."""

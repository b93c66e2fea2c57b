"""每日简报: as values, as a page, as text."""

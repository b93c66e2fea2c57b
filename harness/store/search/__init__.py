"""Search over all that a campaign holds: an index in cache/, computed from the rows and the readings,
which may be deleted at any time."""

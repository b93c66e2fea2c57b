"""Seals on a page: where they stand, what their ring says."""

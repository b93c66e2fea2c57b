"""One letter or one guide, opened and judged, as a page or as rows."""

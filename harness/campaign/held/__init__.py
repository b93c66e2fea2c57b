"""A campaign held open between requests: what is remembered of it, and how that follows its history."""

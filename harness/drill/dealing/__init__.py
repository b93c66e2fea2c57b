"""Who does what: profiles, shares, quirks."""

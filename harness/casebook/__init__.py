"""The facts of a campaign -> what they mean: which application, what kind, which days, which events."""

"""Coarse looks: what of a letter may speak against a fault that a close reader is about to claim."""

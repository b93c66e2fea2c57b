"""Marks: scores with their reasons, points given by hand, what-if."""

"""认定: which letters wait to be marked, what a marker sees and says, and the blind second marking."""

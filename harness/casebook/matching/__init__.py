"""Where an arrival belongs: signs, scales, candidates."""

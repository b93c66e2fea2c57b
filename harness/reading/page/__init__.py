"""A letter's lines: what is repeated, blank or broken, joined to prose, misread words mended."""

"""演练: an invented province that really receives, really answers, with known faults.

Only the command line may import it: what judges must not know what was planted.
"""

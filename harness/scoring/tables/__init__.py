"""Tables of facts and of published scores: their heads, rows and cells."""

"""人工认定 on top of what the program found."""

"""`log`: what people did and saw, one dated fact at a time."""

"""归卷: what came and where it belongs."""

"""台账.xlsx, out and back."""

"""What kind of thing came, from whom, and which part of it is the letter."""

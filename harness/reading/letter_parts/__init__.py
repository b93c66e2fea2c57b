"""The parts of an official letter: heading, number, title, signature, day."""

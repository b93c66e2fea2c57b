"""The law as data, and the questions put to it: texts, bodies, places, courts, review organs."""

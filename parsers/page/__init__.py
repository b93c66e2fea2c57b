"""A page seen as a picture, and lines out of pieces of text: OCR, reading order, punctuation."""

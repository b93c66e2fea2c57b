"""Wordings as data: what letters say, one entry a wording (*.toml), and what makes patterns of them.

`notation.py` and `pieces.py` turn a phrase into a regular expression, `book.py` reads the files and compiles what is
used. How to add a wording: docs/wordings.md.
"""

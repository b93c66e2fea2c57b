"""Paper: a .docx and how it is typeset, its pictures, its PDF. What is written on it stands elsewhere."""

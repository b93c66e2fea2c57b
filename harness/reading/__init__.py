"""What a letter says: `Document` -> its structure, kind, decisions, citations, remedies."""

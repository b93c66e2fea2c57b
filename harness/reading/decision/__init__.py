"""What a letter decides: decisions, reasons, citations, notices, ways to obtain, who is responsible."""

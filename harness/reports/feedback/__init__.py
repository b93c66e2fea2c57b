"""反馈单.docx: what one unit is told of itself."""

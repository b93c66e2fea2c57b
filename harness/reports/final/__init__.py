"""总报告.docx: its chapters, a file a chapter, and what counts and draws for them."""

"""期限报告.xlsx, 截止日.ics and the strip of days."""

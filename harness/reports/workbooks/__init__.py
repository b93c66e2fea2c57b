"""Workbooks: 台账.xlsx, 得分表.xlsx and the other tables, and how a sheet is written."""

"""Workbooks and slides: what is attached to a letter and seldom is one."""

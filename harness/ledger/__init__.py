"""台账.xlsx, the ledger that people keep in Excel, both ways: rows <-> a workbook's bytes.

`columns` holds its shape, `writing` makes it, `reading` takes apart what came back, and `merging`
lays three states beside each other: what was written out, what came back, what is stored now.
Pure: no store, no clock, no file. What a row means for a campaign is not known here.
"""

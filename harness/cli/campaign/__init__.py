"""The verbs of a campaign (contracts.md, section 7): a file a few of them, in the order of the work.

Every verb takes `-C DIR`, `--json`, `--by NAME` and `--as-of DATE` (desk.py). What changes a fact
shows what it would do, and does it with `--write`; the last line says what to type next.
"""

"""The desk: what an assessor does with a campaign, one file a verb. Command line and web call this
and nothing below it; each verb shows what it would do, then does it in one transaction."""

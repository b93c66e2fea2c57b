"""What comes in: mailboxes, the folder incoming/, the watch and its 每日简报."""

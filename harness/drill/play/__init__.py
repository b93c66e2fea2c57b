"""The outside world, day by virtual day: mail, post, telephone, clerks."""

"""Before anything goes out: the tables that people keep, the plan, the applicants and their consent."""

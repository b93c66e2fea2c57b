"""What a letter tells of the application: who applied and what was asked for, item by item."""

"""Files that a person imports become rows."""

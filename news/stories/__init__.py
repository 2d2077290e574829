"""Running stories: profiles, assignment, splits, merges and states."""

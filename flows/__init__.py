"""Scheduling: Prefect and the command line stand here and nowhere else."""

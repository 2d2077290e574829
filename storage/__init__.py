"""The database: DuckDB and SQL stand here and nowhere else."""

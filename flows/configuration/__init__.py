"""Settings: the environment and newsthread.toml, read once."""

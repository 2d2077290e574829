"""Operating one machine: server, worker, deployments, health checks."""

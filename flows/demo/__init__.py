"""The sample newsroom and the pipeline run over it."""

"""An archive asked by assistants, over the Model Context Protocol."""

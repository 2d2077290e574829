"""The digest as a text: composed, worded and rendered as e-mail parts."""

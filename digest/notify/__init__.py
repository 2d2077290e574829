"""Short messages to chat services and webhooks: what they say, how they are signed, and how Apprise sends them."""

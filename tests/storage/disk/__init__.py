"""A disk that loses, tears and reorders writes."""

"""What a snapshot has counted is kept in the store, and renewed where its rows changed since."""

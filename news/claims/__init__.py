"""What sentences say of a claim: for, against, or left open; and on whom each rests."""

"""What a crash left in the files is put right before they are opened."""

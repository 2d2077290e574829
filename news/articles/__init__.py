"""Articles: assembled from entries, pages or rows; versions, page schedule, extraction quality."""

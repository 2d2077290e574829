"""Text as language: sentences, words, names, numbers, dates and quotation marks."""

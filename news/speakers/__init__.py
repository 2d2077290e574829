"""Who says what: direct quotations, the speaker of each where the text says so, and the same quotation elsewhere."""

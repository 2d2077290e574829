"""RSS, Atom and RDF: read strictly, with feedparser, or entry by entry where a document is damaged."""

"""From texts to suggestions: the embedding model, the codebook's lines, the estimator, the ranking of a whole study."""

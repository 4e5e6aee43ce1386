"""Finding teammates: who looks for a group, which groups look for members."""

"""Finding pairs, reviewing them, merging and taking a merge back."""

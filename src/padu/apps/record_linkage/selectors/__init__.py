"""Reading pairs, merges, sector lists and what they linked."""

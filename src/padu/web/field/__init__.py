"""Pages of field work: who serves which village, since when, how much one person carries, and what is handed over."""

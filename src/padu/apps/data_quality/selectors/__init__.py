"""Reading issues, completeness and figures that stand out, for the current actor."""

"""What is asked of families' and villages' data: the rules, completeness and age, and figures that stand out."""

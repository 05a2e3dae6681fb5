"""How each problem type is measured from the data Padu holds: one module per source, set-based over all villages."""

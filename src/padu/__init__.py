"""Padu: what families and villages need, and what agencies can give, fused into one plan."""

__version__ = "0.1.0"

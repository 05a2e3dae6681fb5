"""Pairs of records that may be one person: blocking, comparing and scoring with splink on DuckDB, no Django."""

"""Measuring villages, assessing and ranking their problems, and what the pokja makes of the ranking."""

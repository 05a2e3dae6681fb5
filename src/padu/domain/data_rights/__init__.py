"""Duties of UU 27/2022 as rules: clocks, states, retention, consent texts, breach notices."""

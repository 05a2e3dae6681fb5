"""The demo: one real regency with made-up agencies, families and events, for an empty embedded database only."""

"""Which records may speak of one person: Indonesian names, dates, and the reasons in words. No database, no clock."""

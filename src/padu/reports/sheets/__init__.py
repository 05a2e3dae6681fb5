"""A document as the sheets of a workbook: real numbers and days, and never a formula or a link out of data."""

"""A document as HTML for the print engine. Every text is escaped on its way in, so nothing in it can load anything."""

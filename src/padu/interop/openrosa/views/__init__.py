"""Views of the protocol and of the pages."""

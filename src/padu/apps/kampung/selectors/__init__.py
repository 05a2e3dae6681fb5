"""Reading the register of kampung. What comes back is what the current actor may see: callers stand in a scope."""

from padu.apps.kampung.selectors.register import get_kampung, list_kampung

__all__ = ["get_kampung", "list_kampung"]

"""Pages of signing in and of one's own account, one module per subject."""

from padu.apps.accounts.views.signing_in import room_of

__all__ = ["room_of"]

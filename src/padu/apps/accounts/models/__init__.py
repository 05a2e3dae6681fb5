"""Accounts, hats, and what it takes to sign in."""

from padu.apps.accounts.models.failures import SignInFailure
from padu.apps.accounts.models.people import HatRecord, User, UserManager

__all__ = ["HatRecord", "SignInFailure", "User", "UserManager"]

"""How log-in behaves, where django-allauth lets us say so."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Log-in for people whom the welfare centre has invited."""

    def is_open_for_signup(self, request) -> bool:
        """Nobody opens an account by themselves."""
        return False

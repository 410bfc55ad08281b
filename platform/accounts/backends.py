"""allauth's backend, reading an account as every page and socket needs it."""

from allauth.account.auth_backends import AuthenticationBackend

from accounts.models import User
from accounts.queries import account


class SignInBackend(AuthenticationBackend):
    """Brings the account of a session together with what every page asks about it."""

    def get_user(self, user_id: int) -> User | None:
        return account(user_id)

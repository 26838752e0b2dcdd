from typing import Any

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from .querysets import UserQuerySet
from .signals import own_password_changed


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account. Without a password it gets an unusable one, and an invitation sets it.

        Raises ValueError without an address.
        """
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractUser):
    """An account, which logs in by its e-mail address. The data of a member are in ``profiles.Member``."""

    username = None  # type: ignore[assignment]
    email = models.EmailField("e-mail", unique=True)
    # Set by the code that loads the demo, not guessed from the address: production does not start with one of these.
    is_demo = models.BooleanField("account di prova", default=False, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    objects = UserManager()  # type: ignore[misc]

    class Meta:
        verbose_name = "persona"
        verbose_name_plural = "persone"
        constraints = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    @cached_property
    def group_names(self) -> frozenset[str]:
        """The names of the user's groups, as they were when first read.

        For screens alone, as every request loads its user again. What judges an approval has to query the database.
        """
        return frozenset(self.groups.values_list("name", flat=True))

    def check_password(self, raw_password: str | None) -> bool:
        """Tell whether this is the password; a right one may be hashed anew, by a better method."""
        old = self.password
        is_right = super().check_password(raw_password)
        if self.password != old:
            own_password_changed.send(User, user=self, old_password=old)
        return is_right

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

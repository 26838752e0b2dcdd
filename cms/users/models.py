from typing import Any

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.functional import cached_property

from .querysets import UserQuerySet


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    use_in_migrations = True

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Without a password the account has an unusable one: an invitation sets it."""
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
    """An account. Who the person is to the association stands in ``profiles.Member``."""

    username = None  # type: ignore[assignment]
    email = models.EmailField("e-mail", unique=True)
    # Known to the code, not guessed from an address: production refuses to start with one of these.
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
        """As they were when first asked for: for screens, whose request makes its user anew. What judges a yes asks
        the database."""
        return frozenset(self.groups.values_list("name", flat=True))

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

from typing import Any

from django.db.models import QuerySet


class UserQuerySet(QuerySet[Any]):
    def readers(self) -> "UserQuerySet":
        """Open accounts that may be of a desk; the superuser's is none of them."""
        return self.filter(is_active=True, is_superuser=False)

    def in_group(self, name: str) -> "UserQuerySet":
        return self.filter(groups__name=name)

    def with_email(self, email: str) -> "UserQuerySet":
        """However it is written."""
        return self.filter(email__iexact=email)

    def open_demo_accounts(self) -> "UserQuerySet":
        return self.filter(is_demo=True, is_active=True)

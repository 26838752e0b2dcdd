from typing import Any

from django.db.models import QuerySet


class UserQuerySet(QuerySet[Any]):
    def readers(self) -> "UserQuerySet":
        """Active accounts that may review pages, which superusers do not."""
        return self.filter(is_active=True, is_superuser=False)

    def in_group(self, name: str) -> "UserQuerySet":
        return self.filter(groups__name=name)

    def with_email(self, email: str) -> "UserQuerySet":
        """Accounts with this address, in upper or lower case."""
        return self.filter(email__iexact=email)

    def open_demo_accounts(self) -> "UserQuerySet":
        return self.filter(is_demo=True, is_active=True)

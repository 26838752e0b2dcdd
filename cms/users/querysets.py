from typing import Any

from django.db.models import Q, QuerySet


class UserQuerySet(QuerySet[Any]):
    def readers(self) -> "UserQuerySet":
        """Active accounts that may review pages, which superusers do not."""
        return self.filter(is_active=True, is_superuser=False)

    def in_group(self, name: str) -> "UserQuerySet":
        return self.filter(groups__name=name)

    def active_in(self, name: str) -> "UserQuerySet":
        """Open accounts in a group, superusers left out, by name."""
        return self.readers().in_group(name).order_by("first_name", "last_name", "pk")

    def active_superusers(self) -> "UserQuerySet":
        return self.filter(is_active=True, is_superuser=True).order_by("first_name", "last_name", "pk")

    def searched(self, words: str) -> "UserQuerySet":
        """Accounts in whose name or address each of these words stands, by name."""
        found = self
        for word in words.split():
            found = found.filter(
                Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word)
            )
        return found.order_by("first_name", "last_name", "pk")

    def with_email(self, email: str) -> "UserQuerySet":
        """Accounts with this address, in upper or lower case."""
        return self.filter(email__iexact=email)

    def open_demo_accounts(self) -> "UserQuerySet":
        return self.filter(is_demo=True, is_active=True)

"""Types of who makes a request, for annotations."""

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from .models import User

AnyUser = User | AnonymousUser


class AuthenticatedHttpRequest(HttpRequest):
    """The request of a view that only somebody who has logged in reaches. It is never instantiated."""

    user: User

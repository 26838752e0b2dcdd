"""Signals about accounts."""

from django.dispatch import Signal

# user, old_password (the hash before): somebody who proved to be that person has chosen a password, or has logged in
# and had theirs hashed anew.
own_password_changed = Signal()

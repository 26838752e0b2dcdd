"""Some views of allauth under Italian addresses. The others (signup, e-mail addresses) have no address."""

from allauth.account import views
from django.urls import path, re_path
from django.views.generic import RedirectView

urlpatterns = [
    path("accedi/", views.login, name="account_login"),
    path("accedi/chiuso/", views.account_inactive, name="account_inactive"),
    path("esci/", views.logout, name="account_logout"),
    path("password/cambia/", views.password_change, name="account_change_password"),
    # allauth sends a person without a password there; on this site an invitation or a mail sets it.
    path(
        "password/scegli/",
        RedirectView.as_view(pattern_name="account_reset_password"),
        name="account_set_password",
    ),
    path("password/reimposta/", views.password_reset, name="account_reset_password"),
    path("password/reimposta/inviata/", views.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reimposta/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        views.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path("password/fatto/", views.password_reset_from_key_done, name="account_reset_password_from_key_done"),
]

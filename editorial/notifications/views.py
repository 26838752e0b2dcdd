"""The members' screen «Come vuoi ricevere gli avvisi»."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cms.users.types import AuthenticatedHttpRequest
from editorial.models import MailPreference

from .forms import MailPreferenceForm


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@never_cache
def preference(request: AuthenticatedHttpRequest) -> HttpResponse:
    """Show and store how the person wants to be notified."""
    current = MailPreference.objects.of(request.user)
    form = MailPreferenceForm(request.POST or None, initial={"how": current.how})
    if request.method == "POST" and form.is_valid():
        MailPreference.objects.choose(request.user, form.cleaned_data["how"])
        messages.success(request, "Fatto: d’ora in poi ti scriviamo così.")
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "editorial/mail_preference.html", {"form": form})

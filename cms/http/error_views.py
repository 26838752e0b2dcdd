"""Views that answer 403."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", {"reason": str(exception) if exception else ""}, status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    text = "Questa pagina era rimasta aperta troppo a lungo: torna indietro, ricaricala e riprova."
    return render(request, "403.html", {"reason": text}, status=403)

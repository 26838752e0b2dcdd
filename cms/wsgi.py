"""The WSGI application. It does not start where settings forbid demo accounts and one is active."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.settings.production")
application = get_wsgi_application()

from .users.checks import refuse_demo_accounts  # noqa: E402  (needs the apps loaded)

refuse_demo_accounts()

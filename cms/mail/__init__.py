"""A mail queue: ``EMAIL_BACKEND`` only writes rows, in the transaction of the event; ``sending`` talks to the server.

It is home-made because of what was measured with the sender killed: django-post-office sent 356 of 1,000 mails twice
and renders each body as a template, django-mailer holds a write transaction while it talks to the server.
"""

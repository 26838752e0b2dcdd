"""``EMAIL_BACKEND`` only writes rows, in the transaction of the event; ``sending`` speaks to the server.

Home-made because of what was measured with the sender killed: django-post-office doubled 356 of 1,000 mails and
renders each body as a template, django-mailer holds a write transaction while the server is spoken to.
"""

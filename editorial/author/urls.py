"""Addresses of the author's screens, included by the site's URLconf. For the desk's see editorial.wagtail_hooks."""

from django.urls import path

from . import views

urlpatterns = [
    path("<int:page_id>/", views.author, name="editorial_author"),
    path("<int:page_id>/testo/", views.text, name="editorial_author_text"),
    path("<int:page_id>/storia/", views.history, name="editorial_author_history"),
    path("<int:page_id>/manda/", views.send, name="editorial_send"),
    path("<int:page_id>/ritira/", views.withdraw, name="editorial_withdraw"),
    path("<int:page_id>/va-bene/", views.agree, name="editorial_agree"),
    path("<int:page_id>/nascondi/", views.hide, name="editorial_hide"),
    path("<int:page_id>/rimetti/", views.bring_back, name="editorial_author_back"),
]

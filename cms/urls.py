"""Every address of the site: the contract of the design's §3."""

from django.conf import settings
from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from blog import views as blog_views
from profiles import views as profile_views
from radio import views as radio_views

from . import views
from .users import urls as account_urls

urlpatterns = [
    path("healthz/", views.healthz),
    path("readyz/", views.readyz),
    path("robots.txt", views.robots),
    path("sitemap.xml", views.sitemap),
    path("favicon.ico", RedirectView.as_view(url=f"{settings.STATIC_URL}icons/icon.svg")),
    re_path(r"^media/(?P<path>.+)$", views.media, name="media"),
    path("", include(account_urls)),
    path("password/invito/<str:token>/", profile_views.invitation, name="invitation"),
    # allauth asks for limits and one address to log in; Wagtail's own page would be a second.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    # What Wagtail's account page offers is ours to offer, or is not offered: address, password, pictures of people.
    path("admin/account/", RedirectView.as_view(pattern_name="members_area"), name="admin_account"),
    path("admin/tag-autocomplete/blog/blogtag/", blog_views.tag_autocomplete, name="post_tag_autocomplete"),
    path("admin/tag-autocomplete/profiles/skill/", profile_views.skill_autocomplete, name="skill_autocomplete"),
    path("admin/", include(admin_urls)),
    path("documents/", include(document_urls)),
    path("blog/feed/", blog_views.feed, name="blog_feed"),
    path("soci/<slug:slug>/contatto.vcf", profile_views.contact_card, name="contact_card"),
    re_path(r"^radio/audio/(?P<digest>[0-9a-f]{64})\.(?P<kind>mp3|m4a)$", radio_views.audio, name="radio_audio"),
    path("radio/feed.xml", radio_views.feed, name="radio_feed"),
    path("", include("home.urls")),
    path("", include(wagtail_urls)),
]

handler403 = "cms.views.permission_denied"

"""Every address of the site outside the page tree. Feeds, links and checks rely on them: none may change."""

from django.urls import include, path, re_path
from django.views.generic import RedirectView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as admin_urls
from wagtail.documents import urls as document_urls

from blog import views as blog_views
from editorial.admin import originals
from editorial.identity import views as identity_views
from profiles import views as profile_views
from radio import views as radio_views

from .http import machine_views, media_views
from .seo import sitemaps
from .users import urls as account_urls

urlpatterns = [
    path("healthz/", machine_views.healthz),
    path("readyz/", machine_views.readyz),
    path("robots.txt", machine_views.robots),
    path(".well-known/security.txt", machine_views.security),
    path("sitemap.xml", sitemaps.index),
    re_path(r"^sitemap-(?P<name>[-\w]+(?:\.[1-9][0-9]{0,3})?)\.xml$", sitemaps.section, name="sitemap_section"),
    path("favicon.ico", machine_views.favicon),
    path("site.webmanifest", machine_views.web_manifest, name="web_manifest"),
    re_path(r"^media/(?P<name>original_images/[-\w.]+)$", originals.original, name="original"),
    re_path(r"^media/(?P<path>.+)$", media_views.media, name="media"),
    re_path(
        r"^condividi/(?P<pk>[0-9]{1,9})-(?P<digest>[0-9a-f]{20})\.jpg$", media_views.share_picture, name="share_picture"
    ),
    path("", include(account_urls)),
    path("password/invito/<str:token>/", identity_views.invitation, name="invitation"),
    path("account/ferma/<str:token>/", identity_views.stop, name="editorial_stop_change"),
    # Wagtail's own login pages would be second ones, without allauth's rate limits.
    path("admin/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    path("_util/login/", RedirectView.as_view(pattern_name="account_login", query_string=True)),
    # Wagtail's account page would change address, password and photo, which members do elsewhere or not at all.
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

handler403 = "cms.http.error_views.permission_denied"

"""Search and the members' area."""

from django.urls import include, path

from . import area, articles, views

urlpatterns = [
    path("cerca/", views.search, name="search"),
    path("area-soci/", area.dashboard, name="members_area"),
    path("area-soci/contatti/", area.contacts, name="contacts"),
    path("area-soci/articoli/", articles.my_articles, name="my_articles"),
    path("area-soci/articoli/nuovo/", articles.propose_article, name="propose_article"),
    path("area-soci/soci/", area.members, name="office_members"),
    path("area-soci/soci/nuovo/", area.new_member, name="office_new_member"),
    path("area-soci/soci/<int:pk>/saluta/", area.part, name="office_part"),
    path("area-soci/soci/<int:pk>/riapri/", area.reopen, name="office_reopen"),
    path("area-soci/soci/<int:pk>/", area.invitation_link, name="office_invitation"),
    path("area-soci/pagine/", include("editorial.urls")),
]

"""The addresses of the search, the style guide and the members' area."""

from django.urls import include, path

from editorial.consent import views as consent_views
from editorial.notifications import views as notification_views

from . import views
from .members_area import articles, consultations, dashboard, office

urlpatterns = [
    path("cerca/", views.search, name="search"),
    path("stile/", views.style_guide, name="style_guide"),
    path("stile/<int:status>/", views.style_error, name="style_error"),
    path("area-soci/", dashboard.dashboard, name="members_area"),
    path("area-soci/contatti/", dashboard.contacts, name="contacts"),
    path("area-soci/posta/", notification_views.preference, name="mail_preference"),
    path("area-soci/ospite/<int:consent_request_id>/", consent_views.by_login, name="editorial_consent_by_login"),
    path(
        "area-soci/ospite/<int:consent_request_id>/testo/",
        consent_views.text_by_login,
        name="editorial_consent_text_by_login",
    ),
    path("ospite/<str:token>/", consent_views.by_link, name="editorial_guest"),
    path("ospite/<str:token>/testo/", consent_views.text_by_link, name="editorial_guest_text"),
    path("area-soci/articoli/", articles.my_articles, name="my_articles"),
    path("area-soci/articoli/nuovo/", articles.propose_article, name="propose_article"),
    path("area-soci/soci/", office.members, name="office_members"),
    path("area-soci/soci/nuovo/", office.new_member, name="office_new_member"),
    path("area-soci/soci/<int:pk>/saluta/", office.deactivate, name="office_deactivate"),
    path("area-soci/soci/<int:pk>/riapri/", office.reactivate, name="office_reactivate"),
    path("area-soci/soci/<int:pk>/", office.invitation_link, name="office_invitation"),
    path("area-soci/pillole/", consultations.my_pillole, name="my_pillole"),
    path("area-soci/pillole/nuova/", consultations.new_pillola, name="new_pillola"),
    path("area-soci/pillole/<int:pk>/nota/", consultations.new_note, name="new_note"),
    path("area-soci/pillole/consulenti/", consultations.consultants, name="consultants"),
    path("area-soci/pillole/consulenti/aggiungi/", consultations.consultant_add, name="consultant_add"),
    path("area-soci/pillole/consulenti/<int:pk>/", consultations.consultant_switch, name="consultant_switch"),
    path("area-soci/pagine/", include("editorial.author.urls")),
]

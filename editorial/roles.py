"""Who may do what, as one literal table. ``manage.py provision`` makes the database equal to it.

Nobody holds ``publish``: it means "without review". Members hold nothing on content trees; what they may do with
their own page comes from ``editorial.permissions.pages``. Page types are named by label, never imported.
"""

MEMBERS = "Soci"
CHIEF = "Redazione"
OFFICE = "Segreteria"
BLOG_DESK = "Redazione Blog"
PROFILES_DESK = "Redazione Vetrine"
RADIO_DESK = "Redazione Radio"
PILLOLE_DESK = "Redazione Pillole"

# The groups that review; Redazione is in every desk.
DESKS = (BLOG_DESK, PROFILES_DESK, RADIO_DESK, PILLOLE_DESK, CHIEF)
GROUPS = (MEMBERS, *DESKS, OFFICE)

# Shows the fields of the editor that a member's form does not have; editorial.models.Approval declares it.
STAFF_PERMISSION = "editorial.use_staff_panels"

HOME = "home.HomePage"
GUIDE = "home.GuidePage"
BLOG = "blog.BlogIndexPage"
PROFILES = "profiles.ProfileIndexPage"
RADIO = "radio.RadioIndexPage"
PILLOLE = "pillole.PilloleIndexPage"

# (group, page type of the tree's root, actions). Members have ``add`` on the guide, which may have no children: without
# any page permission Wagtail would refuse them preview, comparison and history of their own page.
PAGE_RIGHTS = (
    (MEMBERS, GUIDE, ("add",)),
    (BLOG_DESK, BLOG, ("add", "change", "lock", "unlock")),
    (PROFILES_DESK, PROFILES, ("change", "lock", "unlock")),
    (RADIO_DESK, RADIO, ("add", "change", "lock", "unlock")),
    (PILLOLE_DESK, PILLOLE, ("add", "change", "lock", "unlock")),
    (CHIEF, HOME, ("add", "change", "lock", "unlock")),
)

# (group, permission as app_label.codename)
MODEL_RIGHTS = (
    (MEMBERS, "wagtailadmin.access_admin"),
    *((desk, "wagtailadmin.access_admin") for desk in DESKS),
    *((desk, STAFF_PERMISSION) for desk in DESKS),
    (CHIEF, "blog.add_category"),
    (CHIEF, "blog.change_category"),
    (RADIO_DESK, "radio.add_radioaudio"),
    (CHIEF, "radio.add_radioaudio"),
    (CHIEF, "profiles.add_profession"),
    (CHIEF, "profiles.change_profession"),
    (CHIEF, "profiles.add_area"),
    (CHIEF, "profiles.change_area"),
    (CHIEF, "profiles.add_place"),
    (CHIEF, "profiles.change_place"),
    (CHIEF, "pillole.add_topic"),
    (CHIEF, "pillole.change_topic"),
    *((desk, "pillole.add_consultant") for desk in (PILLOLE_DESK, CHIEF)),
    *((desk, "pillole.change_consultant") for desk in (PILLOLE_DESK, CHIEF)),
    (CHIEF, "cms.change_sitesettings"),
    (CHIEF, "wagtailredirects.add_redirect"),
    (CHIEF, "wagtailredirects.change_redirect"),
    (CHIEF, "wagtailredirects.delete_redirect"),
)

# The only page that is not for everybody: provisioning closes it to visitors. No screen closes or opens another.
CLOSED_PAGE = GUIDE

MEMBERS_FILES = "Soci"
SHARED_FILES = "Illustrazioni"
BLOG_FILES = "Blog"
PROFILES_FILES = "Vetrine"
RADIO_FILES = "Radio"
PILLOLE_FILES = "Pillole"
CHIEF_FILES = "Redazione"
# (desk, its own collection)
DESK_FILES = (
    (BLOG_DESK, BLOG_FILES),
    (PROFILES_DESK, PROFILES_FILES),
    (RADIO_DESK, RADIO_FILES),
    (PILLOLE_DESK, PILLOLE_FILES),
    (CHIEF, CHIEF_FILES),
)
COLLECTIONS = (MEMBERS_FILES, SHARED_FILES, *(files for _desk, files in DESK_FILES))

# (group, collection, actions on images and documents). ``add`` covers one's own uploads, ``choose`` everybody's.
COLLECTION_RIGHTS = (
    (MEMBERS, MEMBERS_FILES, ("add",)),
    (MEMBERS, SHARED_FILES, ("choose",)),
    *((desk, files, ("add", "change", "choose")) for desk, files in DESK_FILES),
    *((desk, SHARED_FILES, ("choose",)) for desk in DESKS if desk != CHIEF),
    (CHIEF, SHARED_FILES, ("add", "change", "choose")),
)

# Stands for a step that no group reviews: the people whom the page is about say yes, each for themselves.
GUESTS = ()
# (workflow, page type of the tree's root, ((name of the step, groups that review), …))
WORKFLOWS = (
    ("Blog", BLOG, (("Lettura Blog", (BLOG_DESK, CHIEF)),)),
    ("Vetrine", PROFILES, (("Lettura Vetrine", (PROFILES_DESK, CHIEF)),)),
    ("Radio", RADIO, (("Lettura Radio", (RADIO_DESK, CHIEF)), ("Sì degli ospiti", GUESTS))),
    ("Pillole", PILLOLE, (("Lettura Pillole", (PILLOLE_DESK, CHIEF)),)),
    ("Redazione", HOME, (("Lettura Redazione", (CHIEF,)),)),
)

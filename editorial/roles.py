"""Who may do what: one literal table. ``manage.py provision`` makes the database equal to it.

Nobody holds ``publish``: it means "without review". Members hold nothing on content trees; what they may do with
their own page comes from ``editorial.permissions``. Page types are named by label, never imported.
"""

MEMBERS = "Soci"
CHIEF = "Redazione"
OFFICE = "Segreteria"
PROFILES_DESK = "Redazione Vetrine"

# Whoever is in one of these reads and decides; Redazione sits in every desk.
DESKS = (PROFILES_DESK, CHIEF)
GROUPS = (MEMBERS, *DESKS, OFFICE)

HOME = "home.HomePage"
GUIDE = "home.GuidePage"
PROFILES = "profiles.ProfileIndexPage"

# (group, page type of the tree's root, actions). ``add`` on the guide, which may have no children, is what restores
# preview, compare and history of their own page to members.
PAGE_RIGHTS = (
    (MEMBERS, GUIDE, ("add",)),
    (PROFILES_DESK, PROFILES, ("change", "lock", "unlock")),
    (CHIEF, HOME, ("add", "change", "lock", "unlock")),
)

# (group, permission as app_label.codename)
MODEL_RIGHTS = (
    (MEMBERS, "wagtailadmin.access_admin"),
    (PROFILES_DESK, "wagtailadmin.access_admin"),
    (CHIEF, "wagtailadmin.access_admin"),
    (PROFILES_DESK, "editorial.use_staff_panels"),
    (CHIEF, "editorial.use_staff_panels"),
    (CHIEF, "profiles.add_profession"),
    (CHIEF, "profiles.change_profession"),
    (CHIEF, "profiles.add_area"),
    (CHIEF, "profiles.change_area"),
    (CHIEF, "profiles.add_place"),
    (CHIEF, "profiles.change_place"),
    (CHIEF, "wagtailredirects.add_redirect"),
    (CHIEF, "wagtailredirects.change_redirect"),
    (CHIEF, "wagtailredirects.delete_redirect"),
)

MEMBERS_FILES = "Soci"
SHARED_FILES = "Illustrazioni"
PROFILES_FILES = "Vetrine"
CHIEF_FILES = "Redazione"
COLLECTIONS = (MEMBERS_FILES, SHARED_FILES, PROFILES_FILES, CHIEF_FILES)

# (group, collection, actions on images and documents). ``add`` covers one's own uploads, ``choose`` everybody's.
COLLECTION_RIGHTS = (
    (MEMBERS, MEMBERS_FILES, ("add",)),
    (MEMBERS, SHARED_FILES, ("choose",)),
    (PROFILES_DESK, PROFILES_FILES, ("add", "change", "choose")),
    (PROFILES_DESK, SHARED_FILES, ("choose",)),
    (CHIEF, CHIEF_FILES, ("add", "change", "choose")),
    (CHIEF, SHARED_FILES, ("add", "change", "choose")),
)

# (workflow, page type of the tree's root, (name of the desk's step, groups that read)…)
WORKFLOWS = (
    ("Vetrine", PROFILES, (("Lettura Vetrine", (PROFILES_DESK, CHIEF)),)),
    ("Redazione", HOME, (("Lettura Redazione", (CHIEF,)),)),
)

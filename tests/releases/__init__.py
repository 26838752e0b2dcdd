"""The site as a past release left it, and what has to come across when this one takes over.

``<commit>.zip`` and ``<commit>.json`` are written by ``scripts/dump_release.py`` and never edited. The modules here are
used on both sides, by that script in the release's own checkout and by ``tests/test_upgrade.py`` in this one:

- ``facts``: what the database says, in words that outlive the names of models and fields. **A rename adds the new name
  there, before the old one**; nothing else here knows a model of the moderation by name.
- ``browsing``, ``site``: how people do what they do, by addresses and forms alone.
- ``drafts``, ``states``, ``play``: the people of a small site, its pages, and four weeks until these stand as pages
  stand.
- ``links``: what the addresses in sent mails, and the public ones, answer.
- ``upgrade``: the release's dump, migrated and provisioned by the present code, and used.
- ``settings``: a database and a folder of its own, else as whoever develops has it.
"""

"""Audio files: what an upload holds (``probe``), and which bytes of a stored file a request wants (``ranges``).

Nothing here knows the database or a page; a file object is all that is read.
"""

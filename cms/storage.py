from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed names in module imports too, so that every file may be cached for ever."""

    support_js_module_import_aggregation = True

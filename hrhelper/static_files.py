"""Static files by names that say what is in them, so that browsers keep them for ever."""

from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Files whose names hold a hash, packed beforehand with gzip and Brotli, once ``collectstatic`` has run.

    What was not collected is served under its own name.
    """

    support_js_module_import_aggregation = True
    max_post_process_passes = 10  # one for each module in the longest row of imports; none of them is a circle

    def stored_name(self, name: str) -> str:
        hashed: str = self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
        return hashed


def uncollected_files() -> list[str]:
    """Return the static files that were changed or added since ``collectstatic`` ran, or all if it never did."""
    manifest = Path(settings.STATIC_ROOT) / HashedFiles.manifest_name
    collected_at = manifest.stat().st_mtime if manifest.exists() else 0.0
    files = (found for finder in finders.get_finders() for found in finder.list([]))
    return [name for name, storage in files if Path(storage.path(name)).stat().st_mtime > collected_at]

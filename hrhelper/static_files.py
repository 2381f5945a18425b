"""Static files by names that say what is in them, so that browsers keep them for ever."""

from collections.abc import Callable
from pathlib import Path

import rcssmin
import rjsmin
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile, File
from whitenoise.storage import CompressedManifestStaticFilesStorage

MINIFIERS: dict[str, Callable[[str], str]] = {".css": rcssmin.cssmin, ".js": rjsmin.jsmin}


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Files whose names hold a hash, packed beforehand with gzip and Brotli, once ``collectstatic`` has run.

    Style sheets and scripts are without their comments then. What was not collected is served as it is, under its own
    name.
    """

    support_js_module_import_aggregation = True
    max_post_process_passes = 10  # one for each module in the longest row of imports; none of them is a circle

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]
        """Save a file as it came, and as it is after its names were replaced by those with hashes."""
        minify = MINIFIERS.get(Path(name).suffix)
        if minify is not None:
            content.seek(0)  # its hash was computed
            content = ContentFile(minify(content.read().decode()))
        saved: str = super()._save(name, content)
        return saved

    def stored_name(self, name: str) -> str:
        hashed: str = self.hashed_files.get(self.hash_key(self.clean_name(name)), name)
        return hashed


def uncollected_files() -> list[str]:
    """Return the static files that were changed or added since ``collectstatic`` ran, or all if it never did."""
    manifest = Path(settings.STATIC_ROOT) / HashedFiles.manifest_name
    collected_at = manifest.stat().st_mtime if manifest.exists() else 0.0
    files = (found for finder in finders.get_finders() for found in finder.list([]))
    return [name for name, storage in files if Path(storage.path(name)).stat().st_mtime > collected_at]

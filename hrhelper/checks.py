"""The check of what a deployment has to do once more after an update."""

from typing import Any

from django.conf import settings
from django.core import checks

from hrhelper.static_files import HashedFiles, uncollected_files


@checks.register
def check_static_files(**_: Any) -> list[checks.CheckMessage]:
    """Return that pages would show collected style sheets and scripts of another version."""
    is_collected = not settings.DEBUG and (settings.STATIC_ROOT / HashedFiles.manifest_name).exists()
    newer = uncollected_files() if is_collected else []
    if not newer:
        return []
    hint = "Run: manage.py collectstatic"
    return [checks.Warning(f"{len(newer)} static files are newer than those collected.", hint=hint, id="hrhelper.W001")]

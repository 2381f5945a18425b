"""The door for ASGI servers."""

import os
import warnings

from django.conf import settings
from django.core.asgi import get_asgi_application

from web.bodies import BoundedBodies
from web.sockets import TimedSockets

from .prefix import prefixed_asgi

# WhiteNoise gives its small files by an ordinary iterator.
warnings.filterwarnings("ignore", "StreamingHttpResponse must consume synchronous iterators")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hrhelper.settings")

django_application = get_asgi_application()

from web.desk.upload_gate import limit_of_body  # noqa: E402 - it needs the apps, which are there now

application = prefixed_asgi(TimedSockets(BoundedBodies(django_application, limit_of_body)), settings.PREFIX)

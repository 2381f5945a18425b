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

application = prefixed_asgi(TimedSockets(BoundedBodies(get_asgi_application(), settings.BODY_LIMIT)), settings.PREFIX)

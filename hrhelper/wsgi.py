"""The door for WSGI servers."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from .prefix import prefixed_wsgi

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hrhelper.settings")

application = prefixed_wsgi(get_wsgi_application(), settings.PREFIX)

"""HR Helper, the Django project: settings, addresses and the doors to the servers. No logic."""

"""The reusable Django app: Telegram accounts of a project's users, sealed in the database and leased to one at a time.

Its public modules are ``accounts`` (opening an account), ``models``, ``signals``, ``errors``, ``stored`` (looking at
what is stored), and, to be subclassed, ``apps``, ``admin`` and the commands. All other modules are the app's own.
"""

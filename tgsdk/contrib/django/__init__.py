"""tgsdk in a Django project: accounts, sealed and leased."""

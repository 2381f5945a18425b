"""Compare the names in templates with the dataclasses that fill them: ``python -m tests.web.template_names``.

From each typed context, and each typed card, it follows the template through its tags, loops, ``with`` and includes,
and looks every name up in the type hints. It does not see:

- what is behind a value without a type: ``request``, ``user``, and what a tag or a filter gives;
- a template that is included by a variable (cards, and the parts of messages, are begun with one by one instead);
- that one include leaves out a name which another include of the same template gives.
"""

import functools
import importlib
import inspect
import os
import pkgutil
import sys
import types
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from pathlib import Path
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

import django
from django.template import Engine, NodeList, engines
from django.template.base import FilterExpression, Node, Template, TokenType, Variable
from django.template.defaulttags import ForNode, WithNode
from django.template.loader_tags import ExtendsNode, IncludeNode
from django.template.smartif import TokenBase
from django.templatetags.i18n import BlockTranslateNode

Names = dict[str, Any]  # what a template knows, with its type; Any where that is not known

ALL_TYPED = ("partials/desk/", "partials/pictures/", "partials/tokens/")  # each template in here has to be reached
SET_BY_TAGS = ("asvar", "target_var", "variable", "varname")  # where the nodes of tags keep the name after "as"
BUILT_IN: Names = {"True": bool, "False": bool, "None": None}
FLAGS_OF_CARDS = dict.fromkeys(("is_swapped", "is_part", "is_news"), bool)  # web/login/answers.py gives them
MISSING = object()
N = TypeVar("N", bound=Node)


@dataclass(kw_only=True)
class Check:
    """Collects what is wrong. ``given`` are the names that includes give to a template, by its name."""

    given: Mapping[str, set[str]]
    problems: set[str] = field(default_factory=set)
    reached: set[str] = field(default_factory=set)

    def read_template(self, name: str, names: Names) -> None:
        self.reached.add(name)
        optional = dict.fromkeys(self.given.get(name, ()), Any)
        self.read_nodes(template_of(name).nodelist, BUILT_IN | optional | names, name)

    def read_nodes(self, nodes: Iterable[Node], names: Names, template: str) -> None:
        for node in nodes:
            self.read_node(node, names, template)

    def read_node(self, node: Node, names: Names, template: str) -> None:
        at = f"{template}:{node.token.lineno}" if node.token else template
        match node:
            case ForNode():
                looped = element_of(self.type_of(cast(FilterExpression, node.sequence), names, at))
                inner = dict.fromkeys(node.loopvars, looped if len(node.loopvars) == 1 else Any)
                self.read_nodes(cast(NodeList, node.nodelist_loop), {**names, "forloop": Any, **inner}, template)
                self.read_nodes(cast(NodeList, node.nodelist_empty), names, template)
            case WithNode():
                self.read_nodes(node.nodelist, names | self.types_of(node.extra_context, names, at), template)
            case IncludeNode():
                self.type_of(node.template, names, at)
                values = self.types_of(node.extra_context, names, at)
                if included := constant(node.template):
                    self.read_template(included, values if node.isolated_context else names | values)
            case ExtendsNode():
                self.read_template(str(constant(cast(FilterExpression, node.parent_name))), names)
                self.read_nodes(node.nodelist, names, template)
            case BlockTranslateNode():
                self.read_translation(node, names | self.types_of(node.extra_context, names, at), at)
                self.read_generic(node, names, at, template)
            case _:
                self.read_generic(node, names, at, template)

    def read_generic(self, node: Node, names: Names, at: str, template: str) -> None:
        for expression in expressions_in(vars(node)):
            self.type_of(expression, names, at)
        names.update({str(getattr(node, said)): Any for said in SET_BY_TAGS if isinstance(getattr(node, said, 0), str)})
        for nodelist in node.child_nodelists:
            self.read_nodes(getattr(node, nodelist, ()), names, template)

    def read_translation(self, node: BlockTranslateNode, names: Names, at: str) -> None:
        for token in [*node.singular, *node.plural]:
            if token.token_type == TokenType.VAR and token.contents != node.countervar:
                self.type_of_variable(Variable(token.contents), names, at)

    def types_of(self, expressions: Mapping[str, FilterExpression], names: Names, at: str) -> Names:
        return {name: self.type_of(expression, names, at) for name, expression in expressions.items()}

    def type_of(self, expression: FilterExpression | Variable, names: Names, at: str) -> Any:
        if isinstance(expression, Variable):
            return self.type_of_variable(expression, names, at)
        for _, arguments in expression.filters:
            for is_variable, value in arguments:
                if is_variable:
                    self.type_of_variable(value, names, at)
        var = expression.var
        hint = self.type_of_variable(var, names, at) if isinstance(var, Variable) else type(var)
        return Any if expression.filters else hint

    def type_of_variable(self, variable: Variable, names: Names, at: str) -> Any:
        if variable.lookups is None:
            return type(variable.literal)
        first, *rest = variable.lookups
        if first not in names:
            self.problems.add(f"{at}: nobody gives “{first}”")
            return Any
        hint = names[first]
        for name in rest:
            owner, hint = hint, member_of(hint, name)
            if hint is MISSING:
                self.problems.add(f"{at}: “{variable.var}”: {name_of(owner)} has no “{name}”")
                return Any
        return hint


def template_of(name: str) -> Template:
    return _plain(engines["django"].engine).get_template(name)  # type: ignore[attr-defined]


@functools.cache
def _plain(site: Engine) -> Engine:
    """The site's engine, with Django's own nodes: those of quick templates tell nothing."""
    return Engine(site.dirs, app_dirs=True, context_processors=site.context_processors, libraries=site.libraries)


def constant(expression: FilterExpression) -> str | None:
    """The text of an expression that is nothing but a text."""
    return None if isinstance(expression.var, Variable) or expression.filters else str(expression.var)


def expressions_in(value: object) -> Iterator[FilterExpression | Variable]:
    """All expressions that a node keeps, but for those of the nodes in it."""
    match value:
        case FilterExpression() | Variable():
            yield value
        case NodeList() | Node() | str():
            return
        case dict():
            for each in value.values():
                yield from expressions_in(each)
        case list() | tuple():
            for each in value:
                yield from expressions_in(each)
        case TokenBase():  # a part of an "if"
            yield from expressions_in(vars(value))


def members_of_union(hint: Any) -> list[Any]:
    """A type's alternatives, without None: a template shows nothing for it."""
    alternatives = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    return [each for each in alternatives if each not in (None, types.NoneType)]


def member_of(hint: Any, name: str) -> Any:
    """The type of what ``.name`` gives, MISSING where any alternative has no such thing."""
    found = [_member_of_one(each, name) for each in members_of_union(hint)]
    if MISSING in found or not found:
        return MISSING
    return found[0] if len(found) == 1 else Any if Any in found else Union[tuple(found)]  # noqa: UP007


def _member_of_one(hint: Any, name: str) -> Any:
    owner = get_origin(hint) or hint
    if owner is Any or not isinstance(owner, type):
        return Any
    if issubclass(owner, Mapping):
        return (*get_args(hint), Any, Any)[1]
    if issubclass(owner, Sequence) and name.isdigit():
        return element_of(hint)
    hints = get_type_hints(owner) if is_dataclass(owner) else {}
    if name in hints:
        return hints[name]
    attribute = inspect.getattr_static(owner, name, MISSING)
    if isinstance(attribute, property) and attribute.fget:
        return get_type_hints(attribute.fget).get("return", Any)
    return MISSING if attribute is MISSING else Any


def element_of(hint: Any) -> Any:
    """What a loop over such a thing goes through."""
    (hint,) = members_of_union(hint)[:1] or (Any,)
    arguments = get_args(hint)
    return arguments[0] if len({*arguments} - {...}) == 1 else Any


def name_of(hint: Any) -> str:
    return " | ".join(getattr(each, "__name__", str(each)) for each in members_of_union(hint)) or "None"


def all_templates() -> Iterator[str]:
    """The names of all templates of the site, but for those of applications."""
    for folder in map(Path, engines["django"].engine.dirs):  # type: ignore[attr-defined]
        yield from (str(file.relative_to(folder)) for file in folder.rglob("*.html"))


def given_names(typed: Mapping[str, Names]) -> dict[str, set[str]]:
    """The names that some include gives to each template: by its own "with", or because the includer has them."""
    given = {name: set(FLAGS_OF_CARDS.keys() & typed.get(name, {}).keys()) for name in all_templates()}
    includes = [(includer, *each) for includer in given for each in includes_in(includer)]
    count = -1
    while count < (count := sum(map(len, given.values()))):  # until nothing is handed on any more
        for includer, included, names, is_isolated in includes:
            given.setdefault(included, set()).update(names, () if is_isolated else given[includer])
    return given


def includes_in(includer: str) -> Iterator[tuple[str, set[str], bool]]:
    """Each template that is included, the names that it is given, and whether it is given no others."""
    nodelist = template_of(includer).nodelist
    around: set[str] = set().union(*(node.extra_context for node in nodes_of(nodelist, WithNode)))
    for node in nodes_of(nodelist, IncludeNode):
        if included := constant(node.template):
            names = set(node.extra_context)
            yield included, names if node.isolated_context else names | around, node.isolated_context


def nodes_of(nodelist: NodeList, kind: type[N]) -> list[N]:
    return cast(list[N], nodelist.get_nodes_by_type(kind))


def page_names() -> Names:
    """What every template of a page knows: from the context processors, and the token of forms."""
    from django.contrib.auth.models import AnonymousUser
    from django.http import HttpRequest
    from django.template.context import make_context

    request = HttpRequest()
    request.user = AnonymousUser()
    context = make_context({}, request)
    with context.bind_template(template_of("base.html")):
        return {str(name): Any for name in context.flatten() if name not in BUILT_IN}


def subclasses_of(base: type) -> Iterator[Any]:
    """All subclasses, but for what dataclass(slots=True) leaves behind of each when it makes the class anew."""
    subclass: type
    for subclass in base.__subclasses__():
        if getattr(sys.modules[subclass.__module__], subclass.__name__, None) is subclass:
            yield subclass
        yield from subclasses_of(subclass)


def typed_templates() -> Iterator[tuple[str, Names]]:
    """Each template that a dataclass names, with the names that it is given."""
    import web
    from web.desk.media_rows import Part
    from web.login.cards import Card
    from web.template_context import TemplateContext

    for module in pkgutil.walk_packages(web.__path__, "web."):
        if ".management" not in module.name and ".migrations" not in module.name:
            importlib.import_module(module.name)
    for context in subclasses_of(TemplateContext):
        hints = get_type_hints(context)
        yield context.template, {each.name: hints[each.name] for each in fields(context)}
    for card in subclasses_of(Card):
        if isinstance(template := card.__dict__.get("template"), str):
            yield template, {"card": card, **FLAGS_OF_CARDS}
    for part in subclasses_of(Part):
        yield part.template, {"part": part}


def check(typed: Iterable[tuple[str, Names]]) -> Check:
    typed = list(typed)
    made = Check(given=given_names(dict(typed)))
    known = page_names()
    for template, names in typed:
        made.read_template(template, known | names)
    return made


def unreached(reached: set[str]) -> list[str]:
    typed = [name for name in all_templates() if name.startswith(ALL_TYPED)]
    return sorted(f"{name}: no typed context leads here" for name in set(typed) - reached)


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    typed = list(typed_templates())
    made = check(typed)
    problems = [*sorted(made.problems), *unreached(made.reached)]
    print(*problems, f"{len(made.reached)} templates of {len(typed)} contexts, {len(problems)} problems", sep="\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())

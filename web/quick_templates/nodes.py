"""Nodes of templates as functions of the context."""

import functools
import html
from collections.abc import Callable, Iterable, Iterator
from typing import Any, cast

from django.conf import settings
from django.template import Template
from django.template.base import FilterExpression, Node, NodeList, TextNode, VariableNode, render_value_in_context
from django.template.context import Context
from django.template.defaulttags import (
    CommentNode,
    CsrfTokenNode,
    ForNode,
    IfNode,
    LoadNode,
    URLNode,
    WithNode,
)
from django.template.library import SimpleNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode
from django.templatetags.i18n import BlockTranslateNode, LanguageNode, TranslateNode
from django.templatetags.static import StaticNode
from django.urls import get_script_prefix
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from .values import is_constant, reader_of, test_of

__all__ = ["make_quick"]

Render = Callable[[Context], Any]  # a text: Django's own nodes do not say so

#: Tags whose output follows from their arguments alone.
PURE = "heroicons."
#: Nodes that keep nothing from one to the next, so that a template of them can be rendered where it is included.
KEEPING_NOTHING = (
    BlockTranslateNode,
    CommentNode,
    CsrfTokenNode,
    ForNode,
    IfNode,
    IncludeNode,
    LoadNode,
    SimpleNode,
    StaticNode,
    TextNode,
    TranslateNode,
    URLNode,
    VariableNode,
    WithNode,
)
BLOCKS = (BlockNode, ExtendsNode)
LANGUAGE = "language of the texts"


class Quick(Node):
    """Nodes that were made into one function."""

    child_nodelists = ()

    def __init__(self, render: Render) -> None:
        self.render = render  # type: ignore[assignment, method-assign]
        self.render_annotated = render  # type: ignore[assignment, method-assign]


def make_quick(template: Template) -> None:
    """Make the nodes of a template into functions, in their places."""
    for node in template.nodelist.get_nodes_by_type(LanguageNode):
        node.render = _between_languages(node.render)  # type: ignore[assignment, method-assign]
    if all(map(_keeps_nothing, template.nodelist.get_nodes_by_type(Node))):
        template.quick = rendering_of(template.nodelist)  # type: ignore[attr-defined]
        template.nodelist[:] = [Quick(template.quick)]  # type: ignore[attr-defined]
    else:
        _quicken(template.nodelist)


def _keeps_nothing(node: Node) -> bool:
    is_named = any(getattr(node, name, None) for name in ("asvar", "target_var", "varname"))
    return isinstance(node, KEEPING_NOTHING) and not is_named


def _quicken(nodes: NodeList) -> None:
    """Blocks stay where templates that extend this one look for them, and what is in them becomes quick."""
    if any(nodes.get_nodes_by_type(kind) for kind in BLOCKS):
        for node in nodes:
            _quicken_inside(node)
    else:
        nodes[:] = [Quick(rendering_of(nodes))]


def _quicken_inside(node: Node) -> None:
    if isinstance(node, IfNode):
        inside: Iterable[Any] = [nodes for _, nodes in node.conditions_nodelists]
    else:
        inside = [getattr(node, name, None) for name in node.child_nodelists]
    for nodes in inside:
        if isinstance(nodes, NodeList):
            _quicken(nodes)


def rendering_of(nodes: Iterable[Node]) -> Render:
    """Return one function that renders all of these nodes."""
    parts = list(_merged(map(_part_of, nodes)))
    if all(isinstance(part, str) for part in parts):
        text = "".join(map(str, parts))
        return lambda _: text
    if len(parts) == 1 and not isinstance(parts[0], str):
        return parts[0]
    return lambda context: "".join([part if part.__class__ is str else part(context) for part in parts])  # type: ignore[operator]


def _merged(parts: Iterable[str | Render]) -> Iterator[str | Render]:
    """Texts that follow each other become one."""
    text = ""
    for part in parts:
        if isinstance(part, str):
            text += part
            continue
        if text:
            yield text
        yield part
        text = ""
    if text:
        yield text


def _part_of(node: Node) -> str | Render:
    if isinstance(node, TextNode):
        return str(node.s)
    made = RENDERINGS.get(type(node), _left_to_django)
    return made(node)


def _left_to_django(node: Node) -> Render:
    _quicken_inside(node)
    return node.render_annotated


def _variable(node: VariableNode) -> Render:
    read = reader_of(node.filter_expression)

    def render(context: Context) -> str:
        try:
            value = read(context)
        except UnicodeDecodeError:
            return ""
        kind = value.__class__
        if kind is SafeString:
            return str.__str__(value)
        if kind is str and context.autoescape:
            return html.escape(value)
        if kind is int and not settings.USE_THOUSAND_SEPARATOR:
            return str(value)
        return str(render_value_in_context(value, context))

    return render


def _if(node: IfNode) -> Render:
    ways = [(test_of(condition), rendering_of(nodes)) for condition, nodes in node.conditions_nodelists]
    if len(ways) == 1:
        [(test, then)] = ways
        return lambda context: then(context) if test(context) else ""

    def render(context: Context) -> Any:
        for test, then in ways:
            if test(context):
                return then(context)
        return ""

    return render


def _for(node: ForNode) -> Render:
    """Nothing to go through is the most frequent case."""
    read = reader_of(cast(FilterExpression, node.sequence), ignore_failures=True)
    empty = rendering_of(cast(NodeList, node.nodelist_empty))
    _quicken_inside(node)

    def render(context: Context) -> Any:
        values = read(context)
        return node.render_annotated(context) if values or values.__class__ is not tuple else empty(context)

    return render


def _static(node: StaticNode) -> Render:
    """The address of a file stays the same, below a prefix."""
    if node.varname or not is_constant(node.path):
        return node.render_annotated
    addresses: dict[str, str] = {}

    def render(context: Context) -> str:
        prefix = get_script_prefix()
        if prefix not in addresses:
            addresses[prefix] = str(node.render(context))
        return addresses[prefix]

    return render


def _with(node: WithNode) -> Render:
    return _knowing(node.extra_context, rendering_of(node.nodelist))


def _knowing(names: dict[str, Any], then: Render) -> Render:
    """Render with these names in the context."""
    readers = {name: reader_of(expression) for name, expression in names.items()}
    if not readers:
        return then

    def render(context: Context) -> Any:
        context.dicts.append({name: read(context) for name, read in readers.items()})
        try:
            return then(context)
        finally:
            context.dicts.pop()

    return render


def _include(node: IncludeNode) -> Render:
    """A template that keeps nothing is rendered in the place of the tag, once it is known by its first use."""
    if node.isolated_context or not isinstance(node.template.var, str) or node.template.filters:
        return node.render_annotated
    name, made = str(node.template.var), list[Render]()

    def render(context: Context) -> Any:
        if Template._render.__name__ != "_render":  # type: ignore[attr-defined]
            return node.render_annotated(context)  # Django's test client is told of each template
        if not made:
            included = context.template.engine.get_template(name)  # type: ignore[union-attr]
            quick = getattr(included, "quick", None)
            made.append(_knowing(node.extra_context, quick) if quick else node.render_annotated)
        return made[0](context)

    return node.render_annotated if name.startswith(("./", "../")) else render


def _translate(node: TranslateNode) -> Render:
    """Each language's text is looked up once."""
    is_same = is_constant(node.filter_expression) and not node.asvar and not node.noop
    if not is_same or (node.message_context and not is_constant(node.message_context)):
        return node.render_annotated
    texts: dict[str | None, str] = {}

    def render(context: Context) -> str:
        language = _language_of(context)
        if language not in texts:
            texts[language] = str(node.render(context))
        return texts[language]

    return render


def _language_of(context: Context) -> str | None:
    """Ask once for all texts of a page: Django takes its time to say it."""
    known = context.render_context.dicts[-1]
    if LANGUAGE not in known:
        known[LANGUAGE] = get_language()
    return cast("str | None", known[LANGUAGE])


def _between_languages(render: Render) -> Render:
    """Render what is in a ``{% language %}`` in another one than what is around it."""

    def forgetting(context: Context) -> Any:
        context.render_context.dicts[-1].pop(LANGUAGE, None)
        try:
            return render(context)
        finally:
            context.render_context.dicts[-1].pop(LANGUAGE, None)

    return forgetting


def _tag(node: SimpleNode) -> Render:
    """An icon is made once."""
    if node.takes_context or node.target_var or not node.func.__module__.startswith(PURE):
        return node.render_annotated
    arguments = [reader_of(each) for each in node.args]
    named = {name: reader_of(each) for name, each in node.kwargs.items()}

    def render(context: Context) -> str:
        values = tuple([read(context) for read in arguments])
        return _made_once(node.func, values, tuple([(name, read(context)) for name, read in named.items()]))

    return render


@functools.lru_cache(maxsize=512)
def _made_once(tag: Callable[..., str], values: tuple[Any, ...], named: tuple[tuple[str, Any], ...]) -> str:
    return str(tag(*values, **dict(named)))


RENDERINGS: dict[type[Node], Callable[[Any], Render]] = {
    VariableNode: _variable,
    IfNode: _if,
    ForNode: _for,
    StaticNode: _static,
    WithNode: _with,
    IncludeNode: _include,
    TranslateNode: _translate,
    SimpleNode: _tag,
}

"""Nodes of templates, written as Python: what is not known here stays a call of Django's own node."""

import functools
import itertools
from collections.abc import Callable, Iterable
from typing import Any, cast

from django.template import Template
from django.template.base import FilterExpression, Node, NodeList, TextNode, TokenType, VariableNode
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
from django.utils.translation import get_language

from web.reversing import Place, place

from .source import Render, Source
from .values import is_constant, is_said, write_test, write_value

__all__ = ["make_quick"]

#: Tags whose output follows from their arguments alone.
PURE = "web.templatetags.heroicons"
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
MOST_NUMBERS = 1000  # texts of one tag, each with another number


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
    if _keep_nothing(template.nodelist):
        template.quick = rendering_of(template.nodelist)  # type: ignore[attr-defined]
        template.nodelist[:] = [Quick(template.quick)]  # type: ignore[attr-defined]
    else:
        _quicken(template.nodelist)


def _keep_nothing(nodes: NodeList) -> bool:
    return all(map(_keeps_nothing, nodes.get_nodes_by_type(Node)))


def _keeps_nothing(node: Node) -> bool:
    is_named = any(getattr(node, name, None) for name in ("asvar", "target_var", "varname"))
    return isinstance(node, KEEPING_NOTHING) and not is_named


def _quicken(nodes: NodeList) -> None:
    """Blocks stay where templates that extend this one look for them; what is in them and around them becomes quick."""
    quick: list[Node] = []
    for has_blocks, following in itertools.groupby(nodes, _has_blocks):
        together = list(following)
        quick += map(_quick_inside, together) if has_blocks else [Quick(rendering_of(together))]
    nodes[:] = quick


def _has_blocks(node: Node) -> bool:
    return any(node.get_nodes_by_type(kind) for kind in BLOCKS)


def _quick_inside(node: Node) -> Node:
    _quicken_inside(node)
    return node


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
    source = Source()
    _write_all(source, nodes)
    return source.made()


def _write_all(source: Source, nodes: Iterable[Node]) -> None:
    for node in nodes:
        WRITERS.get(type(node), _write_call)(source, node)


def _write_call(source: Source, node: Node) -> None:
    """Leave it to Django. Afterwards the context may say something else."""
    _quicken_inside(node)
    _write_call_of(source, node)
    if not _keeps_nothing(node):
        source.forget()


def _write_call_of(source: Source, node: Node) -> None:
    source.add(f"{source.object(node.render_annotated)}(context)")


def _write_text(source: Source, node: TextNode) -> None:
    source.text(str(node.s))


def _write_nothing(source: Source, node: Node) -> None:
    """It says something to the parser or to the reader of the template."""


def _write_variable(source: Source, node: VariableNode) -> None:
    expression = node.filter_expression

    def resolve(context: Context) -> Any:
        try:
            return expression.resolve(context)
        except UnicodeDecodeError:
            return ""

    value = write_value(source, expression, slow=resolve)
    source.add(f"escape({value}) if {value}.__class__ is str and is_escaped else text_of({value}, context)")


def _write_if(source: Source, node: IfNode) -> None:
    _write_ways(source, list(node.conditions_nodelists))


def _write_ways(source: Source, ways: list[tuple[Any, NodeList]]) -> None:
    (condition, nodes), *others = ways
    if condition is None:  # "else"
        _write_all(source, nodes)
        return
    with source.block(f"if {write_test(source, condition)}:"):
        _write_all(source, nodes)
    if others:
        with source.block("else:"):
            _write_ways(source, others)


def _write_for(source: Source, node: ForNode) -> None:
    if len(node.loopvars) > 1 or node.is_reversed:
        _write_call(source, node)
        return
    above = source.found("forloop")
    values = source.assigned(write_value(source, cast(FilterExpression, node.sequence), ignore_failures=True))
    source.line(f"if {values} is None: {values} = ()")
    source.line(f"if not hasattr({values}, '__len__'): {values} = list({values})")
    with source.block(f"if len({values}):"):
        _write_loop(source, node, values, above)
    with source.block("else:"):
        _write_all(source, cast(NodeList, node.nodelist_empty))


def _write_loop(source: Source, node: ForNode, values: str, above: str) -> None:
    frame, loop, item, number, length = (source.new() for _ in range(5))
    source.line(f"{length} = len({values})")
    source.line(f"{loop} = {{'parentloop': {{}} if {above} is MISSING else {above}}}")
    source.line(f"{frame} = {{'forloop': {loop}}}")
    source.line(f"dicts.append({frame})")
    with source.block(f"for {number}, {item} in enumerate({values}):"):
        source.line(f"{loop}['counter0'] = {number}; {loop}['counter'] = {number} + 1")
        source.line(f"{loop}['revcounter'] = {length} - {number}; {loop}['revcounter0'] = {length} - {number} - 1")
        source.line(f"{loop}['first'] = {number} == 0; {loop}['last'] = {number} == {length} - 1")
        source.line(f"{frame}[{node.loopvars[0]!r}] = {item}")
        body = cast(NodeList, node.nodelist_loop)
        if not _keep_nothing(body):
            source.forget()  # one round may write what the next one reads
        source.names |= {"forloop": loop, str(node.loopvars[0]): item}
        _write_all(source, body)
    source.line("dicts.pop()")


def _write_static(source: Source, node: StaticNode) -> None:
    """The address of a file stays the same, below a prefix."""
    if node.varname or not is_constant(node.path):
        _write_call(source, node)
        return
    _write_address(source, node, of_namespace=False)


def _write_url(source: Source, node: URLNode) -> None:
    """The address of a view without arguments stays the same, below a prefix."""
    if node.asvar or node.args or node.kwargs or not is_constant(node.view_name):
        _write_call(source, node)
        return
    _write_address(source, node, of_namespace=True)


def _write_address(source: Source, node: Node, *, of_namespace: bool) -> None:
    """Each place's address is found out once."""
    addresses: dict[tuple[Place, str | None], str] = {}

    def address(context: Context) -> str:
        key = place(), _namespace_of(context) if of_namespace else None
        if key not in addresses:
            addresses[key] = str(node.render(context))
        return addresses[key]

    source.add(f"{source.object(address)}(context)")


def _namespace_of(context: Context) -> str | None:
    resolved = getattr(getattr(context, "request", None), "resolver_match", None)
    return getattr(resolved, "namespace", None)


def _write_with(source: Source, node: WithNode) -> None:
    with source.scope():
        _write_knowing(source, node.extra_context, lambda: _write_all(source, node.nodelist))


def _write_knowing(source: Source, names: dict[str, Any], write: Callable[[], object]) -> None:
    """Write what is done with these names in the context."""
    values = {name: write_value(source, expression) for name, expression in names.items()}
    if values:
        frame = ", ".join(f"{name!r}: {value}" for name, value in values.items())
        source.line(f"dicts.append({{{frame}}})")
        source.names |= values
    write()
    if values:
        source.line("dicts.pop()")


def _write_include(source: Source, node: IncludeNode) -> None:
    """A template that keeps nothing is rendered in the place of the tag, once it is known by its first use."""
    is_named = isinstance(node.template.var, str) and not node.template.filters
    if node.isolated_context or not is_named or node.template.var.startswith(("./", "../")):
        _write_call(source, node)
        return
    name, made = str(node.template.var), list[Render | None]()

    def quick_of(context: Context) -> Render | None:
        if Template._render.__name__ != "_render":  # type: ignore[attr-defined]
            return None  # Django's test client is told of each template
        if not made:
            included = context.template.engine.get_template(name)  # type: ignore[union-attr]
            made.append(getattr(included, "quick", None))
        return made[0]

    quick = source.assigned(f"{source.object(quick_of)}(context)")
    with source.block(f"if {quick} is None:"):
        _write_call_of(source, node)
    with source.block("else:"):
        _write_knowing(source, node.extra_context, lambda: source.add(f"{quick}(context)"))


def _write_translate(source: Source, node: TranslateNode) -> None:
    """Each language's text is looked up once."""
    is_same = is_constant(node.filter_expression) and not node.asvar and not node.noop
    if not is_same or (node.message_context and not is_constant(node.message_context)):
        _write_call(source, node)
        return
    texts: dict[str | None, str] = {}

    def translate(context: Context, language: str | None) -> str:
        return texts.setdefault(language, str(node.render(context)))

    if LANGUAGE not in source.names:
        source.names[LANGUAGE] = source.assigned(f"{source.object(_language_of)}(context)")
    language = source.names[LANGUAGE]
    text = source.assigned(f"{source.object(texts)}.get({language})")
    source.add(f"{source.object(translate)}(context, {language}) if {text} is None else {text}")


def _write_block_translate(source: Source, node: BlockTranslateNode) -> None:
    """A text that says nothing but a number is made once for each, as long as these are few."""
    says = {token.contents for token in (*node.singular, *(node.plural or ())) if token.token_type == TokenType.VAR}
    if not node.plural or says - {node.countervar} or node.extra_context or node.message_context or node.asvar:
        _write_call(source, node)
        return
    texts: dict[tuple[str | None, int], str] = {}

    def said(context: Context, number: Any) -> str:
        key = _language_of(context), number
        if number.__class__ is int and key in texts:
            return texts[key]
        text = str(node.render(context))
        if number.__class__ is int and len(texts) < MOST_NUMBERS:
            texts[key] = text
        return text

    number = write_value(source, cast(FilterExpression, node.counter))
    source.add(f"{source.object(said)}(context, {number})")


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


def _write_tag(source: Source, node: SimpleNode) -> None:
    """An icon is made once: where all is said about it, when the template is loaded."""
    if node.takes_context or node.target_var or not node.func.__module__.startswith(PURE):
        _write_call(source, node)
        return
    if all(map(is_said, (*node.args, *node.kwargs.values()))):
        source.text(str(node.render(Context())))
        return
    values = "".join(f"{write_value(source, each)}, " for each in node.args)
    named = "".join(f"({name!r}, {write_value(source, each)}), " for name, each in node.kwargs.items())
    source.add(f"{source.object(_made_once)}({source.object(node.func)}, ({values}), ({named}))")


@functools.lru_cache(maxsize=512)
def _made_once(tag: Callable[..., str], values: tuple[Any, ...], named: tuple[tuple[str, Any], ...]) -> str:
    return str(tag(*values, **dict(named)))


WRITERS: dict[type[Node], Callable[[Source, Any], None]] = {
    TextNode: _write_text,
    CommentNode: _write_nothing,
    LoadNode: _write_nothing,
    VariableNode: _write_variable,
    IfNode: _write_if,
    ForNode: _write_for,
    StaticNode: _write_static,
    WithNode: _write_with,
    IncludeNode: _write_include,
    TranslateNode: _write_translate,
    BlockTranslateNode: _write_block_translate,
    URLNode: _write_url,
    SimpleNode: _write_tag,
}

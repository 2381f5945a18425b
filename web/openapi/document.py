"""The OpenAPI document: the addresses of web/urls.py, the operations behind them, and their schemas."""

import functools
import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.urls import URLPattern, get_resolver

from web.failures.shapes import Failure, Stranger
from web.tokens.scopes import methods_of

from .operations import OPERATIONS, Fields, Operation
from .schemas import PARAMETERS, REF, fields_of, schemas_of

PARAMETER = re.compile(r"<(\w+):(\w+)>")
BEARER, COOKIE = "token", "cookie"
SECURITY = {
    BEARER: {"type": "http", "scheme": "bearer", "description": "An API token, made at tokens/."},
    COOKIE: {"type": "apiKey", "in": "cookie", "name": "sessionid", "description": "A POST wants X-CSRFToken too."},
}
FAILURES = (Failure, Stranger)


@functools.cache
def make_document(prefix: str) -> dict[str, Any]:
    """Make the document of a site whose addresses begin with ``prefix``."""
    shapes = {str(shape): shape for operation in OPERATIONS for shape in operation.answers}
    schemas, named = schemas_of([*shapes.values(), *FAILURES])
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        route = routes()[operation.name]
        path = paths.setdefault(prefix + PARAMETER.sub(r"{\2}", route), {})
        path[operation.method.lower()] = _operation(operation, route, schemas)
    return {
        "openapi": "3.1.0",
        "info": {"title": "HR Helper", "version": "1", "description": "Telegram accounts of recruiters, as JSON."},
        "paths": paths,
        "components": {"schemas": named, "securitySchemes": SECURITY},
    }


def routes() -> dict[str, str]:
    """The routes of web/urls.py by their names."""
    patterns = get_resolver("web.urls").url_patterns
    return {each.name: str(each.pattern) for each in patterns if isinstance(each, URLPattern) and each.name}


def _operation(operation: Operation, route: str, schemas: dict[str, Any]) -> dict[str, Any]:
    body = {"requestBody": _body(operation)} if operation.body else {}
    return {
        "operationId": f"{operation.method.lower()}_{operation.name}",
        "summary": operation.summary,
        "security": _security(operation),
        "parameters": [*_path_parameters(route), *_query_parameters(operation)],
        **body,
        "responses": _responses(operation, schemas),
    }


def _security(operation: Operation) -> list[dict[str, list[str]]]:
    wanted = (methods_of(operation.name) or {}).get(operation.method)
    return [*([{BEARER: sorted(map(str, wanted))}] if wanted else []), {COOKIE: []}]


def _path_parameters(route: str) -> Iterator[dict[str, Any]]:
    for kind, name in PARAMETER.findall(route):
        yield {"name": name, "in": "path", "required": True, "schema": PARAMETERS[kind]}


def _query_parameters(operation: Operation) -> Iterator[dict[str, Any]]:
    if operation.query:
        for name, (schema, is_required) in fields_of(operation.query).items():
            yield {"name": name, "in": "query", "required": is_required, "schema": schema}


def _body(operation: Operation) -> dict[str, Any]:
    schema = _schema_of(operation.body)
    content = {kind: {"schema": schema} for kind in ("application/json", "application/x-www-form-urlencoded")}
    if operation.files:
        content["multipart/form-data"] = {"schema": _schema_of(operation.files)}
    return {"required": True, "content": content}


def _schema_of(body: Fields | None) -> dict[str, Any]:
    fields = fields_of(body, is_body=True) if body else {}
    properties = {name: schema for name, (schema, _) in fields.items()}
    required = [name for name, (_, is_required) in fields.items() if is_required]
    return {"type": "object", "properties": properties, "required": required}


def _responses(operation: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    answers = [schemas[str(shape)] for shape in operation.answers]
    success = _content(operation.media or "application/json", answers or [{}])
    found = {str(operation.status.value): _response(operation.status, success)}
    if HTTPStatus.PARTIAL_CONTENT in operation.others:
        found["206"] = _response(HTTPStatus.PARTIAL_CONTENT, success)
    if HTTPStatus.NOT_MODIFIED in operation.others:
        found["304"] = _response(HTTPStatus.NOT_MODIFIED, {})
    return found | {str(status.value): _failure(status) for status in operation.failures}


def _failure(status: HTTPStatus) -> dict[str, Any]:
    if status is HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE:
        return _response(status, {"*/*": {}})
    shapes = FAILURES if status is HTTPStatus.UNAUTHORIZED else (Failure,)
    refs = [{"$ref": REF.format(name=shape.__name__)} for shape in shapes]
    return _response(status, _content("application/json", refs))


def _content(media: str, schemas: list[dict[str, Any]]) -> dict[str, Any]:
    if media != "application/json":
        return {media: {}}
    return {media: {"schema": schemas[0] if len(schemas) == 1 else {"anyOf": schemas}}}


def _response(status: HTTPStatus, content: dict[str, Any]) -> dict[str, Any]:
    return {"description": status.phrase, **({"content": content} if content else {})}

"""A client that holds each of its answers to the description of the JSON API."""

from typing import Any

from django.http import HttpResponseBase
from django.test import Client
from django.urls import resolve
from jsonschema import Draft202012Validator

from web.openapi.document import PARAMETER, make_document, routes

DOCUMENT = make_document("/telegram/")


def strict(schema: Any) -> Any:
    """The same schema, in which nothing may come that it does not name."""
    if isinstance(schema, list):
        return [strict(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    closed = {"additionalProperties": False} if "properties" in schema else {}
    return {name: strict(value) for name, value in schema.items()} | closed


COMPONENTS = strict({"components": {"schemas": DOCUMENT["components"]["schemas"]}})


def check(method: str, path: str, response: HttpResponseBase) -> None:
    """Assert that the description knows this status of this address, and this answer."""
    route = PARAMETER.sub(r"{\2}", routes()[str(resolve(path).url_name)])
    operation = DOCUMENT["paths"][f"/telegram/{route}"][method.lower()]
    said = f"{method} {path} answers {response.status_code}"
    assert str(response.status_code) in operation["responses"], said
    content = operation["responses"][str(response.status_code)].get("content", {})
    if "application/json" in content:
        assert response["Content-Type"] == "application/json", said
        schema = strict(content["application/json"]["schema"]) | COMPONENTS
        Draft202012Validator(schema).validate(response.json())  # type: ignore[attr-defined]


class CheckedClient(Client):
    """Checks what it gets for GET and POST."""

    def request(self, **request: Any) -> Any:
        response = super().request(**request)
        check(request["REQUEST_METHOD"], request["PATH_INFO"], response)
        return response

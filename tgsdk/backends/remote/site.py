"""The other HR Helper's JSON API: one request at a time, each in a helper thread that ends with its call.

requests blocks, and backends do not. So each request runs in a thread of the call's own event loop, and the call waits
for it. When the call is cancelled, as it is at its deadline, its sockets are shut: whatever the thread waits for, to
connect, to read or to write, ends at once, and the call ends after the thread. Only the resolution of a name cannot be
ended from outside; the system bounds it.
"""

import asyncio
import contextlib
import functools
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import requests
from requests.auth import AuthBase
from urllib3.exceptions import ReadTimeoutError

from tgsdk.errors import Misconfigured, ProtocolError, TelegramError, TelegramUnavailable, Timeout
from tgsdk.hiding import Secret

from .failures import RIGHT_URL, failure_of
from .multipart import FormWithFiles
from .sockets import ShutableAdapter, Sockets

__all__ = ["Answer", "Site"]

CONNECT_TIMEOUT = 5.0  # seconds
LARGEST_ANSWER = 16 * 1024 * 1024  # bytes: a hundred of the longest messages are far below
AT_ONCE = 64 * 1024  # bytes
WAIT_FOR_THREAD = 0.3  # seconds for a thread to notice that its sockets are shut: it takes less than one thousandth
PASSING = (408, 425, 429)  # beside those that begin with 5
ANSWER_HEADER = "HRHelper-Answer"  # without it an answer is not HR Helper's, but a proxy's


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer of the site that is no failure."""

    status: int
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The object in the body. Raises ProtocolError for anything else."""
        try:
            values = json.loads(self.body)
            json.dumps(values, ensure_ascii=False).encode()  # half of a surrogate pair is no text
        except (ValueError, RecursionError):
            values = None
        if not isinstance(values, dict):
            raise ProtocolError("HR Helper's answer is not a JSON object")
        return values


class _Bearer(AuthBase):
    """Sends the token, and lets requests look for no other credentials."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {Secret.shown(self._token)}"
        return request


class Site:
    """A connection to the site, kept open from one request to the next."""

    def __init__(self, url: str, token: str, *, timeout: float, ca_file: str | None) -> None:
        self._url = url
        self._timeouts = (min(CONNECT_TIMEOUT, timeout), timeout)
        self._sockets = Sockets()
        self._http = requests.Session()
        self._http.trust_env = False  # no proxy, no .netrc and no certificates but those of the options
        self._http.verify = ca_file or True
        self._http.auth = _Bearer(token)
        for scheme in ("http://", "https://"):
            self._http.mount(scheme, ShutableAdapter(self._sockets))

    async def get(self, path: str, *, headers: Mapping[str, str] | None = None, **query: Any) -> Answer:
        """Read. Raises the TelegramError that the site answers with, or that comes of not reaching it."""
        said = {name: value for name, value in query.items() if value is not None}
        return await self._in_a_thread(functools.partial(self._ask, "GET", path, headers, params=said))

    async def post(self, path: str, **fields: Any) -> Answer:
        """Do something. It is sent once. Raises as ``get``."""
        return await self._in_a_thread(functools.partial(self._ask, "POST", path, None, json=fields))

    async def post_form(self, path: str, form: FormWithFiles) -> Answer:
        """Send a form with files, once, read from them as it goes out. Raises as ``get``."""
        kind = {"Content-Type": form.content_type}
        return await self._in_a_thread(functools.partial(self._ask, "POST", path, kind, data=form))

    def close(self) -> None:
        """Close what is open, and let no request begin any more."""
        self._sockets.shut()
        self._http.close()

    async def _in_a_thread(self, work: "functools.partial[Answer]") -> Answer:
        under_way = asyncio.get_running_loop().run_in_executor(None, work)
        try:
            return await asyncio.shield(under_way)
        except asyncio.CancelledError:
            self._sockets.shut()
            await asyncio.wait({under_way}, timeout=WAIT_FOR_THREAD)
            under_way.add_done_callback(_ignore_outcome)
            raise

    def _ask(self, method: str, path: str, headers: Mapping[str, str] | None, **said: Any) -> Answer:
        """Ask, and once more where the connection was lost on a request that only reads: nothing can happen twice."""
        usual = {"Accept": "application/json"}
        asked = requests.Request(method, self._url + path, headers={**usual, **(headers or {})}, **said)
        try:
            try:
                return self._asked_once(asked)
            except requests.ConnectionError as error:
                if method != "GET" or isinstance(error, requests.Timeout | requests.exceptions.SSLError):
                    raise
            return self._asked_once(asked)
        except requests.Timeout:
            raise Timeout("HR Helper did not answer in time") from None
        except requests.RequestException as error:  # without it as the cause: it carries the request, with the token
            raise TelegramUnavailable(f"HR Helper cannot be reached: {type(error).__name__}") from None

    def _asked_once(self, asked: requests.Request) -> Answer:
        """Send it, and read the answer to its end."""
        with contextlib.closing(
            self._http.send(
                self._http.prepare_request(asked),
                timeout=self._timeouts,
                verify=self._http.verify,
                allow_redirects=False,
                stream=True,
            )
        ) as response:
            return _checked(response, _body_of(response), asked.url.removeprefix(self._url))


def _body_of(response: requests.Response) -> bytes:
    body = bytearray()
    try:
        for part in response.iter_content(AT_ONCE):
            body += part
            if len(body) > LARGEST_ANSWER:
                raise ProtocolError("HR Helper's answer is too long")
    except requests.ConnectionError as error:
        if isinstance(error.args[0], ReadTimeoutError):  # of which requests makes the wrong class here
            raise requests.ReadTimeout from None
        raise
    return bytes(body)


def _checked(response: requests.Response, body: bytes, path: str) -> Answer:
    if ANSWER_HEADER not in response.headers:
        raise _of_somebody_else(response.status_code)
    if response.ok and response.status_code < requests.codes.multiple_choices:
        return Answer(response.status_code, body)
    raise failure_of(response.status_code, response.headers.get("Retry-After"), body, path)


def _of_somebody_else(status: int) -> TelegramError:
    """Make the error of an answer of what stands before HR Helper, which is away then, or of another site."""
    said = f"What answers at this address is not HR Helper (status {status})"
    is_passing = status in PASSING or status >= requests.codes.internal_server_error
    return TelegramUnavailable(said) if is_passing else Misconfigured(f"{said}: {RIGHT_URL}")


def _ignore_outcome(under_way: "asyncio.Future[Answer]") -> None:
    if not under_way.cancelled():
        under_way.exception()

"""Another HR Helper that reads an account here, over HTTP, with a token."""

import pytest
import responses
from django.contrib.auth.models import User as Recruiter
from pytest_django.live_server_helper import LiveServer

from tgsdk import Capability, MemoryBackend, Misconfigured, NotFound, Telegram, Unsupported
from tgsdk.backends.remote import RemoteBackend
from web.models import Scope

from .conftest import secret_for


@pytest.fixture
def remote(
    live_server: LiveServer, no_network: responses.RequestsMock, recruiter: Recruiter, desk: MemoryBackend
) -> Telegram:
    """The recruiter's account, as the other site has it."""
    no_network.add_passthru(live_server.url)
    return Telegram(RemoteBackend(url=f"{live_server.url}/telegram/", token=secret_for(recruiter, *Scope)))


def test_what_the_backend_here_cannot_do_is_unsupported_there_by_its_name(
    remote: Telegram, desk: MemoryBackend
) -> None:
    assert remote.folders() == ()
    desk.supports = frozenset(Capability) - {Capability.FOLDERS}  # type: ignore[misc]
    with pytest.raises(Unsupported) as refusal:
        remote.folders()
    assert refusal.value.capability == Capability.FOLDERS


@pytest.mark.parametrize("path", ["", "accounts/login/", "telegram/chats/", "telegram/user/info/"])
def test_a_wrong_url_is_said_to_be_wrong(
    live_server: LiveServer, no_network: responses.RequestsMock, desk: MemoryBackend, recruiter: Recruiter, path: str
) -> None:
    no_network.add_passthru(live_server.url)
    remote = Telegram(RemoteBackend(url=f"{live_server.url}/{path}", token=secret_for(recruiter, *Scope)))
    for call in (remote.me, remote.chats):
        with pytest.raises(Misconfigured, match="url is to be that of its Telegram page"):
            call()


def test_a_number_that_no_chat_has_is_not_found(remote: Telegram) -> None:
    with pytest.raises(NotFound):
        remote.messages(2**62)

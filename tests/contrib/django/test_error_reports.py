"""Django's own page of a failure shows no key, password or session that the failure has met."""

import base64
import json
from collections.abc import Callable

import pytest
from django.contrib.auth.models import User

from tests.recording import recorded, reported
from tgsdk import Session, SessionInvalid, Stage
from tgsdk.contrib.django.accounts import open_account
from tgsdk.contrib.django.backend import seal
from tgsdk.contrib.django.models import TelegramAccount

KEY = b"canary".ljust(256, b".")
SESSION = Session(dc_id=2, auth_key=KEY, user_id=7, stage=Stage.LOGGED_IN)


def shown(error: BaseException) -> str:
    return recorded(error, leave_out=__file__) + reported(error)


def failed(kind: type[BaseException], call: Callable[[], object]) -> BaseException:
    with pytest.raises(kind) as caught:
        call()
    return caught.value


def test_a_session_that_is_kept_in_the_row_of_somebody_else_is_not_shown(user: User) -> None:
    other = User.objects.create_user("anna")
    TelegramAccount.objects.create(user=user, encrypted_session=seal().seal(SESSION, other.pk))
    error = failed(SessionInvalid, open_account(user).__enter__)
    assert "somebody else" in str(error)
    assert "tgsdk1:" not in shown(error) and "canary" not in shown(error)


def test_a_stored_session_of_a_newer_version_is_not_shown(user: User) -> None:
    fields = json.loads(base64.urlsafe_b64decode(SESSION.to_string().removeprefix("tgsdk1:"))) | {"channel_state": 1}
    string = "tgsdk1:" + base64.urlsafe_b64encode(json.dumps(fields).encode()).decode()
    sealed = seal()._sealed({"owner": str(user.pk), "session": string})
    TelegramAccount.objects.create(user=user, encrypted_session=sealed)
    error = failed(SessionInvalid, open_account(user).__enter__)
    assert "newer version" in str(error)
    assert string[:40] not in shown(error) and fields["auth_key"][:40] not in shown(error)

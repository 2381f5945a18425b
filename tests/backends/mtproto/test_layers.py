"""An engine of one layer and a server of another, whichever is the older."""

from collections.abc import Iterator

import pytest

from tests.backends.engines import BACKENDS, backend_of
from tgsdk import Misconfigured, ProtocolError, Session, Telegram
from tgsdk.backends.mtproto.reading.layers import in_words, method_in_words
from tgsdk.backends.pyrogram.library import layer as own_layer
from tgsdk.testing import KeyPair, LocalTelegram, Phone
from tgsdk.testing.other_layers import LATER

EARLIER = 158
both_codecs = pytest.mark.skipif(own_layer != EARLIER, reason="the server has no codec of the earlier layer")


@pytest.fixture(scope="module")
def key_pair() -> KeyPair:
    return KeyPair()


@pytest.fixture(scope="module")
def older_server(key_pair: KeyPair) -> Iterator[LocalTelegram]:
    with LocalTelegram(key_pair=key_pair, layer=own_layer) as telegram:
        yield telegram


@pytest.fixture(scope="module")
def newer_server(key_pair: KeyPair) -> Iterator[LocalTelegram]:
    with LocalTelegram(key_pair=key_pair, layer=LATER) as telegram:
        yield telegram


def scanned(telegram: Telegram, server: LocalTelegram) -> Telegram:
    with Phone(server.options, server.accounts[0].phone) as phone:
        phone.scan(telegram.start_qr_login().url)
    return telegram


@both_codecs
def test_an_older_server_is_said_with_both_layers(older_server: LocalTelegram) -> None:
    telegram = scanned(Telegram(backend_of("telethon")(**older_server.options)), older_server)
    with pytest.raises(ProtocolError, match=r"layer 229: user#8f97c628, which is of layer 158"):
        telegram.check_qr_login()


@both_codecs
def test_a_newer_server_is_said_with_both_layers(newer_server: LocalTelegram) -> None:
    account = newer_server.accounts[0]
    telegram = Telegram(backend_of("telethon")(**newer_server.options))
    telegram.send_code(account.phone)
    telegram.sign_in(account.code)
    with pytest.raises(ProtocolError, match=r"layer 158: user#b1b8cc83, which is of layer 229"):
        Telegram(backend_of("pyrogram")(**newer_server.options), telegram.session).me()


@both_codecs
def test_a_method_that_an_older_server_does_not_have_is_said_with_both_layers(older_server: LocalTelegram) -> None:
    telegram = scanned(Telegram(backend_of("pyrogram")(**older_server.options)), older_server)
    telegram.check_qr_login()
    with pytest.raises(Misconfigured, match=r"contacts\.search of layer 229 is unknown .* such as 158"):
        Telegram(backend_of("telethon")(**older_server.options), telegram.session).chats(query="Anna")


@pytest.mark.parametrize("engine", BACKENDS)
def test_each_engine_is_served_in_its_own_layer_by_one_server(engine: str, local_telegram: LocalTelegram) -> None:
    telegram = scanned(Telegram(backend_of(engine)(**local_telegram.options)), local_telegram)
    telegram.check_qr_login()
    chats = telegram.chats(limit=20).items
    assert telegram.send_message(chats[0].id, "Good morning").id in {
        message.id for message in telegram.messages(chats[0].id).items
    }


@both_codecs
def test_two_engines_read_one_desk_alike(local_telegram: LocalTelegram) -> None:
    """Every kind of message, in the classes of two layers, is the same to a reader."""
    account = local_telegram.accounts[0]
    first = scanned(Telegram(backend_of("pyrogram")(**local_telegram.options)), local_telegram)
    first.check_qr_login()
    second = Telegram(backend_of("telethon")(**local_telegram.options), first.session)
    assert second.chats(limit=100) == first.chats(limit=100)
    chat_id = local_telegram.find_chat(account.user_id, "Анна Смирнова")
    assert second.messages(chat_id, limit=100).items == first.messages(chat_id, limit=100).items


def test_a_layer_that_no_codec_has_is_refused() -> None:
    with pytest.raises(ValueError, match="layer is"):
        LocalTelegram(layer=1)


@pytest.mark.parametrize(
    ("constructor", "layer", "said"),
    [
        (0x8F97C628, 229, "user#8f97c628, which is of layer 158"),
        (0xB1B8CC83, 158, "user#b1b8cc83, which is of layer 229"),
        (0xDEADBEEF, 229, "unknown constructor 0xdeadbeef, of another layer"),
        (None, 229, "no TL object"),
    ],
)
def test_what_cannot_be_read_is_put_in_words(constructor: int | None, layer: int, said: str) -> None:
    assert in_words(constructor, layer) == said


def test_only_an_unknown_method_is_about_layers() -> None:
    assert method_in_words("AUTH_KEY_UNREGISTERED", 229) is None
    assert "a method of layer 158" in (method_in_words("INPUT_METHOD_INVALID", 158) or "")


def test_a_session_is_the_same_to_both(local_telegram: LocalTelegram) -> None:
    telegram = Telegram(backend_of("telethon")(**local_telegram.options))
    qr = telegram.start_qr_login()
    session = Session.from_string(telegram.session.to_string())
    assert Telegram(backend_of("pyrogram")(**local_telegram.options), session).start_qr_login() == qr

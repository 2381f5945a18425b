"""Framings, obfuscation and what looks like TLS, byte by byte."""

import asyncio
import datetime
import os
import ssl
import time
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from tgsdk import ProtocolError, TelegramUnavailable, run_async_task
from tgsdk.backends.mtproto.wire.client_hello import RANDOM, client_hello
from tgsdk.backends.mtproto.wire.connecting import Streams, _first_of
from tgsdk.backends.mtproto.wire.fake_tls import Records, RecordSource
from tgsdk.backends.mtproto.wire.framing import Abridged, Framing, Full, Intermediate, PaddedIntermediate
from tgsdk.backends.mtproto.wire.transport import LONGEST_PACKET, TransportError

from .peer import received_by

FRAMINGS = [Abridged, Intermediate, PaddedIntermediate, Full]
ENCRYPTED = [os.urandom(24 + 16 * blocks) for blocks in (2, 40, 200)]
PLAIN = bytes(20) + os.urandom(44)
SERVER_HELLO, SUPPORTED_VERSION_TLS_1_3 = 2, bytes.fromhex("002b00020304")
ERROR = (-404).to_bytes(4, "little", signed=True)


async def read_back(data: bytes, framing: Framing, number: int, cut: int) -> list[bytes]:
    reader = asyncio.StreamReader()
    transport = received_by(reader, framing)
    pieces = [data[start : start + cut] for start in range(0, len(data), cut)]
    feeding = asyncio.create_task(feed(reader, pieces))
    packets = [await transport.recv() for _ in range(number)]
    await feeding
    return packets


async def feed(reader: asyncio.StreamReader, pieces: list[bytes]) -> None:
    for piece in pieces:
        reader.feed_data(piece)
        await asyncio.sleep(0)


@pytest.mark.parametrize("cut", [1, 3, 1000, 10**6])
@pytest.mark.parametrize("framing", FRAMINGS)
def test_packets_are_read_wherever_the_stream_is_cut(framing: type[Framing], cut: int) -> None:
    ours = framing()
    data = b"".join(ours.frame(packet) for packet in ENCRYPTED)
    assert run_async_task(read_back(data, framing(), len(ENCRYPTED), cut)) == ENCRYPTED


@pytest.mark.parametrize("padding", range(16))
def test_padding_of_any_length_is_taken_off_an_encrypted_packet(padding: int) -> None:
    framed = Intermediate().frame(ENCRYPTED[0] + os.urandom(padding))
    assert run_async_task(read_back(framed, PaddedIntermediate(), 1, 100)) == ENCRYPTED[:1]
    framed = Intermediate().frame(PLAIN + os.urandom(padding))
    (packet,) = run_async_task(read_back(framed, PaddedIntermediate(), 1, 100))
    assert packet.startswith(PLAIN)


@pytest.mark.parametrize(
    ("framing", "data"),
    [
        (Abridged, b"\x01" + ERROR),
        (Intermediate, b"\x04\0\0\0" + ERROR),
        (PaddedIntermediate, b"\x0f\0\0\0" + ERROR + bytes(11)),
        (Full, Full().frame(ERROR)),
        (Full, ERROR * 3),
    ],
)
def test_the_number_of_an_error_is_read_in_every_framing(framing: type[Framing], data: bytes) -> None:
    with pytest.raises(TransportError) as error:
        run_async_task(read_back(data, framing(), 1, 100))
    assert error.value.telegram_code == 404


@pytest.mark.parametrize(
    ("framing", "length"),
    [
        (Abridged, b"\x7f" + (LONGEST_PACKET // 4 + 1).to_bytes(3, "little")),
        (Abridged, b"\xff\xff\xff\xff"),
        (Intermediate, (LONGEST_PACKET + 4).to_bytes(4, "little")),
        (Intermediate, b"\xff\xff\xff\xff"),
        (PaddedIntermediate, (LONGEST_PACKET + 16).to_bytes(4, "little")),
        (Full, (LONGEST_PACKET + 16).to_bytes(4, "little")),
        (Full, b"\x0b\0\0\0"),
    ],
)
def test_a_length_that_no_packet_has_is_not_waited_for(framing: type[Framing], length: bytes) -> None:
    with pytest.raises(ProtocolError):
        run_async_task(read_back(length, framing(), 1, 100), timeout=5)


def test_a_full_frame_that_was_changed_on_its_way_is_not_believed() -> None:
    data = bytearray(Full().frame(PLAIN))
    data[20] ^= 1
    with pytest.raises(ProtocolError):
        run_async_task(read_back(bytes(data), Full(), 1, 100))


@pytest.mark.parametrize("cut", [1, 7, 10**6])
def test_records_are_read_wherever_the_stream_is_cut(cut: int) -> None:
    content = os.urandom(20_000)
    wrapped = Records().wrap(content)
    assert wrapped[:6] == b"\x14\x03\x03\x00\x01\x01"

    async def read() -> bytes:
        reader = asyncio.StreamReader()
        source = RecordSource(reader)
        pieces = [wrapped[start : start + cut] for start in range(6, len(wrapped), cut)]
        feeding = asyncio.create_task(feed(reader, pieces))
        first = await source.readexactly(1)
        rest = await source.readexactly(len(content) - 1)
        await feeding
        return first + rest

    assert run_async_task(read()) == content


@pytest.mark.parametrize("data", [b"\x15\x03\x03\x00\x02\x02\x28", b"\x17\x03\x03\xff\xff", b"HTTP/1.1 400 \r\n"])
def test_what_is_no_record_of_data_is_refused(data: bytes) -> None:
    async def read() -> None:
        reader = asyncio.StreamReader()
        reader.feed_data(data)
        await RecordSource(reader).readexactly(1)

    with pytest.raises(ProtocolError):
        run_async_task(read(), timeout=5)


def test_records_that_end_in_the_midst_are_a_lost_connection() -> None:
    reader_of: list[asyncio.StreamReader] = []

    async def read() -> None:
        reader = asyncio.StreamReader()
        reader_of.append(reader)
        reader.feed_data(b"\x17\x03\x03\x00\x10abc")
        reader.feed_eof()
        transport = received_by(reader, Intermediate())
        transport._stream.source = RecordSource(reader)
        await transport.recv()

    with pytest.raises(TelegramUnavailable):
        run_async_task(read(), timeout=5)


def test_openssl_takes_our_hello_for_one_of_tls_1_3(tmp_path: Path) -> None:
    """A server of the usual kind reads it to its end, finds the domain, and answers with its own hello."""
    domains: list[str] = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate(tmp_path))
    context.set_alpn_protocols(["h2"])
    context.sni_callback = lambda _, name, __: domains.append(name or "")
    for length in (4, 15, 182):
        domain = "a" * (length - 4) + ".org"
        incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        server = context.wrap_bio(incoming, outgoing, server_side=True)
        incoming.write(client_hello(domain.encode(), os.urandom(16), int(time.time())))
        with pytest.raises(ssl.SSLWantReadError):
            server.do_handshake()
        answer = outgoing.read()
        assert (answer[:3], answer[5]) == (b"\x16\x03\x03", SERVER_HELLO)
        assert SUPPORTED_VERSION_TLS_1_3 in answer
        assert domains[-1] == domain


def test_no_hello_is_like_the_other() -> None:
    first, second = (client_hello(b"example.org", bytes(16), 1_700_000_000) for _ in range(2))
    assert first[RANDOM] != second[RANDOM]
    assert first[44:76] != second[44:76]
    assert first[76:] != second[76:]


def certificate(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "example.org")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + datetime.timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    file = folder / "server.pem"
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(pem + made.public_bytes(Encoding.PEM))
    return file


def test_an_address_that_is_silent_does_not_keep_the_next_one_waiting() -> None:
    """The first opening never ends, the second fails, the third is what comes of it; none is left running."""
    ended: list[str] = []

    async def silent() -> Streams:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("silent")
        raise AssertionError

    async def refused() -> Streams:
        raise ConnectionRefusedError

    async def good() -> Streams:
        return streams

    streams: Streams = None  # type: ignore[assignment]
    assert run_async_task(_first_of([silent, refused, good]), timeout=10) is streams
    assert ended == ["silent"]
    with pytest.raises(ConnectionRefusedError):
        run_async_task(_first_of([refused, refused]), timeout=10)

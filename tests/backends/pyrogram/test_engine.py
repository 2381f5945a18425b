"""What is peculiar to Pyrogram's classes; tests/backends/test_engines.py has what each engine does."""

import contextlib
import gzip
import struct
import time

from tgsdk.backends.mtproto import Unreadable
from tgsdk.backends.pyrogram.engine import ENGINE
from tgsdk.backends.pyrogram.library import layer, raw

GZIP_PACKED = 0x3072CFA1


def test_it_says_which_layer_it_speaks() -> None:
    assert ENGINE.layer == layer


def test_a_list_of_acknowledgements_that_is_no_vector_is_not_believed() -> None:
    started = time.process_time()
    with contextlib.suppress(Unreadable):
        assert ENGINE.decode(struct.pack("<Iq", 0x62D6B459, 0)) == []
    assert time.process_time() - started < 1


def test_a_number_or_a_file_that_looks_like_something_packed_is_read() -> None:
    user = raw.types.User(id=GZIP_PACKED, first_name="Olga")
    assert ENGINE.decode(bytes(user.write())).id == GZIP_PACKED
    content = struct.pack("<I", GZIP_PACKED) + bytes(raw.core.primitives.Bytes(gzip.compress(bytes(100))))
    file = raw.types.upload.File(type=raw.types.storage.FilePdf(), mtime=GZIP_PACKED, bytes=content)
    decoded = ENGINE.decode(ENGINE.encode(file))
    assert (decoded.mtime, decoded.bytes) == (GZIP_PACKED, content)

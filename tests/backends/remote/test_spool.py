"""What was uploaded to a remote site's backend and never sent leaves no open file behind."""

import gc
import warnings

import pytest

from tests.leaks import open_things
from tgsdk import OutgoingFile, UploadIncomplete
from tgsdk.backends.remote.spool import Spool

CV = OutgoingFile(id=5, name="cv.pdf", size=7, mime_type="application/pdf")


def test_a_file_that_is_not_whole_is_given_up() -> None:
    before, spool = open_things(), Spool()
    spool.save(CV, 0, [b"123"])
    with pytest.raises(UploadIncomplete):
        spool.take(CV)
    assert open_things() <= before


def test_files_that_nobody_sends_go_with_the_backend() -> None:
    before, spool = open_things(), Spool()
    spool.save(CV, 0, [b"1234567"])
    assert not open_things() <= before
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        del spool
        gc.collect()
    assert open_things() <= before
    assert not said

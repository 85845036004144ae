import gzip
import tracemalloc
import zlib

import pytest

from services.runtime.http import BadAnswerError, TooLargeError
from services.runtime.http.body import MAX_MEMBERS, STEP_BYTES, BoundedBody

TEXT = "انتقال گاز از مسیر شمال به جنوب آغاز شد. Поставки газа начались. ".encode() * 40
RAW_DEFLATE = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
DEFLATED_RAW = RAW_DEFLATE.compress(TEXT) + RAW_DEFLATE.flush()


def read(encoding: str, wire: bytes, *, step: int = 1_000, max_bytes: int = 5_000_000) -> bytes:
    body = BoundedBody(encoding, max_bytes=max_bytes, ratio=100)
    for start in range(0, len(wire), step):
        body.feed(wire[start : start + step])
    return body.finish()


@pytest.mark.parametrize("step", [1, 2, 7, 100_000])
@pytest.mark.parametrize(
    ("encoding", "wire"),
    [
        ("", TEXT),
        ("identity", TEXT),
        ("gzip", gzip.compress(TEXT)),
        ("X-GZIP", gzip.compress(TEXT)),
        ("gzip", gzip.compress(TEXT[:100]) + gzip.compress(TEXT[100:])),
        ("gzip", gzip.compress(TEXT) + bytes(512)),
        ("deflate", zlib.compress(TEXT)),
        ("deflate", DEFLATED_RAW),
    ],
)
def test_a_body_is_read_whatever_the_encoding_and_the_slices(
    encoding: str, wire: bytes, step: int
) -> None:
    assert read(encoding, wire, step=step) == TEXT


def test_an_output_that_ends_on_a_full_step_is_whole() -> None:
    text = b"".join(n.to_bytes(4) for n in range(32_768))
    assert len(text) == 2 * STEP_BYTES
    assert read("gzip", gzip.compress(text), step=1_000_000) == text


@pytest.mark.parametrize("encoding", ["gzip", "deflate", ""])
def test_an_empty_body_is_empty(encoding: str) -> None:
    assert read(encoding, b"") == b""


@pytest.mark.parametrize("wire", [gzip.compress(TEXT)[:-9], b"\x1f"])
def test_a_compressed_body_that_is_cut_is_an_error(wire: bytes) -> None:
    with pytest.raises(BadAnswerError, match="middle of its gzip stream"):
        read("gzip", wire)


def test_a_body_that_is_not_what_it_says_is_an_error() -> None:
    with pytest.raises(BadAnswerError, match="no valid gzip"):
        read("gzip", TEXT)


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip"])
def test_an_encoding_that_was_not_asked_for_is_an_error(encoding: str) -> None:
    with pytest.raises(BadAnswerError, match="was not asked for"):
        read(encoding, TEXT)


def test_a_plain_body_over_the_limit_is_an_error() -> None:
    with pytest.raises(TooLargeError, match="larger than 1000 bytes"):
        read("", TEXT, max_bytes=1_000)


def test_a_decompressed_body_over_the_limit_is_an_error() -> None:
    noise = b"".join(zlib.crc32(bytes([n % 256, n // 256])).to_bytes(4) for n in range(30_000))
    with pytest.raises(TooLargeError, match="decompressed body is larger"):
        read("gzip", gzip.compress(noise.hex().encode()), max_bytes=200_000)


@pytest.mark.parametrize("encoding", ["gzip", "deflate"])
def test_a_bomb_is_stopped_with_little_memory(encoding: str) -> None:
    pack = gzip.compress if encoding == "gzip" else zlib.compress
    bomb = pack(bytes(100_000_000), 9)
    tracemalloc.start()
    with pytest.raises(TooLargeError, match="more than 100 to 1"):
        read(encoding, bomb, step=65_536, max_bytes=50_000_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 20_000_000


def test_a_bomb_of_many_members_is_stopped() -> None:
    with pytest.raises(TooLargeError, match="gzip members"):
        read("gzip", gzip.compress(b"") * (MAX_MEMBERS + 1))

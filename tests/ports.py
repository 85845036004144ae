"""Ports for the servers that tests start, which no other connection is given by chance.

Linux gives outgoing connections ports from 32768 up; a client that keeps asking for a server
not yet there may be given that server's port as its own, and then keeps it. These lie below.
"""

import itertools
import os
import socket
from collections.abc import Iterator

LOWEST, HIGHEST = 10_000, 32_000
STRIDE = 30
"""What `dideban run` takes behind its first port fits in between two of these."""


def free_port() -> int:
    """Return a port of loopback that nothing listens on, with the ports behind it free too.

    Each is given once in a process; tests running side by side begin at different ones.
    """
    for port in _ports:
        if all(_is_free(port + behind) for behind in range(STRIDE)):
            return port
    raise RuntimeError(f"no free ports from {LOWEST} to {HIGHEST}")


def _every_port() -> Iterator[int]:
    firsts = range(LOWEST, HIGHEST - STRIDE, STRIDE)
    begin = os.getpid() * 61 % len(firsts)
    yield from itertools.chain(firsts[begin:], firsts[:begin])


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


_ports = _every_port()

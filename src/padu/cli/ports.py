"""Where the server listens: on this machine only, on the port asked for, else on the first free one from 8000 on."""

from __future__ import annotations

import errno
import socket

HOST = "127.0.0.1"
FIRST_PORT = 8000
_TRIED = 100


class PortTaken(Exception):
    """Nobody can listen there."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.port = port


def choose_port(wanted: int | None) -> int:
    """The wanted port, or the first free one. Raises PortTaken when the wanted one, or every one tried, is in use."""
    if wanted is not None:
        if not is_free(wanted):
            raise PortTaken(wanted)
        return wanted
    for port in range(FIRST_PORT, FIRST_PORT + _TRIED):
        if is_free(port):
            return port
    raise PortTaken(FIRST_PORT)


def is_free(port: int) -> bool:
    """Whether somebody could listen there now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do it: a port in its closing pause is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                return False
            raise
    return True

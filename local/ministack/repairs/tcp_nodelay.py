"""Defect: the server's sockets keep Nagle's algorithm on, so an answer sent in two writes waits for
the client's delayed acknowledgement: about 44 ms per call on a kept-alive connection.

Probe: "answers a call on a kept-alive connection without waiting for Nagle".
"""

import asyncio
import socket


def apply() -> None:
    original = asyncio.StreamReaderProtocol.connection_made

    def connection_made(self, transport):
        connected = transport.get_extra_info("socket")
        if connected is not None and connected.family in (socket.AF_INET, socket.AF_INET6):
            connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return original(self, transport)

    asyncio.StreamReaderProtocol.connection_made = connection_made

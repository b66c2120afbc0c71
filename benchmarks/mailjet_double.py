"""A server on this machine that takes letters over TLS as Mailjet's Send API v3.1 does, and does little else."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import re
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import trustme

KEY, SECRET = "key", "secret"
_LENGTH = re.compile(rb"^content-length: *(\d+)", re.IGNORECASE | re.MULTILINE)


@contextmanager
def running(folder: Path) -> Iterator[int]:
    """Its port, while the block runs, in a process of its own; `authority.pem` in that folder vouches for it."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "authority.pem"))
    authority.issue_cert("127.0.0.1").private_key_and_cert_chain_pem.write_to_path(str(folder / "server.pem"))
    here, there = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(str(folder / "server.pem"), there), daemon=True)
    process.start()
    try:
        yield here.recv()
    finally:
        process.kill()
        process.join()


def _serve(certificate: str, told: Connection) -> None:
    asyncio.run(_serving(certificate, told))


async def _serving(certificate: str, told: Connection) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = await asyncio.start_server(_conversation, "127.0.0.1", 0, ssl=context, limit=1 << 20)
    told.send(server.sockets[0].getsockname()[1])
    async with server:
        await server.serve_forever()


async def _conversation(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    number = 0
    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = _LENGTH.search(head)
            body = await reader.readexactly(int(length[1]) if length else 0)
            messages = json.loads(body)["Messages"]
            answer = json.dumps({"Messages": [_taken(one, number + at) for at, one in enumerate(messages)]}).encode()
            number += len(messages)
            writer.write(
                b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
                % (len(answer), answer)
            )
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


def _taken(message: dict[str, Any], number: int) -> dict[str, Any]:
    to = {"Email": message["To"][0]["Email"], "MessageUUID": f"u{number}", "MessageID": number, "MessageHref": ""}
    return {"Status": "success", "CustomID": message["CustomID"], "To": [to], "Cc": [], "Bcc": []}

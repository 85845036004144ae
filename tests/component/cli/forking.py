"""`dideban …` from a process that has loaded the code already: each call is a fork of it.

A call is a process of its own, with its own arguments, folder, settings and streams, and ends with
its own code. Only the second of loading is shared: tests call `dideban` some two hundred times.
That it starts from nothing as well is looked at in the tests of the first minute.
"""

import gc
import io
import json
import os
import select
import signal
import socket
import sys
import traceback
from contextlib import redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory

import click

CLIENT = """#!{python} -IS
import json, os, socket, sys
line = socket.socket(socket.AF_UNIX)
line.connect({address!r})
said = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
socket.send_fds(line, [len(said).to_bytes(4, "big")], [0, 1, 2])
line.sendall(said)
code = line.recv(1)
sys.exit(code[0] if code else 70)
"""
"""What is called as `dideban`: hands over what it was given, and ends as its fork does."""


TITLES = (
    "ایران و ترکیه قرارداد انتقال گاز را امضا کردند",
    "توقيع اتفاق جديد لنقل الغاز بين العراق وإيران",
    "Россия и Иран подписали договор о поставках газа",
    "Türkiye ile İran arasında doğal gaz anlaşması imzalandı",
    "Azərbaycan qazının Avropaya nəqli haqqında müqavilə imzalandı",
    "Iran and Iraq sign a contract for the transit of natural gas",
)


def client(folder: Path) -> str:
    """Return the text of a program that asks the server of a folder."""
    return CLIENT.format(python=sys.executable, address=str(folder / "server"))


def serve(folder: Path) -> None:
    """Answer clients until the standard input ends."""
    _load()
    listener = socket.socket(socket.AF_UNIX)
    listener.bind(str(folder / "server"))
    listener.listen()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for the forks but their clients
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    while True:
        asked, _, _ = select.select([listener, sys.stdin], [], [])
        if sys.stdin in asked:
            return
        line, _ = listener.accept()
        if os.fork() == 0:
            listener.close()
            line.sendall(bytes([_called(line)]))
            os._exit(0)
        line.close()


def _load() -> None:
    from services.cli.__main__ import main  # noqa: PLC0415

    context = click.Context(main)
    for name in main.list_commands(context):
        main.get_command(context, name)
    with TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
        articles = Path(folder) / "articles.jsonl"
        lines = [json.dumps({"id": str(at), "title": each}) for at, each in enumerate(TITLES)]
        articles.write_text("\n".join(lines), encoding="utf-8")
        asked = ["query", "test", "topic:gas-transfer country:IR گاز газ", "--jsonl"]
        main([*asked, str(articles)], standalone_mode=False)
        main(["packs", "list"], standalone_mode=False)
    gc.collect()
    gc.freeze()


def _called(line: socket.socket) -> int:
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    size, streams, _, _ = socket.recv_fds(line, 4, 3)
    arguments, folder, environment = json.loads(_read(line, int.from_bytes(size, "big")))
    for number, stream in enumerate(streams):
        os.dup2(stream, number)
        os.close(stream)
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", encoding="utf-8", buffering=1, closefd=False)
    os.chdir(folder)
    os.environ.clear()
    os.environ.update(environment)
    try:
        return _code(arguments)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def _read(line: socket.socket, size: int) -> bytes:
    with line.makefile("rb") as stream:
        return stream.read(size)


def _code(arguments: list[str]) -> int:
    from services.cli.__main__ import main  # noqa: PLC0415

    try:
        main(arguments, prog_name="dideban")
    except SystemExit as ended:
        if ended.code is None or isinstance(ended.code, int):
            return (ended.code or 0) & 0xFF
        sys.stderr.write(f"{ended.code}\n")
        return 1
    except BaseException:  # noqa: BLE001  a fork must never go on as the server
        traceback.print_exc()
        return 1
    return 0


if __name__ == "__main__":
    serve(Path(sys.argv[1]))

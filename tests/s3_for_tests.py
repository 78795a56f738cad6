"""A real S3 server in a process of its own, and the one habit of S3's that it lacks."""

from __future__ import annotations

import http.client
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

ACCESS_KEY = "tests"
SECRET_KEY = "secret-of-the-tests"


@dataclass(frozen=True, kw_only=True)
class S3Server:
    """Listens at `endpoint`; the folders in `root` are its buckets, those that were there when it began to listen. What
    is added or deleted in them but by itself it learns late."""

    endpoint: str
    root: Path

    @property
    def environment(self) -> dict[str, str]:
        """How its clients are told of it."""
        return {
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
        }


@contextmanager
def running_s3(root: Path) -> Iterator[S3Server]:
    """rclone's S3 server over a folder. It answers every range with a 200, which no client of S3 takes for a part."""
    command = [str(Path(sys.executable).parent / "rclone"), "serve", "s3", "--addr", "127.0.0.1:0"]
    command += ["--auth-key", f"{ACCESS_KEY},{SECRET_KEY}", "--config", "", "--local-no-check-updated", str(root)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        try:
            for line in process.stderr:
                if found := re.search(r"http://127\.0\.0\.1:\d+", line):
                    yield S3Server(endpoint=found[0], root=root)
                    return
            raise AssertionError("rclone did not listen")
        finally:
            process.kill()  # it would wait for connections that clients keep for later


@contextmanager
def answering_parts(server: S3Server) -> Iterator[S3Server]:
    """The same server behind one that calls a part a part (206), as S3 does."""
    host = server.endpoint.removeprefix("http://")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            with closing(http.client.HTTPConnection(host)) as upstream:
                upstream.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
                for name, value in self.headers.items():
                    upstream.putheader(name, value)
                upstream.endheaders(body)
                answer = upstream.getresponse()
                self.send_response(206 if answer.headers.get("Content-Range") else answer.status)
                content = answer.read()
                for name, value in answer.headers.items():
                    if name not in ("Transfer-Encoding", "Content-Length", "Connection"):
                        self.send_header(name, value)
                length = answer.headers.get("Content-Length") if self.command == "HEAD" else len(content)
                self.send_header("Content-Length", f"{length}")
                self.end_headers()
                self.wfile.write(content)

        do_PUT = do_POST = do_DELETE = do_HEAD = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as between:
        thread = threading.Thread(target=between.serve_forever)
        thread.start()
        try:
            yield S3Server(endpoint=f"http://127.0.0.1:{between.server_port}", root=server.root)
        finally:
            between.shutdown()
            thread.join()

"""What stands beside the site on loopback: a site that nobody vouches for, and a forward proxy."""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import threading
from base64 import b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

LOGIN = "reader:pa55-of-the-reader"
# Seconds that a tunnel may be silent.
_PATIENCE = 5.0


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with a self-signed certificate for 127.0.0.1 and secure.example, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "secure.example")])
    names = [x509.DNSName("secure.example"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    encoding, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    path.write_bytes(made.public_bytes(encoding) + key.private_bytes(encoding, form, plain))
    return path


@pytest.fixture
def trust(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Has the system trust the certificate from then on."""
    return lambda: monkeypatch.setenv("SSL_CERT_FILE", str(certificate))


@dataclass
class SecureSite:
    """A site behind that certificate; it answers every path with an article."""

    port: int
    asked: list[str] = field(default_factory=list)


def _serve(
    handler: type[BaseHTTPRequestHandler], context: ssl.SSLContext | None = None
) -> ThreadingHTTPServer:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    if context is not None:  # hands are shaken in the thread of each connection
        listener, late = server.socket, {"do_handshake_on_connect": False}
        server.socket = context.wrap_socket(listener, server_side=True, **late)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server


@pytest.fixture
def secure_site(certificate: Path) -> Iterator[SecureSite]:
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(404 if self.path == "/robots.txt" else 200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(
                b"<h1>The story</h1><time>2026-01-05 10:00</time><div><p>Some text.</div>"
                b'<li><a href="/a">a</a>'
            )

        def log_message(self, *_: object) -> None:
            pass

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = _serve(Handler, context)
    server.handle_error = lambda *_: None  # who does not trust us hangs up
    yield SecureSite(server.server_address[1], asked)
    server.shutdown()
    server.server_close()


@dataclass
class ForwardProxy:
    """A proxy that wants a login and knows where names lead."""

    port: int = 0
    places: dict[str, int] = field(default_factory=dict)
    """Port on loopback by name."""
    asked: list[str] = field(default_factory=list)
    """Method and target of each request that was let through."""
    refused: int = 0

    @property
    def url(self) -> str:
        """Its address with the login."""
        return f"http://{LOGIN}@127.0.0.1:{self.port}"

    def address(self, host: str | None, port: int | None) -> tuple[str, int]:
        return "127.0.0.1", self.places.get(str(host), port or 80)


@pytest.fixture
def forward_proxy() -> Iterator[ForwardProxy]:
    proxy = ForwardProxy()
    wanted = "Basic " + b64encode(LOGIN.encode()).decode()

    class Handler(BaseHTTPRequestHandler):
        def is_welcome(self) -> bool:
            if self.headers["Proxy-Authorization"] != wanted:
                proxy.refused += 1
                self.send_error(407)
                return False
            proxy.asked.append(f"{self.command} {self.path}")
            return True

        def do_GET(self) -> None:
            if not self.is_welcome():
                return
            parts = urlsplit(self.path)
            link = http.client.HTTPConnection(*proxy.address(parts.hostname, parts.port), 5)
            hop_by_hop = ("proxy-authorization", "connection")
            headers = {k: v for k, v in self.headers.items() if k.lower() not in hop_by_hop}
            link.request("GET", parts.path, headers=headers)
            answer = link.getresponse()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.read())
            link.close()

        def do_CONNECT(self) -> None:
            if not self.is_welcome():
                return
            host, _, port = self.path.rpartition(":")
            with socket.create_connection(proxy.address(host, int(port)), _PATIENCE) as link:
                self.send_response(200)
                self.end_headers()
                back = threading.Thread(target=_relay, args=(link, self.connection), daemon=True)
                back.start()
                _relay(self.connection, link)
                back.join(_PATIENCE)

        def log_message(self, *_: object) -> None:
            pass

    server = _serve(Handler)
    proxy.port = server.server_address[1]
    yield proxy
    server.shutdown()
    server.server_close()


def _relay(source: socket.socket, target: socket.socket) -> None:
    source.settimeout(_PATIENCE)
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass

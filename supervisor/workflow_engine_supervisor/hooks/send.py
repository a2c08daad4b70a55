"""The way out: HTTP and SMTP over connections whose address was judged; no redirects, no proxies, an end in time."""

import contextlib
import smtplib
import socket
import ssl
import threading
from collections.abc import Iterator
from email.message import EmailMessage
from functools import cache
from http.client import HTTPConnection, HTTPException
from urllib.parse import urlsplit

from workflow_engine_shared.dsl.nodes.requests.checks import url_problem
from workflow_engine_shared.errors import BlockedAddress, ConnectionFailed, DeliveryFailed
from workflow_engine_shared.web.addresses import AddressRules, allowed_addresses
from workflow_engine_supervisor.hooks.config import MailHook, origin_of
from workflow_engine_supervisor.hooks.forms import Message

#: A message takes so long at most, however slowly the other side answers.
DELIVERY_S = 20.0
_CONNECT_S = 8.0
_MAX_ANSWER = 65_536
_PORTS = {"tls": 465, "starttls": 587, "none": 25}


class Line:
    """One connection at a time, which another thread can cut."""

    def __init__(self, rules: AddressRules) -> None:
        self._rules = rules
        self._lock = threading.Lock()
        self._socket: socket.socket | None = None
        self._is_cut = False

    def connect(self, host: str, port: int) -> socket.socket:
        """A connection to one of the addresses that a name has now.

        Raises:
            BlockedAddress, ConnectionFailed
            OSError: none of them answers.
        """
        failure: OSError | None = None
        for address in allowed_addresses(host, port, self._rules, "Hooks"):
            try:
                found = socket.create_connection((address, port), _CONNECT_S)
            except OSError as error:
                failure = error
                continue
            with self._lock:
                self._socket = found
                if self._is_cut:
                    self._shut()
            return found
        raise failure or ConnectionFailed(f"The name {host!r} leads to no address.")

    def cut(self) -> None:
        """End the connection: whoever waits at it goes on at once. Any thread."""
        with self._lock:
            self._is_cut = True
            self._shut()

    def _shut(self) -> None:
        if self._socket is not None:
            with contextlib.suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)  # beneath TLS, whose state is another thread's


def post(message: Message, line: Line) -> tuple[int, bytes]:
    """Post a message; returns the answer's status and the beginning of its body.

    Raises:
        DeliveryFailed
    """
    if problem := url_problem(message.url):
        raise DeliveryFailed(f"The hook's 'url' {problem}.")
    parts = urlsplit(message.url)
    host, is_tls = parts.hostname or "", parts.scheme.lower() == "https"
    with _in_time(line), _failures_named(origin_of(message.url)):
        connection = _Checked(host, parts.port or (443 if is_tls else 80), line, _trusted() if is_tls else None)
        try:
            target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
            connection.request("POST", target, message.body, {**message.headers, "user-agent": "renflow"})
            answer = connection.getresponse()
            return answer.status, answer.read(_MAX_ANSWER)
        finally:
            connection.close()


def send_mail(hook: MailHook, mail: EmailMessage, password: str | None, line: Line) -> None:
    """Hand a mail to its server.

    Raises:
        DeliveryFailed
    """
    port = hook.port or _PORTS[hook.security]
    with _in_time(line), _failures_named(f"{hook.server}:{port}"):
        server = _MailOverTls(line, hook.server) if hook.security == "tls" else _Mail(line, hook.server)
        try:
            server.connect(hook.server, port)
            if hook.security == "starttls":
                server.starttls(context=_trusted())
            if hook.user is not None and password is not None:
                server.login(hook.user, password)
            server.send_message(mail, hook.sender, list(hook.recipients))
            with contextlib.suppress(smtplib.SMTPException, OSError):  # it is sent
                server.quit()
        finally:
            server.close()


class _Checked(HTTPConnection):
    def __init__(self, host: str, port: int, line: Line, context: ssl.SSLContext | None) -> None:
        super().__init__(host, port, timeout=DELIVERY_S)
        self._line = line
        self._context = context

    def connect(self) -> None:
        raw = self._line.connect(self.host, self.port)
        raw.settimeout(DELIVERY_S)
        self.sock = raw if self._context is None else self._context.wrap_socket(raw, server_hostname=self.host)


class _Mail(smtplib.SMTP):
    def __init__(self, line: Line, host: str) -> None:
        self._line = line
        super().__init__(timeout=DELIVERY_S)
        self._host = host  # what the certificate is compared with after starttls

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        raw = self._line.connect(host, port)
        raw.settimeout(timeout)
        return raw


class _MailOverTls(_Mail):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        return _trusted().wrap_socket(super()._get_socket(host, port, timeout), server_hostname=host)


@cache
def _trusted() -> ssl.SSLContext:
    """Whose certificates are believed, read once."""
    return ssl.create_default_context()


@contextlib.contextmanager
def _in_time(line: Line) -> Iterator[None]:
    """Timeouts are of single steps: who sends a byte a second would hold us for ever."""
    timer = threading.Timer(DELIVERY_S, line.cut)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextlib.contextmanager
def _failures_named(whom: str) -> Iterator[None]:
    try:
        yield
    except (BlockedAddress, ConnectionFailed) as error:
        raise DeliveryFailed(error.detail) from error
    except ssl.SSLCertVerificationError as error:
        raise DeliveryFailed(f"The certificate of {whom} is not valid: {error.verify_message}.") from error
    except smtplib.SMTPAuthenticationError as error:
        raise DeliveryFailed(f"{whom} does not take the user and the password ({error.smtp_code}).") from error
    except smtplib.SMTPResponseException as error:
        told = bytes(error.smtp_error) if isinstance(error.smtp_error, bytes) else str(error.smtp_error).encode()
        said = " ".join(told[:300].decode("utf-8", "replace").split())
        raise DeliveryFailed(f"{whom} refused the mail ({error.smtp_code}: {said}).") from error
    except (OSError, HTTPException, smtplib.SMTPException, UnicodeError) as error:
        why = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise DeliveryFailed(f"{whom} could not be reached, or broke off: {why}.") from error

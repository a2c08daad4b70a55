"""What a message needs besides its form: values of secrets, allowed addresses, masks for what went wrong."""

import contextlib
import ipaddress
import json
import os
from urllib.parse import urlsplit

import psutil

from workflow_engine_shared.clock import Clock, parse_rfc3339
from workflow_engine_shared.errors import DeliveryFailed, RenError, SecretMissing
from workflow_engine_shared.plain_files import read_plain
from workflow_engine_shared.secrets.masking import MIN_VALUE, Masker
from workflow_engine_shared.secrets.named import NamedSecrets, variable_of
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.web.addresses import AddressRules
from workflow_engine_supervisor.hooks.config import Hook, MailHook, Secret
from workflow_engine_supervisor.hooks.forms import mail_message, refusal, web_message
from workflow_engine_supervisor.hooks.notice import Notice
from workflow_engine_supervisor.hooks.send import Line, post, send_mail


class Outside:
    """Takes a notice to where a hook wants it. Any thread; waits until it is taken or refused."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._clock = clock
        self._home = settings.home_paths
        self._allowed = tuple(ipaddress.ip_network(each, strict=False) for each in settings.allow_addresses)

    def line(self) -> Line:
        """The connection of one message, by the addresses that this machine has now."""
        port = None
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            port = int(json.loads(read_plain(self._home.supervisor_info))["port"])
        own = {each.address.partition("%")[0] for found in psutil.net_if_addrs().values() for each in found}
        return Line(AddressRules(self._allowed, port, frozenset(own)))

    def tell(self, hook: Hook, notice: Notice, line: Line) -> None:
        """Deliver one message.

        Raises:
            DeliveryFailed: with words that hold no secret.
        """
        secrets = NamedSecrets.read(self._home.secrets, os.environ)
        try:
            self._tell(hook, notice, line, secrets)
        except RenError as error:
            raise DeliveryFailed(_masker(hook, secrets).text(error.detail)) from error

    def _tell(self, hook: Hook, notice: Notice, line: Line, secrets: NamedSecrets) -> None:
        def secret(name: str) -> str:
            value = secrets.get(name)
            if value is None:
                raise SecretMissing(f"There is no secret {name!r}: no line in secrets.toml, no {variable_of(name)}.")
            return value

        if isinstance(hook, MailHook):
            password = None if hook.password is None else secret(hook.password.secret)
            send_mail(hook, mail_message(hook, notice), password, line)
            return
        message = web_message(hook, notice, int(parse_rfc3339(self._clock.now()).timestamp()), secret)
        if problem := refusal(hook, *post(message, line)):
            raise DeliveryFailed(problem)


def _masker(hook: Hook, secrets: NamedSecrets) -> Masker:
    """What hides secrets, and what stands in a hook's address behind its host."""
    values = set(secrets.values)
    if not isinstance(hook, MailHook):
        url = (secrets.get(hook.url.secret) or "") if isinstance(hook.url, Secret) else hook.url
        with contextlib.suppress(ValueError):
            parts = urlsplit(url)
            values |= {each for each in (parts.query, *parts.path.split("/")) if len(each) >= MIN_VALUE}
    return Masker(values=values)

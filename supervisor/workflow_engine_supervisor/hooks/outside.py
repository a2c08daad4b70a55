"""What a message needs besides its form: values of secrets, allowed addresses, masks for what went wrong."""

import contextlib
import dataclasses
import os
from urllib.parse import urlsplit

from workflow_engine_shared.clock import Clock, parse_rfc3339
from workflow_engine_shared.errors import DeliveryFailed, RenError
from workflow_engine_shared.secrets.masking import MIN_VALUE, Masker
from workflow_engine_shared.secrets.named import NamedSecrets
from workflow_engine_shared.settings import Settings
from workflow_engine_shared.web.access import WebAccess
from workflow_engine_supervisor.hooks.config import Hook, MailHook, Secret
from workflow_engine_supervisor.hooks.forms import mail_message, refusal, web_message
from workflow_engine_supervisor.hooks.notice import Notice
from workflow_engine_supervisor.hooks.send import Line, post, send_mail


class Outside:
    """Takes a notice to where a hook wants it. Any thread; waits until it is taken or refused."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._clock = clock
        self._secrets = settings.home_paths.secrets
        self._access = WebAccess.of(settings.home_paths, settings.allow_addresses)

    def line(self) -> Line:
        """The connection of one message, by the addresses that this machine has now."""
        return Line(self._access.rules())

    def tell(self, hook: Hook, notice: Notice, line: Line) -> None:
        """Deliver one message.

        Raises:
            DeliveryFailed: with words that hold no secret.
        """
        access = dataclasses.replace(self._access, secrets=NamedSecrets.read(self._secrets, os.environ))
        try:
            self._tell(hook, notice, line, access)
        except RenError as error:
            raise DeliveryFailed(_masker(hook, access.secrets).text(error.detail)) from error

    def _tell(self, hook: Hook, notice: Notice, line: Line, access: WebAccess) -> None:
        if isinstance(hook, MailHook):
            password = None if hook.password is None else access.secret(hook.password.secret)
            send_mail(hook, mail_message(hook, notice), password, line)
            return
        message = web_message(hook, notice, int(parse_rfc3339(self._clock.now()).timestamp()), access.secret)
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

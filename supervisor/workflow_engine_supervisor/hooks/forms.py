"""The forms of messages: what each receiver wants, how it is signed, which answer says that it was taken. Pure."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Any
from urllib.parse import quote_plus

import msgspec

from workflow_engine_shared.clock import parse_rfc3339
from workflow_engine_supervisor.hooks.config import (
    DingTalkHook,
    FeishuHook,
    JsonHook,
    Language,
    MailHook,
    Secret,
    SlackHook,
    WeComHook,
)
from workflow_engine_supervisor.hooks.notice import Notice
from workflow_engine_supervisor.hooks.words import headline, lines, text

WebHook = JsonHook | FeishuHook | DingTalkHook | WeComHook | SlackHook
_CHINESE = (FeishuHook, DingTalkHook, WeComHook)
_JSON = "application/json; charset=utf-8"


@dataclass(frozen=True)
class Message:
    """What is posted."""

    url: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


def web_message(hook: WebHook, notice: Notice, seconds: int, secret: Callable[[str], str]) -> Message:
    """What a hook posts; `seconds` is the present (Unix time), `secret` gives the value behind a name.

    Raises:
        SecretMissing
    """
    url = secret(hook.url.secret) if isinstance(hook.url, Secret) else hook.url
    if isinstance(hook, JsonHook):
        body = msgspec.json.encode(notice)
        key = None if hook.sign is None else secret(hook.sign.secret)
        return Message(url, body, _json_headers(notice, body, seconds, key))
    language = language_of(hook)
    words = text(notice, language)
    content: dict[str, Any]
    if isinstance(hook, FeishuHook):
        content = {"msg_type": "text", "content": {"text": words}}
        if hook.sign is not None:
            content |= {"timestamp": str(seconds), "sign": feishu_signature(seconds, secret(hook.sign.secret))}
    elif isinstance(hook, DingTalkHook):
        content = {"msgtype": "text", "text": {"content": words}}
        if hook.sign is not None:
            url += f"{'&' if '?' in url else '?'}{dingtalk_signature(seconds * 1000, secret(hook.sign.secret))}"
    elif isinstance(hook, WeComHook):
        content = {"msgtype": "text", "text": {"content": words}}
    else:
        content = {"text": _slack_text(words)}
    return Message(url, json.dumps(content, ensure_ascii=False).encode(), {"content-type": _JSON})


def mail_message(hook: MailHook, notice: Notice) -> EmailMessage:
    """The mail that a hook sends."""
    language = language_of(hook)
    mail = EmailMessage()
    mail["Subject"] = " ".join(headline(notice, language).split())
    mail["From"] = hook.sender
    mail["To"] = ", ".join(hook.recipients)
    mail["Date"] = format_datetime(parse_rfc3339(notice.at))
    mail["Message-ID"] = make_msgid(f"renflow-{notice.id}", hook.sender.rpartition("@")[2])
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content("\n".join([headline(notice, language), "", *lines(notice, language)]))
    return mail


def language_of(hook: WebHook | MailHook) -> Language:
    """The language of its words."""
    return hook.language or ("zh" if isinstance(hook, _CHINESE) else "en")


def refusal(hook: WebHook, status: int, body: bytes) -> str:
    """Why an answer means that the message was not taken; empty: it was."""
    if not 200 <= status < 300:  # noqa: PLR2004 - success, as HTTP says
        return f"The receiver answered {status}{_said(body)}."
    if isinstance(hook, _CHINESE):
        # They say 200 to everything; what it means stands in the body.
        try:
            found = json.loads(body)
            code = found.get("code", found.get("errcode", found.get("StatusCode")))
        except (ValueError, AttributeError):
            return f"The receiver's answer is no JSON{_said(body)}."
        if code != 0:
            return f"The receiver refused it (code {code}{_said(body)})."
    return ""


def signature(seconds: int, body: bytes, key: str) -> str:
    """HMAC-SHA256 of the time and the body, as `X-Renflow-Signature` says it."""
    return f"sha256={hmac.new(key.encode(), f'{seconds}.'.encode() + body, hashlib.sha256).hexdigest()}"


def feishu_signature(seconds: int, key: str) -> str:
    """As 飞书 wants it: time and key are the key, nothing is what is signed."""
    return base64.b64encode(hmac.new(f"{seconds}\n{key}".encode(), b"", hashlib.sha256).digest()).decode()


def dingtalk_signature(milliseconds: int, key: str) -> str:
    """As 钉钉 wants it, in the address."""
    digest = hmac.new(key.encode(), f"{milliseconds}\n{key}".encode(), hashlib.sha256).digest()
    return f"timestamp={milliseconds}&sign={quote_plus(base64.b64encode(digest))}"


def _json_headers(notice: Notice, body: bytes, seconds: int, key: str | None) -> dict[str, str]:
    headers = {
        "content-type": _JSON,
        "X-Renflow-Event": notice.event,
        "X-Renflow-Delivery": str(notice.id),
        "X-Renflow-Timestamp": str(seconds),
    }
    return headers if key is None else headers | {"X-Renflow-Signature": signature(seconds, body, key)}


def _slack_text(words: str) -> str:
    for character, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        words = words.replace(character, name)
    return words


def _said(body: bytes) -> str:
    words = " ".join(body[:300].decode("utf-8", "replace").split())
    return f": {words}" if words else ""

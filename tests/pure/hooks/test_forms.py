"""What each receiver gets, by its own documentation; and which of its answers means that it took the message."""

import base64
import hashlib
import hmac
import json
from urllib.parse import parse_qs, urlsplit

import msgspec
import pytest

from workflow_engine_supervisor.hooks import forms, words
from workflow_engine_supervisor.hooks.config import (
    DingTalkHook,
    FeishuHook,
    JsonHook,
    MailHook,
    Secret,
    SlackHook,
    WeComHook,
)
from workflow_engine_supervisor.hooks.notice import FormNotice, Notice

KEY = "SEC-0123456789"
URL = "https://example.com/hook?token=t"
FAILED = Notice(
    7, "error", "2026-01-31T12:00:00.000Z", thread_id="r-1", title="双十一 <选品>", flow_id="shop", version=3,
    duration_s=3725.0, node="crawl", code="USER_CODE_ERROR", message="ValueError: no & never",
    url="https://ren.example.com/console/runs/r-1",
)  # fmt: skip
SIGNED = Secret("key")


def sent(hook, notice=FAILED):
    return forms.web_message(hook, notice, 1_700_000_000, {"key": KEY, "url": URL}.__getitem__)


def test_json_is_the_notice_and_its_signature_can_be_checked() -> None:
    message = sent(JsonHook(url=Secret("url"), sign=SIGNED))
    assert message.url == URL
    told = json.loads(message.body)
    assert (told["event"], told["thread_id"], told["code"], told["id"]) == ("error", "r-1", "USER_CODE_ERROR", 7)
    assert msgspec.json.decode(message.body, type=Notice) == FAILED
    seconds = message.headers["X-Renflow-Timestamp"]
    wanted = hmac.new(KEY.encode(), f"{seconds}.".encode() + message.body, hashlib.sha256).hexdigest()
    assert message.headers["X-Renflow-Signature"] == f"sha256={wanted}"
    assert message.headers["X-Renflow-Delivery"] == "7"
    assert "X-Renflow-Signature" not in sent(JsonHook(url=URL)).headers


def test_feishu() -> None:
    told = json.loads(sent(FeishuHook(url=URL, sign=SIGNED)).body)
    assert told["msg_type"] == "text"
    assert told["content"]["text"].startswith("❌ 双十一 <选品> 出错：节点 crawl\n流程: shop v3")
    # By its documentation: time and secret, with a line break between, are the key; nothing is what is signed.
    wanted = hmac.new(f"1700000000\n{KEY}".encode(), digestmod=hashlib.sha256).digest()
    assert (told["timestamp"], base64.b64decode(told["sign"])) == ("1700000000", wanted)
    assert "sign" not in json.loads(sent(FeishuHook(url=URL)).body)


def test_dingtalk_signs_in_the_address() -> None:
    message = sent(DingTalkHook(url=URL, sign=SIGNED))
    asked = parse_qs(urlsplit(message.url).query)
    wanted = hmac.new(KEY.encode(), f"1700000000000\n{KEY}".encode(), hashlib.sha256).digest()
    assert asked == {"token": ["t"], "timestamp": ["1700000000000"], "sign": [base64.b64encode(wanted).decode()]}
    assert json.loads(message.body)["text"]["content"].startswith("❌")
    assert sent(DingTalkHook(url=URL)).url == URL


def test_wecom_and_slack() -> None:
    assert json.loads(sent(WeComHook(url=URL)).body)["msgtype"] == "text"
    text = json.loads(sent(SlackHook(url=URL)).body)["text"]
    assert "&lt;选品&gt; failed at crawl" in text
    assert "no &amp; never" in text
    assert "https://ren.example.com/console/runs/r-1" in text


def test_a_mail_has_one_line_as_subject() -> None:
    hook = MailHook(server="s", sender="me@example.com", recipients=("a@b.c", "d@e.f"))
    question = Notice(8, "question", FAILED.at, thread_id="r-1", title="a\r\nBcc: x@y.z", flow_id="f", version=1,
                      question={"question": "Go on?"})  # fmt: skip
    mail = forms.mail_message(hook, question)
    assert mail["Subject"] == "❓ a Bcc: x@y.z asks a question"
    assert mail["Bcc"] is None
    assert mail["To"] == "a@b.c, d@e.f"
    assert "Question: Go on?" in mail.get_content()


@pytest.mark.parametrize(
    ("hook", "status", "body", "taken"),
    [
        (JsonHook(url=URL), 204, b"", True),
        (JsonHook(url=URL), 302, b"", False),
        (JsonHook(url=URL), 500, b"down", False),
        (SlackHook(url=URL), 200, b"ok", True),
        (FeishuHook(url=URL), 200, b'{"code":0}', True),
        (FeishuHook(url=URL), 200, b'{"StatusCode":0}', True),
        (FeishuHook(url=URL), 200, b'{"code":19021,"msg":"sign match fail"}', False),
        (DingTalkHook(url=URL), 200, b'{"errcode":310000}', False),
        (WeComHook(url=URL), 200, b'{"errcode":0,"errmsg":"ok"}', True),
        (WeComHook(url=URL), 200, b"<html>", False),
        (WeComHook(url=URL), 200, b"[1]", False),
        (WeComHook(url=URL), 200, b"{}", False),
    ],
)
def test_which_answer_means_that_it_was_taken(hook, status: int, body: bytes, taken: bool) -> None:
    assert (forms.refusal(hook, status, body) == "") is taken


def test_words_in_both_languages() -> None:
    done = Notice(9, "finish", FAILED.at, thread_id="r-1", flow_id="f", version=1, duration_s=3725.0, skipped=1200)
    assert "r-1 finished after 1 h 2 min" in json.loads(sent(SlackHook(url=URL), done).body)["text"]
    told = json.loads(sent(WeComHook(url=URL), done).body)["text"]["content"]
    assert "r-1 已完成，用时 1小时2分" in told
    assert "跳过 1,200 项" in told
    assert "asks" in json.loads(sent(WeComHook(url=URL, language="en"),
                                     Notice(1, "question", FAILED.at)).body)["text"]["content"]  # fmt: skip


def test_a_form_is_told_with_what_it_takes_to_fill_it_in() -> None:
    form = FormNotice("a12", "导出 48 张图片？", None, "李雷", "2026-02-01T08:00:00.000Z")
    asked = Notice(8, "form", "2026-01-31T12:00:00.000Z", thread_id="r-1", flow_id="shop", version=3, form=form)
    told = json.loads(sent(JsonHook(url=URL), asked).body)["form"]
    assert (told["key"], told["assignee"], told["due_at"]) == ("a12", "李雷", "2026-02-01T08:00:00.000Z")
    assert words.text(asked, "zh").splitlines() == [
        "📝 r-1 有一张表单待填写",
        "流程: shop v3",
        "表单: 导出 48 张图片？",
        "负责人: 李雷",
        "截止: 2026-02-01T08:00:00.000Z",
    ]
    assert "For: 李雷" in words.text(asked, "en")

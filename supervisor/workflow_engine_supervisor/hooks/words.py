"""A notice in words that people read, in English or Chinese. Pure."""

from typing import Any

from workflow_engine_supervisor.hooks.config import Language
from workflow_engine_supervisor.hooks.notice import FormNotice, Notice

_HOUR = 3600
_MINUTE = 60


def headline(notice: Notice, language: Language) -> str:
    """One line: which run, and what became of it."""
    name, took = notice.name, _span(notice.duration_s, language)
    if language == "zh":
        return {
            "finish": f"✅ {name} 已完成{f'，用时 {took}' if took else ''}",
            "error": f"❌ {name} 出错{f'：节点 {notice.node}' if notice.node else ''}",
            "question": f"❓ {name} 正在等待回答",
            "form": f"📝 {name} 有一张表单待填写",
            "test": "🔔 renflow 测试消息",
        }[notice.event]
    return {
        "finish": f"✅ {name} finished{f' after {took}' if took else ''}",
        "error": f"❌ {name} failed{f' at {notice.node}' if notice.node else ''}",
        "question": f"❓ {name} asks a question",
        "form": f"📝 {name} waits for a form",
        "test": "🔔 A test message of renflow",
    }[notice.event]


def lines(notice: Notice, language: Language) -> list[str]:
    """What else there is to say."""
    zh = language == "zh"
    if notice.event == "test":
        return ["收到此消息，说明通知可用。" if zh else "Messages of runs will come here."]
    found = [f"{'流程' if zh else 'Flow'}: {notice.flow_id} v{notice.version}"]
    if notice.title:
        found.append(f"{'运行' if zh else 'Run'}: {notice.thread_id}")
    if notice.skipped:
        found.append(f"跳过 {notice.skipped:,} 项" if zh else f"{notice.skipped:,} items were skipped")
    if notice.message:
        found.append(f"{notice.code}: {notice.message}")
    if notice.question is not None:
        found.append(f"{'问题' if zh else 'Question'}: {_asked(notice.question)}")
    if notice.form is not None:
        found += _form_lines(notice.form, zh=zh)
    if notice.url:
        found.append(notice.url)
    return found


def text(notice: Notice, language: Language) -> str:
    """All of it."""
    return "\n".join([headline(notice, language), *lines(notice, language)])


def _form_lines(form: FormNotice, *, zh: bool) -> list[str]:
    """What is to be filled in, by whom and until when."""
    said = [
        ("表单" if zh else "Form", form.title),
        ("说明" if zh else "About", form.description),
        ("负责人" if zh else "For", form.assignee),
        ("截止" if zh else "Until", form.due_at),
    ]
    return [f"{word}: {text}" for word, text in said if text]


def _asked(question: Any) -> str:
    if isinstance(question, dict):
        for name in ("question", "title", "message", "prompt"):
            if isinstance(question.get(name), str):
                return str(question[name])
    return str(question)


def _span(seconds: float | None, language: Language) -> str:
    if seconds is None or seconds < 0:
        return ""
    whole = round(seconds)
    hours, minutes, rest = whole // _HOUR, whole % _HOUR // _MINUTE, whole % _MINUTE
    h, m, s = ("小时", "分", "秒") if language == "zh" else (" h", " min", " s")
    parts = [f"{hours}{h}"] if hours else []
    parts += [f"{minutes}{m}"] if minutes else []
    parts += [f"{rest}{s}"] if not hours else []
    return ("" if language == "zh" else " ").join(parts)

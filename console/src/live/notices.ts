// Notices of the browser while the console is open in a tab that nobody looks at.
import i18next from "i18next";
import { runName } from "~/components/RunName";
import { Endings, type Seen } from "./endings";

const KEY = "renflow.notices";
const endings = new Endings();

/** Whether this browser can show notices. */
export function canNotify(): boolean {
  return "Notification" in window;
}

/** Whether the reader wants them, and the browser lets us. */
export function wantsNotices(): boolean {
  return canNotify() && localStorage.getItem(KEY) === "on" && Notification.permission === "granted";
}

/** Asks the browser, where that is needed; says whether notices will come. */
export async function switchNotices(on: boolean): Promise<boolean> {
  localStorage.setItem(KEY, on ? "on" : "off");
  if (on && canNotify() && Notification.permission === "default") await Notification.requestPermission();
  return wantsNotices();
}

/** Called with each run whose row changed; tells of its end when nobody looks at the page. */
export function noticeRun(run: Seen): void {
  const ending = endings.see(run);
  if (ending === null || !wantsNotices() || document.hasFocus()) return;
  const notice = new Notification(i18next.t(`system.notice.${ending}`, { run: runName(run) }), {
    tag: `${run.thread_id} ${ending}`,
    icon: `${import.meta.env.BASE_URL}favicon.svg`,
  });
  notice.onclick = () => {
    window.focus();
    window.location.assign(`${import.meta.env.BASE_URL}runs/${encodeURIComponent(run.thread_id)}`);
  };
}

import { use, useEffect, useState } from "react";
import { Connected } from "./connected";

/** The time, looked at once a second while `running` and connected: what grows on the page grows with it. */
export function useTick(running = true): number {
  const isConnected = use(Connected);
  const [now, setNow] = useState(Date.now);
  const ticks = running && isConnected;
  useEffect(() => {
    if (!ticks) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [ticks]);
  return now;
}

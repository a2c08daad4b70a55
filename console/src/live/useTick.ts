import { useEffect, useState } from "react";

/** The time, looked at once a second while `running`: what grows on the page grows with it. */
export function useTick(running = true): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (!running) return;
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, [running]);
  return now;
}

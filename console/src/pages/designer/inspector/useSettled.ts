import { useEffect, useState } from "react";

/** As long as somebody types, nothing is asked. */
export const SETTLE_MS = 250;

/** A value as it was when it last stayed the same for a moment. */
export function useSettled<Value>(value: Value, ms = SETTLE_MS): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const waiting = setTimeout(() => setSettled(() => value), ms);
    return () => clearTimeout(waiting);
  }, [value, ms]);
  return settled;
}

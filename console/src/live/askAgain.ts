import type { QueryClient } from "@tanstack/react-query";

/** The server answers again: what failed meanwhile is asked for once more, so that no old error stays. */
export function askAgain(client: QueryClient): void {
  void client.refetchQueries({ type: "active", predicate: ({ state }) => state.status === "error" });
}

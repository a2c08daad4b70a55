import { Anchor } from "@mantine/core";
import { Link } from "react-router";

/** A run's name, leading to its page. */
export function RunLink({ id, tab }: { id: string; tab?: string }) {
  return (
    <Anchor
      component={Link}
      to={`/runs/${id}${tab === undefined ? "" : `?tab=${tab}`}`}
      className="ren-break"
    >
      {id}
    </Anchor>
  );
}

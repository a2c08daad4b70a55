import { useInViewport } from "@mantine/hooks";
import { useEffect, useState } from "react";
import { Icon } from "~/components/icons";
import { useObjectUrl } from "./useObjectUrl";

/** A small picture of a picture, loaded when it comes into sight. */
export function Thumbnail({ address, version }: { address: string; version: string }) {
  const { ref, inViewport } = useInViewport<HTMLSpanElement>();
  const [wasSeen, setSeen] = useState(false);
  useEffect(() => {
    if (inViewport) setSeen(true);
  }, [inViewport]);
  const { url } = useObjectUrl(address, version, wasSeen);
  return (
    <span ref={ref} className="ren-thumbnail">
      {url === undefined ? <Icon name="file" size={28} /> : <img src={url} alt="" />}
    </span>
  );
}

import { useInViewport } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { previewQuery } from "~/api/queries";
import { Icon } from "~/components/icons";
import { isShownWhole } from "./kinds";
import { useObjectUrl } from "./useObjectUrl";

interface ThumbnailProps {
  /** The file's. */
  address: string;
  /** Tells one writing of the file from another. */
  version: string;
}

/** A small picture of a picture, loaded when it comes into sight: the one the server keeps, else the file itself. */
export function Thumbnail({ address, version }: ThumbnailProps) {
  const { ref, inViewport } = useInViewport<HTMLSpanElement>();
  const [wasSeen, setSeen] = useState(false);
  useEffect(() => {
    if (inViewport) setSeen(true);
  }, [inViewport]);
  const { data } = useQuery({ ...previewQuery(address, version), enabled: wasSeen });
  const hasNone = data !== undefined && data.image === null && isShownWhole(data);
  const { url } = useObjectUrl(address, version, hasNone);
  const source = data?.image ?? url;
  return (
    <span ref={ref} className="ren-thumbnail">
      {source === undefined ? <Icon name="file" size={28} /> : <img src={source} alt="" />}
    </span>
  );
}

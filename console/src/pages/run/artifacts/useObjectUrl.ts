import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { blob } from "~/api/client";

/** A file as an address that an image can show: fetched here, because an image sends no token. */
export function useObjectUrl(
  address: string,
  version: string,
  enabled: boolean,
): { url: string | undefined; error: unknown } {
  const { data, error } = useQuery({
    queryKey: ["file", address, version],
    queryFn: ({ signal }) => blob(address, signal),
    enabled,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    if (data === undefined) return;
    const made = URL.createObjectURL(data);
    setUrl(made);
    return () => URL.revokeObjectURL(made);
  }, [data]);
  return { url, error };
}

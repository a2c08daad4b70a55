import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { part } from "~/api/parts";
import type { Words } from "~/bpmn/modeler";
import { Waiting } from "~/components/Waiting";
import { useModeler } from "./useModeler";

interface CanvasProps extends Omit<Parameters<typeof useModeler>[3], never> {
  xml: string;
}

/** The place where a file is drawn, once the modeler's words are there. */
export function Canvas(props: CanvasProps) {
  const { language } = useTranslation().i18n;
  const isChinese = language.startsWith("zh");
  const { data } = useQuery({
    queryKey: ["bpmnWords", language],
    queryFn: async () => (await part(() => import("~/bpmn/modelerWords.zh"))).ZH,
    enabled: isChinese,
    staleTime: Number.POSITIVE_INFINITY,
    networkMode: "always",
  });
  if (isChinese && data === undefined) return <Waiting />;
  return <Place {...props} words={isChinese ? data : undefined} />;
}

function Place({ xml, words, ...heard }: CanvasProps & { words: Words | undefined }) {
  const { t } = useTranslation();
  const place = useRef<HTMLDivElement>(null);
  useModeler(place, xml, words, heard);
  return <section ref={place} className="ren-bpmn-canvas" aria-label={t("bpmn.drawing")} />;
}

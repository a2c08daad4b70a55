// The lists that ask: what to add, and where a line is to lead.
import { useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { nodeName } from "~/names/words";
import { nodeOf, type Place } from "./document/document";
import { freePort, type KindOf, type Port, portsOf, refusal } from "./document/kinds";
import type { NodeWish } from "./document/nodes";
import type { Editor } from "./editor";
import type { Option } from "./palette/Chooser";
import { iconOf } from "./palette/icons";
import type { PaletteGroup } from "./palette/items";

type Point = { x: number; y: number };

type Asked =
  | { kind: "add"; at: Point; after?: string; port?: Port; place?: Place; edge?: string }
  | { kind: "port"; at: Point; source: string }
  | { kind: "target"; at: Point; source: string; port: Port };

export interface Answers {
  add: (wish: NodeWish, asked: { after?: string; port?: Port; place?: Place; edge?: string }) => void;
  connect: (source: string, port: Port, target: string) => void;
}

export function useAsking(editor: Editor, groups: readonly PaletteGroup[], kindOf: KindOf, answers: Answers) {
  const { t, i18n } = useTranslation();
  const [asked, setAsked] = useState<Asked>();
  const items = useMemo(
    () => new Map(groups.flatMap((group) => group.items.map((item) => [item.key, item]))),
    [groups],
  );

  const options = (): Option[] => {
    if (asked === undefined) return [];
    if (asked.kind === "add") {
      return groups.flatMap((group) =>
        group.items.map(({ key, title, icon, description }) => ({
          key,
          title,
          icon,
          group: group.title,
          words: description,
        })),
      );
    }
    const document = editor.now();
    if (asked.kind === "port") {
      const kind = kindOf(nodeOf(document, asked.source)?.type ?? "");
      return portsOf(kind).map((port) => ({
        key: port,
        title: t(`designer.ports.${port}`),
        icon: "flow" as const,
      }));
    }
    return document.nodes.map((node) => {
      const why = refusal(document, { source: asked.source, port: asked.port, target: node.id }, kindOf);
      const by = why?.by === undefined ? undefined : nodeOf(document, why.by);
      return {
        key: node.id,
        title: nodeName(node, i18n.language),
        icon: iconOf(node.type),
        words: node.type,
        refused: why && t(`designer.refused.${why.reason}`, { node: by && nodeName(by, i18n.language) }),
      };
    });
  };

  const choose = (key: string) => {
    if (asked === undefined) return;
    setAsked(undefined);
    if (asked.kind === "add") {
      const item = items.get(key);
      if (item) answers.add(item.wish, asked);
    } else if (asked.kind === "port") setAsked({ ...asked, kind: "target", port: key as Port });
    else answers.connect(asked.source, asked.port, key);
  };

  const askToAdd = useCallback(
    (at: Point, where: { after?: string; port?: Port; place?: Place; edge?: string } = {}) =>
      setAsked({ kind: "add", at, ...where }),
    [],
  );
  const label = asked && t(`designer.ask.${asked.kind}`);
  return {
    asked: asked && { label: label ?? "", at: asked.at, options: options(), key: asked.kind },
    choose,
    close: () => setAsked(undefined),
    askToAdd,
    askToConnect: (source: string, at: Point) => {
      const kind = kindOf(nodeOf(editor.now(), source)?.type ?? "");
      const ports = portsOf(kind);
      const free = freePort(editor.now(), source, kindOf);
      if (ports.length > 1) setAsked({ kind: "port", at, source });
      else setAsked({ kind: "target", at, source, port: free ?? ports[0] ?? "next" });
    },
  };
}

import { useEffect, useRef, useState } from "react";
import type { FlowDocument } from "../document/document";
import { DraftKeeper, type SaveState } from "./keeper";
import type { Opened } from "./load";
import { localCopies, windowName } from "./local";
import { draftServer } from "./server";

interface Told {
  window: string;
  revision: number;
}

export interface DraftSaving {
  state: SaveState;
  keeper: DraftKeeper;
}

/** Saves the document whenever it is another one, and hears of other windows that save it. */
export function useDraft(opened: Opened, document: FlowDocument): DraftSaving {
  const flowId = opened.flow.id;
  const [state, setState] = useState<SaveState>({ kind: "saved", at: null });
  const channel = useRef<BroadcastChannel>(undefined);
  const [keeper] = useState(() => {
    const made = new DraftKeeper({
      server: draftServer(flowId),
      copies: localCopies(flowId),
      revision: opened.revision,
      onState: (next) => setState(next),
      onSaved: (revision) => channel.current?.postMessage({ window: windowName(), revision } satisfies Told),
    });
    return made;
  });
  const first = useRef(document);

  useEffect(() => {
    keeper.resume();
    keeper.begin(first.current, opened.isUnsaved);
    const heard = new BroadcastChannel(`renflow.draft.${flowId}`);
    channel.current = heard;
    heard.onmessage = ({ data }: MessageEvent<Told>) => {
      if (data.window !== windowName() && data.revision !== keeper.at) void keeper.look();
    };
    const look = () => void keeper.look();
    const retry = () => void keeper.save();
    window.addEventListener("focus", look);
    window.addEventListener("online", retry);
    return () => {
      window.removeEventListener("focus", look);
      window.removeEventListener("online", retry);
      heard.close();
      void keeper.save(); // what was drawn last, when the page is left for another one
      keeper.stop();
    };
  }, [keeper, flowId, opened.isUnsaved]);

  useEffect(() => {
    if (document !== first.current) {
      first.current = document;
      keeper.change(document);
    }
  }, [document, keeper]);

  return { state, keeper };
}

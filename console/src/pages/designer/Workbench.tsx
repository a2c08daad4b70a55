import "./designer.css";
import { useDisclosure, useLocalStorage } from "@mantine/hooks";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FunctionItem, JsonObject, Run } from "~/api/types";
import { wordOf } from "~/components/form/schemaForm";
import { NodeStates } from "~/graph/nodeStates";
import { asText, oneOf, useSearch } from "~/url/search";
import type { FlowProblem, NodeTypes } from "./api";
import { Canvas } from "./canvas/Canvas";
import { useLineWords } from "./canvas/useLineWords";
import { Commands } from "./context";
import { drawable, type FlowDocument, isDrawable, nodeOf, type Place } from "./document/document";
import type { NodeWish } from "./document/nodes";
import { Leftovers } from "./draft/Leftovers";
import type { Opened } from "./draft/load";
import { localCopies } from "./draft/local";
import { SaveTrouble } from "./draft/SaveTrouble";
import { useDraft } from "./draft/useDraft";
import { useEditor } from "./editor";
import { ExtractDialog } from "./extract/ExtractDialog";
import { KeysHelp } from "./KeysHelp";
import { kindsOf } from "./kindOf";
import { ListView } from "./list/ListView";
import { operationsOf } from "./operations";
import { Chooser } from "./palette/Chooser";
import { groupsOf } from "./palette/items";
import { Palette } from "./palette/Palette";
import { ProblemsDrawer } from "./problems/ProblemsDrawer";
import { PublishDialog } from "./publish/PublishDialog";
import { SearchBox } from "./SearchBox";
import { Side } from "./Side";
import { Toolbar } from "./Toolbar";
import type { Pins } from "./trial/pins";
import { TrialBar } from "./trial/TrialBar";
import { TrialDialog } from "./trial/TrialDialog";
import { Watch } from "./trial/Watch";
import { useCheck } from "./useCheck";
import { useCommandsOf } from "./useCommandsOf";
import { useKeys } from "./useKeys";
import { useSteady } from "./useSteady";
import { useView } from "./useView";

const SEARCH = { run: asText, node: asText, view: oneOf("list") };

export interface WorkbenchProps {
  opened: Opened;
  document: FlowDocument;
  types: NodeTypes;
  functions: FunctionItem[];
}

/** Everything around the canvas, and what holds it together. */
export function Workbench({ opened, document: first, types, functions }: WorkbenchProps) {
  const { t, i18n } = useTranslation();
  const flowId = opened.flow.id;
  const editor = useEditor(first);
  const { document, selection } = editor;
  const { state: save, keeper } = useDraft(opened, document);
  const kindOf = useMemo(() => kindsOf(types.items), [types]);
  const operations = useMemo(() => operationsOf(editor, kindOf), [editor, kindOf]);
  const { problems, isChecking, error } = useCheck(flowId, document);
  const view = useView(editor);
  const [search, setSearch] = useSearch(SEARCH);
  const [snaps, setSnaps] = useLocalStorage({ key: "renflow.designer.snap", defaultValue: true });
  const [dialog, setDialog] = useState<"keys" | "publish" | "try" | "extract">();
  const [showsProblems, problemsDrawer] = useDisclosure(false);
  const [run, setRun] = useState<Run>();
  const [pins, setPins] = useState<Pins>({});
  const box = useRef<HTMLInputElement>(null);
  const words = useLineWords();
  const functionsWord = t("designer.functions");
  const present = types.items
    .filter((type) => type.only_one && document.nodes.some((node) => node.type === type.type))
    .map((type) => type.type)
    .join();
  const groups = useMemo(
    () =>
      groupsOf(types, functions, { functions: functionsWord, without: present.split(",") }, i18n.language),
    [types, functions, functionsWord, present, i18n.language],
  );
  const name = wordOf(document as unknown as JsonObject, "name", i18n.language) ?? opened.flow.name ?? flowId;

  const goTo = useCallback(
    (problem: FlowProblem) => {
      if (problem.node_id !== null) {
        editor.select({ nodes: [problem.node_id] });
        view.focus(problem.node_id);
      } else if (problem.edge !== null) {
        editor.select({ edges: [String(problem.edge.index)] });
        if (problem.edge.source !== null) view.show(problem.edge.source);
      } else editor.select({});
    },
    [editor, view],
  );
  const isList = search.view === "list";
  const wired = useCommandsOf({ editor, operations, kindOf, groups, types: types.items, view });
  useKeys({
    ...wired.keys,
    search: () => box.current?.focus(),
    save: () => void keeper.save(),
    list: () => setSearch({ view: search.view === "list" ? undefined : "list" }, { replace: true }),
    problem: () => {
      problemsDrawer.open();
      const at = problems.findIndex((each) => each.node_id === selection.nodes[0]);
      const next = problems[(at + 1) % Math.max(1, problems.length)];
      if (next) goTo(next);
    },
  });

  // Whatever is new is drawn anew: what is not touched by a change, or by its being saved and checked, stays as it is.
  const canvas = useSteady(wired.canvas);
  const look = useSteady({ onText: view.look, onStep: view.step });
  const palette = useSteady({ onAdd: (wish: NodeWish) => wired.add(wish), onNote: wired.keys.note });
  const list = useSteady({
    onSelect: editor.select,
    onConnect: wired.canvas.connect,
    onRemove: wired.removeThese,
    onAddAfter: (node: string, at: Place) => wired.asking.askToAdd(at, { after: node }),
  });
  const tools = useSteady({
    onUndo: wired.keys.undo,
    onRedo: wired.keys.redo,
    onTidy: operations.tidy,
    onDuplicate: wired.keys.duplicate,
    onGroup: wired.keys.group,
    onUngroup: wired.keys.ungroup,
    onExtract: () => setDialog("extract"),
    onAlign: operations.align,
    onDistribute: operations.distribute,
    onList: () => setSearch({ view: isList ? undefined : "list" }, { replace: true }),
    onSnap: () => setSnaps(!snaps),
    onKeys: () => setDialog("keys"),
    onProblems: problemsDrawer.toggle,
    onTry: () => setDialog("try"),
    onPublish: () => setDialog("publish"),
  });

  // A link may lead to a node.
  const asked = search.node;
  const { show } = view;
  useEffect(() => {
    if (asked === undefined || nodeOf(editor.now(), asked) === undefined) return;
    editor.select({ nodes: [asked] });
    show(asked);
  }, [asked, editor.now, editor.select, show]);

  const takeTheirs = (draft: Parameters<typeof keeper.takeTheirs>[0]) => {
    const theirs = drawable(draft.dsl);
    if (!isDrawable(theirs)) {
      localCopies(flowId).forget(); // as text, then: it is no flow
      window.location.reload();
      return;
    }
    editor.load(theirs);
    keeper.takeTheirs({ ...draft, dsl: theirs });
  };
  const errors = problems.filter((each) => each.severity === "error").length;
  const states = useMemo(
    () => ({ states: run?.nodes, progress: run?.progress, visits: run?.open_visits, waits: run?.waits }),
    [run],
  );
  const selected = selection.nodes.length === 1 ? selection.nodes[0] : undefined;
  return (
    <Commands value={wired.context}>
      <div className="ren-designer" data-list={isList || undefined}>
        <h1 className="ren-unseen">{t("designer.title", { flow: name })}</h1>
        <Toolbar
          {...{ name, flowId, save, isList, snaps, isChecking, errors }}
          undoes={editor.undoes}
          redoes={editor.redoes}
          selected={selection.nodes.length}
          groups={selection.groups.length}
          search={<SearchBox box={box} search={view.search} {...look} />}
          warnings={problems.length - errors}
          {...tools}
        />
        <div className="ren-designer-notices">
          <SaveTrouble
            state={save}
            name={flowId}
            now={editor.now}
            onTakeOver={() => void keeper.takeOver()}
            onTakeTheirs={takeTheirs}
          />
          <Leftovers opened={opened} onTake={(next) => editor.apply(next, "restore")} />
        </div>
        <div className="ren-designer-body">
          <Palette groups={groups} {...palette} />
          <div className="ren-designer-middle">
            {run && (
              <TrialBar
                run={run}
                document={document}
                onNode={(id) => {
                  editor.select({ nodes: [id] });
                  view.show(id);
                }}
                onClose={() => setSearch({ run: undefined }, { replace: true })}
              />
            )}
            <div ref={view.frame} className="ren-designer-canvas ren-graph" hidden={isList}>
              <NodeStates value={states}>
                <Canvas
                  {...{ editor, kindOf, problems, snaps }}
                  found={view.search}
                  commands={canvas}
                  label={t("designer.canvas", { flow: name })}
                />
              </NodeStates>
            </div>
            {isList && <ListView {...{ document, selection, problems, kindOf, words }} {...list} />}
            {showsProblems && (
              <div className="ren-designer-drawer">
                <ProblemsDrawer
                  problems={problems}
                  goTo={goTo}
                  flow={document}
                  isStale={isChecking}
                  error={error}
                />
              </div>
            )}
          </div>
          <Side {...{ editor, problems, functions, flowId }} types={types.items} run={search.run} />
        </div>
        <div className="ren-unseen" aria-live="polite" data-told>
          {wired.told}
        </div>
        {wired.asking.asked && (
          <Chooser {...wired.asking.asked} onChoose={wired.asking.choose} onClose={wired.asking.close} />
        )}
        {search.run !== undefined && <Watch id={search.run} onRun={setRun} />}
        {dialog === "keys" && <KeysHelp onClose={() => setDialog(undefined)} />}
        {dialog === "extract" && (
          <ExtractDialog
            {...{ document, kindOf }}
            chosen={operations.chosenNodes()}
            onDone={(next, node) => {
              editor.apply(next, "extract", { select: { nodes: [node] } });
              wired.tell(t("designer.told.extracted"));
            }}
            onClose={() => setDialog(undefined)}
          />
        )}
        {dialog === "try" && (
          <TrialDialog
            {...{ flowId, document, selected, pins }}
            run={search.run}
            onPins={setPins}
            save={() => keeper.save()}
            onStarted={(started) => {
              setDialog(undefined);
              setSearch({ run: started.thread_id }, { replace: true });
            }}
            onClose={() => setDialog(undefined)}
          />
        )}
        {dialog === "publish" && (
          <PublishDialog
            {...{ flowId, document, problems, isChecking }}
            save={() => keeper.save()}
            onProblems={() => {
              setDialog(undefined);
              problemsDrawer.open();
            }}
            onPublished={(version) => {
              setDialog(undefined);
              wired.tell(t("designer.publishing.done", { version }));
            }}
            onClose={() => setDialog(undefined)}
          />
        )}
      </div>
    </Commands>
  );
}

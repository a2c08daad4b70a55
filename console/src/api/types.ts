// Short names for the shapes of the API.
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Artifact = Schemas["ArtifactAnswer"];
export type ArtifactPage = Schemas["ArtifactPage"];
export type Attempt = Schemas["AttemptAnswer"];
export type Checkpoint = Schemas["CheckpointAnswer"];
/** All that is wrong with a flow that is being drawn. */
export type CheckedFlow = Schemas["CheckedFlow"];
export type Command = Schemas["CommandAnswer"];
export type ComparedRun = Schemas["ComparedRun"];
/** Two runs side by side. */
export type Comparison = Schemas["ComparisonAnswer"];
export type Evaluation = Schemas["EvaluationAnswer"];
export type ErrorGroup = Schemas["ErrorGroup"];
/** What is being drawn. */
export type Draft = Schemas["DraftAnswer"];
export type DraftState = Schemas["DraftState"];
export type DraftTest = Schemas["DraftTestAnswer"];
export type EdgeState = Schemas["EdgeAnswer"];
/** An environment of flows, with its packages and who uses it. */
export type Environment = Schemas["EnvironmentAnswer"];
export type EnvironmentLog = Schemas["EnvironmentLogAnswer"];
export type Environments = Schemas["EnvironmentsAnswer"];
export type Flow = Schemas["FlowAnswer"];
export type FlowFile = Schemas["FlowFileAnswer"];
/** What differs between two versions. */
export type FlowDifference = Schemas["FlowDifference"];
export type FlowProblem = Schemas["FlowProblem"];
export type Folder = Schemas["FolderAnswer"];
export type FunctionItem = Schemas["FunctionAnswer"];
export type FunctionPage = Schemas["FunctionPage"];
/** A function as a version of a flow was published with it. */
export type FunctionVersion = Schemas["FunctionVersionAnswer"];
export type FunctionVersions = Schemas["FunctionVersionsAnswer"];
/** A key whose signatures of versions count, or counted once. */
export type SigningKey = Schemas["KeyAnswer"];
export type SigningKeys = Schemas["KeysAnswer"];
export type SignedByKey = Schemas["SignedAnswer"];
/** What publishing a draft would change. */
export type Impact = Schemas["ImpactAnswer"];
export type RunImpact = Schemas["RunImpact"];
export type Interrupt = Schemas["InterruptAnswer"];
export type LogAnswer = Schemas["LogAnswer"];
export type LogLine = Schemas["LogLine"];
export type Loop = Schemas["LoopAnswer"];
/** A supervisor, this one or one that it speaks for. */
export type Machine = Schemas["MachineAnswer"];
export type Machines = Schemas["MachinesAnswer"];
export type NodeState = Schemas["NodeAnswer"];
export type NodeType = Schemas["NodeTypeAnswer"];
export type NodeTypes = Schemas["NodeTypes"];
export type OpenVisit = Schemas["OpenVisitAnswer"];
export type Preview = Schemas["PreviewAnswer"];
export type Problem = Schemas["ProblemAnswer"];
export type ProblemPart = Schemas["ProblemPart"];
export type Process = Schemas["ProcessAnswer"];
export type Progress = Schemas["ProgressAnswer"];
export type Reason = Schemas["Reason"];
export type ResultFile = Schemas["ResultFile"];
export type Run = Schemas["RunAnswer"];
export type RunError = Schemas["ErrorAnswer"];
/** What a run that rests left. */
export type RunResult = Schemas["ResultAnswer"];
export type RunStatus = Schemas["RunStatus"];
/** A run in a list, and as the stream of all runs tells it. */
export type RunSummary = Schemas["ListedRun"];
export type CatchUp = Schemas["CatchUp"];
export type Overlap = Schemas["Overlap"];
/** Runs that start by themselves. */
export type Schedule = Schemas["ScheduleAnswer"];
export type SchedulePage = Schemas["SchedulePage"];
/** What became of a time of a schedule. */
export type ScheduleRun = Schemas["ScheduleRunAnswer"];
export type ScheduleRunPage = Schemas["ScheduleRunPage"];
/** Times as they are asked for. */
export type TimesRequest = Schemas["ScheduleTimes"];
/** Those that would come. */
export type TimesAhead = Schemas["NextTimesAnswer"];
export type ScheduleTime = Schemas["TimeAnswer"];
export type Series = Schemas["SeriesAnswer"];
export type Signal = Schemas["SignalAnswer"];
export type State = Schemas["StateAnswer"];
/** How a run stands, in short: what a `status` event tells. */
export type Status = Pick<
  RunSummary,
  | "status"
  | "reason"
  | "pause_requested"
  | "cancel_requested"
  | "interrupt"
  | "open_waits"
  | "error"
  | "skipped"
>;
export type Step = Schemas["StepAnswer"];
export type StepPage = Schemas["StepPage"];
export type System = Schemas["SystemAnswer"];
export type ChangeableSettings = Schemas["SettingsAnswer"];
export type Hooks = Schemas["HooksAnswer"];
export type HookTests = Schemas["HookTestsAnswer"];
/** What somebody has to do for a run: fill in a form, or answer a question. */
export type Task = Omit<Schemas["TaskAnswer"], "schema" | "ui" | "show"> & {
  schema: JsonObject | null;
  ui: JsonObject | null;
  show: Shown | null;
};
export type UnpackedUpload = Schemas["UnpackedAnswer"];
export type Upload = Schemas["UploadAnswer"];
export type UploadedFile = Schemas["UploadedFileAnswer"];
export type ValueChange = Schemas["ValueChange"];
export type Move = Schemas["MoveAnswer"];
export type Version = Schemas["VersionAnswer"];
export type VersionDocument = Schemas["VersionDocument"];

/** What of a run is shown beside a form. */
export interface Shown {
  state: JsonObject;
  artifacts: string[];
  /** Keys of values that are too large to be shown here. */
  left_out?: string[];
}

/** What a run waits for. */
export type Wait = Schemas["WaitAnswer"];

export interface Page<Item> {
  items: Item[];
  next: string | null;
}

/** `unreachable`: machines whose tasks are missing. */
export type TaskPage = Page<Task> & Pick<Schemas["TaskPage"], "unreachable">;

/** A page of the list of runs; `total` counts those on all pages. */
export type RunPage = Schemas["RunPage"];
export type RunView = Schemas["RunViewAnswer"];
export type Facets = Schemas["FacetsAnswer"];
export type BulkAnswer = Schemas["BulkAnswer"];
export type BulkItem = Schemas["BulkItem"];
export type BulkCommand = Schemas["BulkCommand"];
export type SortKey = Schemas["SortKey"];

/** Which runs a list holds, in the words of `GET /runs`; what is left out asks for nothing. */
export interface RunFilter {
  status?: string;
  flow_id?: string;
  /** Tags, joined by commas: all of them. */
  tag?: string;
  error?: string;
  machine?: string;
  skipped?: "1";
  started_from?: string;
  started_to?: string;
  q?: string;
}

/** A filter, and an order. */
export interface RunQuery extends RunFilter {
  sort?: SortKey;
  order?: "asc" | "desc";
}

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

/** A node of a flow's document, as far as the console reads it. */
export interface FlowNode {
  id: string;
  type: string;
  label?: string;
  label_zh?: string;
  data?: JsonObject;
  position?: { x: number; y: number };
}

export interface FlowEdge {
  source: string;
  target: string;
  label?: string;
  data?: { when?: Json; on?: "error" | "timeout"; as?: string; label?: string };
}

/** A flow's document. */
export interface FlowDocument {
  name?: string;
  name_zh?: string;
  description_zh?: string;
  description?: string;
  inputs?: JsonObject;
  nodes: FlowNode[];
  edges: FlowEdge[];
  [key: string]: unknown;
}

// What the pages read, with one key for each thing.
import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { get, path, post } from "./client";
import type {
  ArtifactPage,
  ChangeableSettings,
  Checkpoint,
  Comparison,
  EnvironmentLog,
  Environments,
  Facets,
  Flow,
  FlowFile,
  FunctionItem,
  FunctionPage,
  FunctionVersions,
  Hooks,
  Machines,
  Move,
  Page,
  Preview,
  Run,
  RunPage,
  RunQuery,
  RunView,
  Schedule,
  SchedulePage,
  ScheduleRunPage,
  Series,
  Signal,
  SignedByKey,
  SigningKeys,
  State,
  StepPage,
  System,
  Task,
  TaskPage,
  TimesAhead,
  TimesRequest,
  Version,
  VersionDocument,
} from "./types";

/** Events keep what is shown up to date; this finds what they missed, should they ever. */
const NET_MS = 15_000;
/** Further pages are for long lists: few large ones. */
const FURTHER = 250;
const FIRST_FILES = 60;

export const RUNS = ["runs"] as const;
export const SYSTEM = ["system"] as const;
export const ENVIRONMENTS = ["environments"] as const;
export const MACHINES = ["machines"] as const;
export const VIEWS = ["runViews"] as const;
export const SCHEDULES = ["schedules"] as const;
export const TASKS = ["tasks"] as const;
export const SETTINGS = ["settings"] as const;
export const HOOKS = ["hooks"] as const;

export const runsQuery = (filter: RunQuery, limit = 50) =>
  infiniteQueryOptions({
    queryKey: [...RUNS, filter, limit],
    queryFn: ({ pageParam, signal }) =>
      get<RunPage>(
        "/runs",
        { ...filter, limit: pageParam === null ? limit : Math.max(limit, FURTHER), cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    // Each page is read anew: the more there are, the seldomer.
    refetchInterval: ({ state }) => NET_MS * Math.max(1, state.data?.pages.length ?? 0),
    placeholderData: keepPreviousData,
  });

/** Runs for a choice among them: the first that fit. */
export const someRunsQuery = (filter: RunQuery, limit: number) =>
  queryOptions({
    queryKey: ["someRuns", filter, limit],
    queryFn: ({ signal }) => get<RunPage>("/runs", { ...filter, limit }, signal),
    placeholderData: keepPreviousData,
  });

/** Views that somebody saved. */
export const viewsQuery = () =>
  queryOptions({
    queryKey: VIEWS,
    queryFn: ({ signal }) => get<Page<RunView>>("/run-views", {}, signal),
  });

/** Schedules in the order of their ids. */
export const schedulesQuery = () =>
  infiniteQueryOptions({
    queryKey: [...SCHEDULES, "list"],
    queryFn: ({ pageParam, signal }) =>
      get<SchedulePage>("/schedules", { limit: 100, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: ({ state }) => NET_MS * Math.max(1, state.data?.pages.length ?? 0),
  });

export const scheduleQuery = (id: string) =>
  queryOptions({
    queryKey: [...SCHEDULES, "one", id],
    queryFn: ({ signal }) => get<Schedule>(path`/schedules/${id}`, {}, signal),
    refetchInterval: NET_MS,
  });

/** The times that a schedule would have. */
export const previewTimesQuery = (times: TimesRequest) =>
  queryOptions({
    queryKey: ["timesAhead", times],
    queryFn: () => post<TimesAhead>("/schedules/preview", times),
    staleTime: 10_000,
    placeholderData: keepPreviousData,
  });

/** What became of a schedule's times, the newest first. */
export const scheduleRunsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: [...SCHEDULES, "runs", id],
    queryFn: ({ pageParam, signal }) =>
      get<ScheduleRunPage>(path`/schedules/${id}/runs`, { limit: 20, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: ({ state }) => NET_MS * Math.max(1, state.data?.pages.length ?? 0),
  });

export interface TaskFilter {
  flow_id?: string | undefined;
  assignee?: string | undefined;
}

/** What people have to do, the newest first. */
export const tasksQuery = (filter: TaskFilter = {}) =>
  infiniteQueryOptions({
    queryKey: [...TASKS, "list", filter],
    queryFn: ({ pageParam, signal }) =>
      get<TaskPage>("/tasks", { state: "open", ...filter, limit: 100, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: ({ state }) => NET_MS * Math.max(1, state.data?.pages.length ?? 0),
    placeholderData: keepPreviousData,
  });

/** One task, open or not. */
export const taskQuery = (id: string, key: string) =>
  queryOptions({
    queryKey: [...TASKS, "one", id, key],
    queryFn: ({ signal }) => get<Task>(path`/runs/${id}/tasks/${key}`, {}, signal),
    refetchInterval: NET_MS,
  });

/** The tags and errors that runs have. */
export const facetsQuery = () =>
  queryOptions({
    queryKey: ["runFacets"],
    queryFn: ({ signal }) => get<Facets>("/run-facets", {}, signal),
    staleTime: 10_000,
  });

export const runQuery = (id: string) =>
  queryOptions({
    queryKey: ["run", id],
    queryFn: ({ signal }) => get<Run>(path`/runs/${id}`, {}, signal),
  });

/** What would change for a run if it went on with another version of its flow. */
export const moveQuery = (id: string, version: number) =>
  queryOptions({
    queryKey: ["run", id, "move", version],
    queryFn: ({ signal }) => get<Move>(path`/runs/${id}/move/${version}`, {}, signal),
  });

export const comparisonQuery = (id: string, other: string) =>
  queryOptions({
    queryKey: ["run", id, "compare", other],
    queryFn: ({ signal }) => get<Comparison>(path`/runs/${id}/compare/${other}`, {}, signal),
  });

export interface StepFilter {
  state?: string | undefined;
  node?: string | undefined;
  /** The kind of error, as the groups name it. */
  error?: string | undefined;
}

export const stepsQuery = (id: string, filter: StepFilter) =>
  infiniteQueryOptions({
    queryKey: ["run", id, "steps", filter],
    queryFn: ({ pageParam, signal }) =>
      get<StepPage>(path`/runs/${id}/steps`, { ...filter, limit: 200, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

/** How many items stand where, and the kinds of their errors: the same whatever is filtered. */
export const itemSumsQuery = (id: string) =>
  queryOptions({
    queryKey: ["run", id, "itemSums"],
    queryFn: ({ signal }) => get<StepPage>(path`/runs/${id}/steps`, { limit: 1 }, signal),
  });

export const checkpointsQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["run", id, "checkpoints"],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Checkpoint>>(path`/runs/${id}/checkpoints`, { limit: 100, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

/** The state as a checkpoint kept it; without one, as it stands. */
export const stateQuery = (id: string, checkpoint?: string) =>
  queryOptions({
    queryKey: ["run", id, "state", checkpoint ?? "now"],
    queryFn: ({ signal }) => get<State>(path`/runs/${id}/state`, { checkpoint }, signal),
    staleTime: checkpoint === undefined ? 0 : Number.POSITIVE_INFINITY,
  });

/** The commands that the run was given and the events of it, oldest first. */
export const historyQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ["run", id, "history"],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Signal>>(path`/runs/${id}/history`, { limit: 1000, cursor: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

/** What the run's worker used during the last hour, as far as the supervisor knows. */
export const seriesQuery = (id: string) =>
  queryOptions({
    queryKey: ["run", id, "series"],
    queryFn: ({ signal }) => get<Series>(path`/runs/${id}/metrics`, {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

export interface ArtifactFilter {
  /** What is in one folder; the top is empty. */
  folder: string;
  q?: string | undefined;
  kind?: string | undefined;
}

/** Files by name: those of a folder with the folders in it, or - with a text or kind - those at any depth below. */
export const artifactsQuery = (id: string, { folder, ...filter }: ArtifactFilter) =>
  infiniteQueryOptions({
    queryKey: ["run", id, "artifacts", folder, filter],
    queryFn: ({ pageParam, signal }) =>
      get<ArtifactPage>(
        `${path`/runs/${id}/artifacts`}?folder=${encodeURIComponent(folder)}`,
        { ...filter, limit: pageParam === null ? FIRST_FILES : FURTHER, cursor: pageParam },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });

/** A look into a file; `address` is the file's, `version` tells one writing of it from another. */
export const previewQuery = (address: string, version: string) =>
  queryOptions({
    queryKey: ["preview", address, version],
    queryFn: ({ signal }) => get<Preview>(`${address}/preview`, {}, signal),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });

export const flowsQuery = () =>
  queryOptions({
    queryKey: ["flows"],
    queryFn: ({ signal }) => get<Page<Flow>>("/flows", { limit: 1000 }, signal),
  });

/** The flow files of the flows folders, added yet or not. */
export const flowFilesQuery = () =>
  queryOptions({
    queryKey: ["flowFiles"],
    queryFn: ({ signal }) => get<Page<FlowFile>>("/flow-files", {}, signal),
  });

/** Machines number versions for themselves: of a run that is elsewhere its own machine is asked. */
const elsewhere = (machine: string | null | undefined) =>
  machine == null || machine === "local" ? {} : { machine };

export const flowQuery = (id: string, machine?: string | null) =>
  queryOptions({
    queryKey: ["flow", id, ...Object.values(elsewhere(machine))],
    queryFn: ({ signal }) => get<Flow>(path`/flows/${id}`, elsewhere(machine), signal),
  });

export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ["flow", id, "versions"],
    queryFn: ({ signal }) => get<Page<Version>>(path`/flows/${id}/versions`, { limit: 1000 }, signal),
  });

export const versionQuery = (id: string, version: number, machine?: string | null) =>
  queryOptions({
    queryKey: ["flow", id, "version", version, ...Object.values(elsewhere(machine))],
    queryFn: ({ signal }) =>
      get<VersionDocument>(path`/flows/${id}/versions/${version}`, elsewhere(machine), signal),
    staleTime: 60_000,
  });

const DESCRIBING_MS = 1_500;

/** The first question makes the server look at what nobody asked for before: it is asked again until that is known. */
export const functionsQuery = () =>
  queryOptions({
    queryKey: ["functions"],
    queryFn: ({ signal }) => get<FunctionPage>("/functions", {}, signal),
    refetchInterval: ({ state }) => (state.data?.items.some(isBeingDescribed) ? DESCRIBING_MS : false),
  });

function isBeingDescribed({ health }: FunctionItem): boolean {
  return health === "describing" || health === "unknown";
}

/** With `days`, what would be due if runs were kept for so many. */
export const settingsQuery = (days?: number) =>
  queryOptions({
    queryKey: days === undefined ? SETTINGS : [...SETTINGS, days],
    queryFn: ({ signal }) =>
      get<ChangeableSettings>("/settings", days === undefined ? {} : { retention_days: days }, signal),
  });

export const hooksQuery = () =>
  queryOptions({
    queryKey: HOOKS,
    queryFn: ({ signal }) => get<Hooks>("/hooks", {}, signal),
    refetchInterval: NET_MS,
  });

export const environmentsQuery = () =>
  queryOptions({
    queryKey: ENVIRONMENTS,
    queryFn: ({ signal }) => get<Environments>("/environments", {}, signal),
    refetchInterval: NET_MS,
  });

export const environmentLogQuery = (hash: string) =>
  queryOptions({
    queryKey: [...ENVIRONMENTS, hash, "log"],
    queryFn: ({ signal }) => get<EnvironmentLog>(path`/environments/${hash}/log`, {}, signal),
    staleTime: 0,
  });

export const functionVersionsQuery = (name: string) =>
  queryOptions({
    queryKey: ["functions", name, "versions"],
    queryFn: ({ signal }) => get<FunctionVersions>(path`/functions/${name}/versions`, {}, signal),
    staleTime: 0,
  });

export const keysQuery = () =>
  queryOptions({
    queryKey: ["keys"],
    queryFn: ({ signal }) => get<SigningKeys>("/keys", {}, signal),
  });

export const keySignedQuery = (id: string) =>
  queryOptions({
    queryKey: ["keys", id, "signed"],
    queryFn: ({ signal }) => get<SignedByKey>(path`/keys/${id}/signed`, {}, signal),
  });

export const machinesQuery = () =>
  queryOptions({
    queryKey: MACHINES,
    queryFn: ({ signal }) => get<Machines>("/machines", {}, signal),
    refetchInterval: NET_MS,
  });

export const systemQuery = () =>
  queryOptions({
    queryKey: SYSTEM,
    queryFn: ({ signal }) => get<System>("/system", {}, signal),
    refetchInterval: NET_MS,
  });

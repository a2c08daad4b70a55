// What the pages do: each command, and what is stale after it.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { change, patch, path, post, remove, save } from "./client";
import { ENVIRONMENTS, HOOKS, RUNS, SCHEDULES, SETTINGS, SYSTEM, TASKS, VIEWS } from "./queries";
import type {
  CatchUp,
  ChangeableSettings,
  Command,
  HookTests,
  JsonObject,
  Overlap,
  Run,
  RunQuery,
  RunView,
  Schedule,
  Version,
} from "./types";
import { forget, type OnTransfer, upload } from "./uploads";

/** By key: what was uploaded for it. */
type Uploads = Record<string, { upload: string; path: string }>;

export interface StartRequest {
  flow_id: string;
  version?: number;
  thread_id?: string;
  title?: string;
  tags?: string[];
  input: JsonObject;
  /** Keys of the input whose values were uploaded. */
  uploads?: Uploads;
}

export interface ResumeRequest {
  updates?: JsonObject;
  value?: unknown;
  /** Keys of the state whose values were uploaded. */
  uploads?: Uploads;
  note?: string;
  /** Of the flow: the one that the run goes on with. */
  version?: number;
}

export interface ForkRequest {
  checkpoint_id?: string;
  updates?: JsonObject;
  thread_id?: string;
}

export interface RenameRequest {
  title?: string | null;
  tags?: string[];
}

export interface RerunRequest {
  input: JsonObject;
  without?: string[];
  uploads?: Uploads;
  thread_id?: string;
  title?: string;
  tags?: string[];
}

export interface ScheduleRequest {
  flow_id: string;
  title?: string;
  cron?: string;
  every_s?: number;
  at?: string;
  timezone: string;
  input: JsonObject;
  overlap: Overlap;
  catch_up: CatchUp;
}

/** What is left out stays; `set` and `without` change parts of the input. */
export interface ScheduleChange extends Partial<Omit<ScheduleRequest, "flow_id" | "title" | "input">> {
  title?: string | null;
  set?: JsonObject;
  without?: string[];
}

function useCommand<Request, Answer>(
  send: (request: Request) => Promise<Answer>,
  ...stale: Array<readonly string[]>
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSettled: () => Promise.all(stale.map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
}

export const usePause = (id: string) =>
  useCommand(() => post<Command>(path`/runs/${id}/pause`), ["run", id], RUNS);
export const useCancel = (id: string) =>
  useCommand(() => post<Command>(path`/runs/${id}/cancel`), ["run", id], RUNS);
export const useRetry = (id: string) =>
  useCommand(
    (error: string | undefined) => post<Command>(path`/runs/${id}/retry`, error ? { error } : {}),
    ["run", id],
    RUNS,
  );

/** What every thread of the run's worker is doing right now, as text. */
export const useStacks = (id: string) =>
  useMutation({ mutationFn: () => post<{ stacks: string }>(path`/runs/${id}/stacks`) });

export const useResume = (id: string) =>
  useCommand(
    (body: ResumeRequest) => post<Command>(path`/runs/${id}/resume`, body),
    ["run", id],
    RUNS,
    TASKS,
  );

/** The values of a form that the run waits for. */
export const useFillIn = (id: string) =>
  useCommand(
    (body: { key: string; values: JsonObject }) => post<Command>(path`/runs/${id}/form`, body),
    ["run", id],
    RUNS,
    TASKS,
  );

export const useFork = (id: string) =>
  useCommand((body: ForkRequest) => post<Run>(path`/runs/${id}/fork`, body), RUNS);

export const useRerun = (id: string) =>
  useCommand((body: RerunRequest) => post<Run>(path`/runs/${id}/rerun`, body), RUNS);

/** Let the browser save a run with all its files as one file. */
export const useExport = (id: string) =>
  useCommand(async () => save(path`/runs/${id}/bundle`, `${id}.renflow.zip`));

/** Bring a run that was exported; the upload is of no use afterwards, however it ends. */
export const useImport = (onTransfer: OnTransfer) =>
  useCommand(async (file: File) => {
    const name = "run.zip";
    const id = await upload([{ path: name, file }], onTransfer, new AbortController().signal);
    return post<Run>("/runs/import", { upload: id, path: name }).finally(() => forget(id));
  }, RUNS);

export const useRename = (id: string) =>
  useCommand((body: RenameRequest) => post<Run>(path`/runs/${id}/rename`, body), ["run", id], RUNS, [
    "runFacets",
  ]);

export const useSaveView = () =>
  useCommand((body: { name: string; query: RunQuery }) => post<RunView>("/run-views", body), VIEWS);

export const useChangeView = () =>
  useCommand(
    ({ id, ...body }: { id: string; name?: string; query?: RunQuery }) =>
      change<RunView>(path`/run-views/${id}`, body),
    VIEWS,
  );

export const useDeleteView = () => useCommand((id: string) => remove(path`/run-views/${id}`), VIEWS);

export const useSchedule = () =>
  useCommand((body: ScheduleRequest) => post<Schedule>("/schedules", body), SCHEDULES);
export const useChangeSchedule = (id: string) =>
  useCommand((body: ScheduleChange) => change<Schedule>(path`/schedules/${id}`, body), SCHEDULES);
export const usePauseSchedule = (id: string) =>
  useCommand(() => post<Schedule>(path`/schedules/${id}/pause`), SCHEDULES);
export const useResumeSchedule = (id: string) =>
  useCommand(() => post<Schedule>(path`/schedules/${id}/resume`), SCHEDULES);
export const useRunSchedule = (id: string) =>
  useCommand(() => post<Run>(path`/schedules/${id}/run-now`), SCHEDULES, RUNS);

export const useDeleteSchedule = (id: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => remove(path`/schedules/${id}`),
    // Not the one that is gone: it would be asked for once more.
    onSuccess: () => client.invalidateQueries({ queryKey: [...SCHEDULES, "list"] }),
  });
};

export const useDelete = (id: string) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => remove(path`/runs/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: RUNS }),
  });
};

export const useRemoveEnvironment = (hash: string) =>
  useCommand(() => remove(path`/environments/${hash}`), ENVIRONMENTS);

export const useChangeSettings = () =>
  useCommand(
    (body: { retention_days?: number; home_max_bytes?: number }) =>
      patch<ChangeableSettings>("/settings", body),
    SETTINGS,
    SYSTEM,
  );

/** Sends a test message by a hook. */
export const useTestHook = () =>
  useCommand((name: string) => post<HookTests>("/hooks/test", { name }), HOOKS);

export const useStart = () => useCommand((body: StartRequest) => post<Run>("/runs/start", body), RUNS);

export const usePublish = (flowId: string) =>
  useCommand(
    ({ version, note, pin }: { version: number; note: string; pin: boolean }) =>
      post<Version>(path`/flows/${flowId}/versions/${version}/publish`, {
        ...(note ? { note } : {}),
        ...(pin ? { pin } : {}),
      }),
    ["flow", flowId],
    ["flows"],
  );

/** Add the flow of a file in the flows folders, and publish it. */
export const usePublishFile = () =>
  useCommand(
    (id: string) => post<Version>(path`/flow-files/${id}/publish`),
    ["flows"],
    ["flow"],
    ["flowFiles"],
  );

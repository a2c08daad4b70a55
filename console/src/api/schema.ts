// Written by `npm run types` from /openapi.json. Do not edit.

export interface paths {
    "/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream All Events
         * @description What changes in the list of runs (Server-Sent Events). `Last-Event-ID`, or `since`, continues behind an event.
         */
        get: operations["stream_all_events_events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flow-files": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Flow Files
         * @description The flow files of the flows folders, whether their flows were added yet or not.
         */
        get: operations["list_flow_files_flow_files_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flow-files/{flow_id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish Flow File
         * @description Add the flow of this file, where it is not there yet, with a version if its content is new, and publish that.
         */
        post: operations["publish_flow_file_flow_files__flow_id__publish_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Flows
         * @description Flows in the order of their ids.
         */
        get: operations["list_flows_flows_get"];
        put?: never;
        /**
         * Create Flow
         * @description Create a flow, with its first version if there is a `dsl`; without `id`, one is made from the name.
         */
        post: operations["create_flow_flows_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flows/{flow_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Flow
         * @description One flow, with its newest and its newest published version.
         */
        get: operations["get_flow_flows__flow_id__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flows/{flow_id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Versions
         * @description A flow's versions, newest first.
         */
        get: operations["list_versions_flows__flow_id__versions_get"];
        put?: never;
        /**
         * Add Version
         * @description Add a version. It never changes; a run gets it by name, or once it is published.
         */
        post: operations["add_version_flows__flow_id__versions_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flows/{flow_id}/versions/{version}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Version
         * @description One version, with its document as it came in.
         */
        get: operations["get_version_flows__flow_id__versions__version__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/flows/{flow_id}/versions/{version}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish Version
         * @description Make a version what starts get that name none. Every function it calls must be registered, and take its args.
         */
        post: operations["publish_version_flows__flow_id__versions__version__publish_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/functions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Functions
         * @description The functions that flows may name, read from the source; what importing tells is filled in once known.
         */
        get: operations["list_functions_functions_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Health
         * @description Whether requests are answered and the database can be read. Needs no token.
         */
        get: operations["get_health_healthz_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Hooks
         * @description The hooks of hooks.toml, how they fare, and what is wrong in the file.
         */
        get: operations["list_hooks_hooks_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/hooks/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send Tests
         * @description Send a test message by one hook, or by all, and tell whether it was taken.
         */
        post: operations["send_tests_hooks_test_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Metrics
         * @description Figures for monitoring, in the text format of Prometheus.
         */
        get: operations["get_metrics_metrics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/run-facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Facets
         * @description The tags that runs have, and the codes of what broke them.
         */
        get: operations["get_facets_run_facets_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/run-views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Views
         * @description The saved views, by name.
         */
        get: operations["list_views_run_views_get"];
        put?: never;
        /**
         * Save View
         * @description Save a filter and an order under a name that no other view has.
         */
        post: operations["save_view_run_views_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/run-views/{view_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Change View
         * @description Give a view another name, or another filter and order; what is left out stays.
         */
        put: operations["change_view_run_views__view_id__put"];
        post?: never;
        /**
         * Delete View
         * @description Forget a view. The runs in it stay.
         */
        delete: operations["delete_view_run_views__view_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Runs
         * @description Runs, newest first or as asked for. A cursor goes on behind the last run's place, whatever came since.
         */
        get: operations["list_runs_runs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{thread_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Run
         * @description Everything about one run.
         */
        get: operations["get_run_runs__thread_id__get"];
        put?: never;
        post?: never;
        /**
         * Delete Run
         * @description Remove a run that is over, and all its files.
         */
        delete: operations["delete_run_runs__thread_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{thread_id}/artifacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Files
         * @description The files among a run's outputs, by name: all of them, or those in one folder, with a text or of a kind.
         *
         *     `zip=1`: all of them as one zip file, made while it is sent.
         */
        get: operations["list_files_runs__thread_id__artifacts_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{thread_id}/artifacts/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get File
         * @description A file, always as a download. `Range` asks for one part of it; a range of another form is not looked at.
         */
        get: operations["get_file_runs__thread_id__artifacts__name__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{thread_id}/artifacts/{name}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Preview
         * @description A look into a file: its first rows or lines, or a small picture; 64 KiB at most.
         */
        get: operations["get_preview_runs__thread_id__artifacts__name__preview_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{thread_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel
         * @description End the run for good.
         */
        post: operations["cancel_runs__thread_id__cancel_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{thread_id}/checkpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Checkpoints
         * @description What `state?checkpoint=` can show, newest first.
         */
        get: operations["list_checkpoints_runs__thread_id__checkpoints_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{thread_id}/compare/{other}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare
         * @description What differs between this run and another one: input, state, files, duration, items.
         */
        get: operations["compare_runs__thread_id__compare__other__get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{thread_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Stream Events
         * @description Events as they happen (Server-Sent Events). `Last-Event-ID`, or `since`, continues behind an event.
         */
        get: operations["stream_events_runs__thread_id__events_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{thread_id}/fork": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Fork
         * @description Go on from a checkpoint of this run in a new one, with `updates` to the state; this one stays as it is.
         */
        post: operations["fork_runs__thread_id__fork_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{thread_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get History
         * @description The commands that a run was given and the events of it, oldest first.
         */
        get: operations["get_history_runs__thread_id__history_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{thread_id}/logs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Logs
         * @description Lines of a run's log. `download=1`: all of them, as they stand in the file; `around`: one, with its context.
         */
        get: operations["get_logs_runs__thread_id__logs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{thread_id}/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Run Metrics
         * @description Samples of the worker and all it started, every two seconds, of the last hour; they begin with the supervisor.
         */
        get: operations["get_run_metrics_runs__thread_id__metrics_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{thread_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause
         * @description Stop at the next safe point.
         */
        post: operations["pause_runs__thread_id__pause_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{thread_id}/rename": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rename
         * @description Give the run another title or other tags; what is left out stays, and null takes the title away.
         */
        post: operations["rename_runs__thread_id__rename_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{thread_id}/rerun": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rerun
         * @description Start the run's flow again in a new run, with its input and its input files; `input` changes keys of it.
         */
        post: operations["rerun_runs__thread_id__rerun_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{thread_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume
         * @description Continue, with `updates` to the state, and with files that were uploaded; `value` answers a question.
         */
        post: operations["resume_runs__thread_id__resume_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{thread_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Retry
         * @description Continue a failed run at the failed node, with its failed and skipped items (of this `error`) tried again.
         *
         *     A finished run stays final: what it skipped is tried again by a new run, which keeps what was done.
         */
        post: operations["retry_runs__thread_id__retry_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{thread_id}/stacks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Stacks
         * @description What every thread of the run's worker is doing right now; also written to its `stderr.log`.
         */
        post: operations["stacks_runs__thread_id__stacks_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{thread_id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get State
         * @description The state as it stands, with the updates given to the node at hand; or as a checkpoint kept it.
         */
        get: operations["get_state_runs__thread_id__state_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/{thread_id}/steps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Steps
         * @description The items of durable loops whose outcome is decided, and how many stand where.
         */
        get: operations["list_steps_runs__thread_id__steps_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Bulk
         * @description Pause, resume, retry, cancel or delete the runs that match, the oldest first, and tell what became of each.
         *
         *     With `dry_run` nothing is done: it tells what would be. A run that changed meanwhile is left alone.
         */
        post: operations["bulk_runs_bulk_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/runs/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start
         * @description Accept a run. Sent again with the same `thread_id` and body, it is answered with the run there is.
         */
        post: operations["start_runs_start_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Schedules
         * @description Schedules in the order of their ids; all, or those of a flow.
         */
        get: operations["list_schedules_schedules_get"];
        put?: never;
        /**
         * Create Schedule
         * @description Let runs of a flow start by themselves: at the times of a cron line, every so many seconds, or once.
         */
        post: operations["create_schedule_schedules_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{schedule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Schedule
         * @description One schedule, with its next five times.
         */
        get: operations["get_schedule_schedules__schedule_id__get"];
        /**
         * Change Schedule
         * @description Give a schedule other values; what is left out stays. Its next time is the first one from now on.
         */
        put: operations["change_schedule_schedules__schedule_id__put"];
        post?: never;
        /**
         * Delete Schedule
         * @description Forget a schedule. The runs that it started stay.
         */
        delete: operations["delete_schedule_schedules__schedule_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{schedule_id}/pause": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Pause Schedule
         * @description Let none of its times come until it is resumed.
         */
        post: operations["pause_schedule_schedules__schedule_id__pause_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{schedule_id}/resume": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resume Schedule
         * @description Let its times come again, from now on. Those in between are not made up for.
         */
        post: operations["resume_schedule_schedules__schedule_id__resume_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{schedule_id}/run-now": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run Schedule Now
         * @description Start a run as the schedule would, beside its times, whatever goes on and also while it is paused.
         */
        post: operations["run_schedule_now_schedules__schedule_id__run_now_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/schedules/{schedule_id}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Schedule Runs
         * @description What became of its times, the newest first: the runs that it started, and why there is none.
         */
        get: operations["list_schedule_runs_schedules__schedule_id__runs_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Settings
         * @description What can be changed, and how many runs are due for deletion, now or with another `retention_days`.
         */
        get: operations["get_settings_settings_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Settings
         * @description Change settings: they are written into config.toml, and count at once. What is left out stays.
         */
        patch: operations["change_settings_settings_patch"];
        trace?: never;
    };
    "/system": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get System
         * @description The supervisor, its workers and its machine.
         */
        get: operations["get_system_system_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/ticket": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issue Ticket
         * @description A ticket that opens one event stream with `?ticket=`, once, within half a minute.
         */
        post: operations["issue_ticket_ticket_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create Upload
         * @description Make room for files. What no run is started with goes a day after its last piece.
         */
        post: operations["create_upload_uploads_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uploads/{upload_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Upload
         * @description What has come so far: where to go on after a break.
         */
        get: operations["get_upload_uploads__upload_id__get"];
        put?: never;
        post?: never;
        /**
         * Delete Upload
         * @description Forget an upload. Runs that were started with it keep their files.
         */
        delete: operations["delete_upload_uploads__upload_id__delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uploads/{upload_id}/files/{path}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Put Piece
         * @description Add a piece, of 8 MiB at most, to a file; it is whole when it has `size` bytes. Offset 0 begins it anew.
         */
        put: operations["put_piece_uploads__upload_id__files__path__put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uploads/{upload_id}/unpack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unpack
         * @description Put a folder of its name in a zip archive's place. An archive with a refused entry is refused as a whole.
         */
        post: operations["unpack_uploads__upload_id__unpack_post"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * ArtifactAnswer
         * @description A file among a run's outputs.
         */
        ArtifactAnswer: {
            /** Content Type */
            content_type: string;
            /** Modified */
            modified: string;
            /**
             * Name
             * @description its path below the outputs, with '/' between folders
             */
            name: string;
            /** Size */
            size: number;
        };
        /** ArtifactPage */
        ArtifactPage: {
            /**
             * Folders
             * @description with `folder` and on the first page: the folders in it
             * @default []
             */
            folders?: components["schemas"]["FolderAnswer"][];
            /**
             * Hidden
             * @description how many more there are that cannot be listed: names that cannot be shown, links
             * @default 0
             */
            hidden?: number;
            /** Items */
            items: components["schemas"]["ArtifactAnswer"][];
            /** Next */
            next: string | null;
            /**
             * Total
             * @description files on all pages; left out: none
             * @default 0
             */
            total?: number;
        };
        /**
         * AttemptAnswer
         * @description One worker process's hold on a run.
         */
        AttemptAnswer: {
            /** Ended At */
            ended_at: string | null;
            /** Epoch */
            epoch: number;
            /** Exit Code */
            exit_code: number | null;
            /** Exit Reason */
            exit_reason: string | null;
            /** Pid */
            pid: number;
            /** Started At */
            started_at: string;
        };
        /**
         * BulkAnswer
         * @description What became of all of them, or would.
         */
        BulkAnswer: {
            command: components["schemas"]["BulkCommand"];
            /** Counts */
            counts: {
                [key: string]: number;
            };
            /** Dry Run */
            dry_run: boolean;
            /** Items */
            items: components["schemas"]["BulkItem"][];
            /** More */
            more: number;
            /** Total */
            total: number;
        };
        /**
         * BulkCommand
         * @description What can be done to many runs at once.
         * @enum {string}
         */
        BulkCommand: "pause" | "resume" | "retry" | "cancel" | "delete";
        /**
         * BulkItem
         * @description What became of one run, or would.
         */
        BulkItem: {
            /**
             * Code
             * @description of what kept it from being done
             */
            code: string | null;
            /** Detail */
            detail: string | null;
            outcome: components["schemas"]["Fate"];
            /**
             * Started
             * @description the new run that does what was asked: of a finished run's retry
             */
            started: string | null;
            /**
             * Status
             * @description where it stood before; null: it was not found
             */
            status: string | null;
            /** Thread Id */
            thread_id: string;
        };
        /** BulkRuns */
        BulkRuns: {
            command: components["schemas"]["BulkCommand"];
            /**
             * Dry Run
             * @default false
             */
            dry_run?: boolean;
            filter?: components["schemas"]["RunFilterQuery"] | null;
            /** Thread Ids */
            thread_ids?: string[] | null;
        };
        /**
         * CatchUp
         * @description What becomes of times that were missed.
         * @enum {string}
         */
        CatchUp: "none" | "last" | "all";
        /**
         * ChangeableNumber
         * @description A setting's value, and what decides it.
         */
        ChangeableNumber: {
            /**
             * Source
             * @description environment: a REN_ variable decides it, and it cannot be changed here
             * @enum {string}
             */
            source: "default" | "config.toml" | "environment";
            /** Value */
            value: number;
        };
        /** ChangedRunView */
        ChangedRunView: {
            /** Name */
            name?: string | null;
            query?: components["schemas"]["RunViewQuery"] | null;
        };
        /** ChangedSchedule */
        ChangedSchedule: {
            /** At */
            at?: string | null;
            catch_up?: components["schemas"]["CatchUp"] | null;
            /** Cron */
            cron?: string | null;
            /** Every S */
            every_s?: number | null;
            /** Input */
            input?: {
                [key: string]: unknown;
            } | null;
            overlap?: components["schemas"]["Overlap"] | null;
            /** Timezone */
            timezone?: string | null;
            /**
             * Title
             * @description what people call the run: 200 characters at most
             */
            title?: string | null;
            /** Version */
            version?: number | null;
        };
        /** ChangeSettings */
        ChangeSettings: {
            /** Home Max Bytes */
            home_max_bytes?: number | null;
            /** Retention Days */
            retention_days?: number | null;
        };
        /**
         * CheckpointAnswer
         * @description The state after a visit. Step -1 is the run's input, step 0 what the first node is given.
         */
        CheckpointAnswer: {
            /**
             * Changed
             * @description keys whose value differs from the parent's
             */
            changed: string[];
            /** Checkpoint Id */
            checkpoint_id: string;
            /**
             * Due
             * @description the visits that begin or go on here: what a fork would begin with
             */
            due: components["schemas"]["DueVisit"][];
            /** Keys */
            keys: string[];
            /**
             * Node
             * @description whose visit ended with it; null before the first one
             */
            node: string | null;
            /** Parent Id */
            parent_id: string | null;
            /**
             * Size
             * @description bytes of the whole state, as it is stored
             */
            size: number;
            /** Step */
            step: number | null;
            /** Ts */
            ts: string;
            /** Visit */
            visit: number | null;
        };
        /** CheckpointPage */
        CheckpointPage: {
            /** Items */
            items: components["schemas"]["CheckpointAnswer"][];
            /** Next */
            next: string | null;
        };
        /**
         * CommandAnswer
         * @description A command was accepted; its effect follows.
         */
        CommandAnswer: {
            /**
             * Signal Id
             * @description of the command; null: a new run does what was asked
             */
            signal_id: number | null;
            status: components["schemas"]["RunStatus"];
            /**
             * Thread Id
             * @description the run; of a retry of a finished one the new run
             */
            thread_id: string;
        };
        /**
         * ComparedRun
         * @description One of the two.
         */
        ComparedRun: {
            /** Duration S */
            duration_s: number | null;
            /** Flow Id */
            flow_id: string;
            /** Flow Name */
            flow_name: string;
            /** Flow Name Zh */
            flow_name_zh: string | null;
            items: components["schemas"]["ResultItems"] | null;
            /** Skipped */
            skipped: number;
            status: components["schemas"]["RunStatus"];
            /** Thread Id */
            thread_id: string;
            /** Title */
            title: string | null;
            /** Version */
            version: number;
        };
        /**
         * ComparisonAnswer
         * @description What differs between two runs.
         */
        ComparisonAnswer: {
            /** Files */
            files: components["schemas"]["FileChange"][];
            first: components["schemas"]["ComparedRun"];
            /** Input */
            input: components["schemas"]["ValueChange"][];
            /** More Files */
            more_files: number;
            second: components["schemas"]["ComparedRun"];
            /** State */
            state: components["schemas"]["ValueChange"][];
        };
        /** DueVisit */
        DueVisit: {
            /** Node */
            node: string;
            /** Visit */
            visit: number;
        };
        /**
         * EdgeAnswer
         * @description An edge of its flow that a run went by.
         */
        EdgeAnswer: {
            /** Edge */
            edge: number;
            /** Source */
            source: string;
            /** Taken */
            taken: number;
            /** Target */
            target: string;
        };
        /**
         * ErrorAnswer
         * @description What broke.
         */
        ErrorAnswer: {
            /** Code */
            code: string;
            /** Hint */
            hint: string;
            /** Message */
            message: string;
            /** Node */
            node: string | null;
            /** Traceback */
            traceback: string | null;
        };
        /**
         * ErrorGroup
         * @description How many items ended with this kind of error.
         */
        ErrorGroup: {
            /** Again */
            again: number;
            /** Error */
            error: string;
            /** Items */
            items: number;
        };
        /**
         * FacetAnswer
         * @description A value, and how many runs have it.
         */
        FacetAnswer: {
            /** Name */
            name: string;
            /** Runs */
            runs: number;
        };
        /**
         * FacetsAnswer
         * @description What runs can be filtered by: the most frequent first, 200 at most.
         */
        FacetsAnswer: {
            /** Errors */
            errors: components["schemas"]["FacetAnswer"][];
            /** Tags */
            tags: components["schemas"]["FacetAnswer"][];
        };
        /**
         * Fate
         * @description What became of one run.
         * @enum {string}
         */
        Fate: "accepted" | "not_allowed" | "changed" | "failed";
        /**
         * FileChange
         * @description A file that only one of them has, or whose size differs.
         */
        FileChange: {
            /** First */
            first: number | null;
            /** Name */
            name: string;
            /** Second */
            second: number | null;
        };
        /**
         * FileGuardAnswer
         * @description What the file guard kept the run's functions from.
         */
        FileGuardAnswer: {
            /** Details */
            details: string[];
            /** Refusals */
            refusals: number;
        };
        /**
         * FlowAnswer
         * @description A named workflow.
         */
        FlowAnswer: {
            /** Created At */
            created_at: string;
            /** Id */
            id: string;
            /** Latest Version */
            latest_version: number | null;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string | null;
            /** Published Version */
            published_version: number | null;
        };
        /**
         * FlowFileAnswer
         * @description A flow file, and how it stands to what is published.
         */
        FlowFileAnswer: {
            /** Description */
            description: string | null;
            /** Description Zh */
            description_zh: string | null;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Name Zh */
            name_zh: string | null;
            /** Path */
            path: string;
            /**
             * Problem
             * @description why it is broken
             */
            problem: string | null;
            /**
             * State
             * @description not added yet; added only; another content than the newest version; published; unusable
             * @enum {string}
             */
            state: "new" | "draft" | "changed" | "published" | "broken";
        };
        /**
         * FlowFilePage
         * @description All flow files of the flows folders.
         */
        FlowFilePage: {
            /** Items */
            items: components["schemas"]["FlowFileAnswer"][];
            /** Next */
            next?: string | null;
        };
        /** FlowPage */
        FlowPage: {
            /** Items */
            items: components["schemas"]["FlowAnswer"][];
            /** Next */
            next: string | null;
        };
        /**
         * FolderAnswer
         * @description A folder among a run's outputs.
         */
        FolderAnswer: {
            /**
             * Files
             * @description below it, at any depth
             */
            files: number;
            /**
             * Name
             * @description its path below the outputs
             */
            name: string;
        };
        /**
         * ForkAnswer
         * @description Where a run was forked; that run may be deleted since.
         */
        ForkAnswer: {
            /** Checkpoint Id */
            checkpoint_id: string;
            /** Thread Id */
            thread_id: string;
        };
        /** ForkRun */
        ForkRun: {
            /** Checkpoint Id */
            checkpoint_id?: string | null;
            /** Thread Id */
            thread_id?: string | null;
            /** Updates */
            updates?: {
                [key: string]: unknown;
            } | null;
        };
        /**
         * FunctionAnswer
         * @description A registered function, as its source says; once its module was imported, as Python says.
         */
        FunctionAnswer: {
            /** Disabled */
            disabled: boolean;
            /** Doc */
            doc: string;
            /** File */
            file: string;
            /**
             * Health
             * @description whether its module can be imported; asking starts a look, the next answer tells. installs: it needs packages that its first run installs
             * @enum {string}
             */
            health: "unknown" | "describing" | "ok" | "installs" | "broken";
            /** Line */
            line: number;
            /** Module */
            module: string;
            /** Name */
            name: string;
            /**
             * Parameters
             * @description JSON Schema of `args`; without types until `health` is ok
             */
            parameters: {
                [key: string]: unknown;
            };
            /**
             * Reason
             * @description why it cannot be imported
             */
            reason: string | null;
            /** Requires */
            requires: string[];
            /** Signature */
            signature: string | null;
            /** Source Hash */
            source_hash: string;
            /** Used In */
            used_in: components["schemas"]["UseAnswer"][];
        };
        /**
         * FunctionPage
         * @description All functions of the flows folders, and what is wrong in them (pointers are file:line).
         */
        FunctionPage: {
            /** Items */
            items: components["schemas"]["FunctionAnswer"][];
            /** Next */
            next?: string | null;
            /** Problems */
            problems: components["schemas"]["ProblemPart"][];
        };
        /** HealthAnswer */
        HealthAnswer: {
            /** Instance */
            instance: string;
            /** Status */
            status: string;
            /** Version */
            version: string;
        };
        /** HistoryPage */
        HistoryPage: {
            /** Items */
            items: components["schemas"]["SignalAnswer"][];
            /** Next */
            next: string | null;
        };
        /**
         * HookAnswer
         * @description A hook, and how it fares.
         */
        HookAnswer: {
            /**
             * Delivered At
             * @description when a message was taken last
             */
            delivered_at: string | null;
            /**
             * Failed At
             * @description when one was not taken last
             */
            failed_at: string | null;
            /**
             * Flows
             * @description the flows whose runs it tells of; empty: all
             */
            flows: string[];
            /** Name */
            name: string;
            /**
             * On
             * @description the events it tells of
             */
            on: string[];
            /**
             * Problem
             * @description of the newest message, unless it was taken
             */
            problem: string | null;
            /**
             * Target
             * @description where it tells, in short
             */
            target: string;
            /**
             * To
             * @description the form: json, feishu, dingtalk, wecom, slack, email
             */
            to: string;
            /**
             * Waiting
             * @description messages still to be delivered
             */
            waiting: number;
        };
        /**
         * HooksAnswer
         * @description All hooks, and what is wrong in hooks.toml.
         */
        HooksAnswer: {
            /** Items */
            items: components["schemas"]["HookAnswer"][];
            /** Next */
            next?: null;
            /** Problems */
            problems: components["schemas"]["ProblemPart"][];
        };
        /** HooksToTest */
        HooksToTest: {
            /** Name */
            name?: string | null;
        };
        /**
         * HookTest
         * @description What became of a test message.
         */
        HookTest: {
            /**
             * Detail
             * @description why it was not taken
             */
            detail: string | null;
            /** Name */
            name: string;
            /** Ok */
            ok: boolean;
        };
        /**
         * HookTestsAnswer
         * @description What became of the test messages.
         */
        HookTestsAnswer: {
            /** Items */
            items: components["schemas"]["HookTest"][];
        };
        /**
         * InterruptAnswer
         * @description Why an interrupted run waits.
         */
        InterruptAnswer: {
            /** Kind */
            kind: string;
            /** Node */
            node: string | null;
            /** Value */
            value: unknown;
        };
        /**
         * LimitsAnswer
         * @description What requests, runs and logs may have at most.
         */
        LimitsAnswer: {
            /**
             * Body Bytes
             * @description of a request's body
             */
            body_bytes: number;
            /**
             * Data Body Bytes
             * @description of the bodies of start, resume and fork
             */
            data_body_bytes: number;
            /**
             * Events Kept
             * @description of each run, for those who come back with `since`
             */
            events_kept: number;
            /** Grace S */
            grace_s: number;
            /**
             * Head Bytes
             * @description of a request's address and headers
             */
            head_bytes: number;
            /** Json Depth */
            json_depth: number;
            /** Json Key Chars */
            json_key_chars: number;
            /**
             * Json Keys
             * @description in one object
             */
            json_keys: number;
            /**
             * Log Max Bytes
             * @description a log file is set aside at this size
             */
            log_max_bytes: number;
            /** Max Active Runs */
            max_active_runs: number;
            /** Max Queued Runs */
            max_queued_runs: number;
        };
        /**
         * ListedRun
         * @description A run in a list, with what its worker told last.
         */
        ListedRun: {
            /** Cancel Requested */
            cancel_requested: boolean;
            error: components["schemas"]["ErrorAnswer"] | null;
            /** Flow Id */
            flow_id: string;
            /** Flow Name */
            flow_name: string;
            /** Flow Name Zh */
            flow_name_zh: string | null;
            interrupt: components["schemas"]["InterruptAnswer"] | null;
            /**
             * Node
             * @description where a run at work is
             */
            node: string | null;
            /** Pause Requested */
            pause_requested: boolean;
            /** @description of runs at work */
            process: components["schemas"]["ProcessAnswer"] | null;
            /** @description of running ones, where the worker told something */
            progress: components["schemas"]["ProgressAnswer"] | null;
            reason: components["schemas"]["Reason"] | null;
            /** Skipped */
            skipped: number;
            status: components["schemas"]["RunStatus"];
            /** Tags */
            tags: string[];
            /** Thread Id */
            thread_id: string;
            times: components["schemas"]["TimesAnswer"];
            /** Title */
            title: string | null;
            /** Version */
            version: number;
        };
        /**
         * LogAnswer
         * @description A page of a run's log. `next`: there are further lines; `position`: where to go on later, in any case.
         */
        LogAnswer: {
            /**
             * Counted
             * @description whether these are all: a long log is counted over several answers
             */
            counted: boolean;
            /**
             * Counts
             * @description lines of the whole log by level, without regard to filters
             */
            counts: {
                [key: string]: number;
            };
            /**
             * Dropped
             * @description lines never written: too many in a second, or no room on the disk
             */
            dropped: number;
            /** Items */
            items: components["schemas"]["LogLine"][];
            /** Next */
            next: string | null;
            /** Position */
            position: string | null;
            /**
             * Previous
             * @description with `around`: there are earlier lines, to be had newest first
             */
            previous: string | null;
            /**
             * Removed
             * @description oldest lines that are gone because the log outgrew log_max_total
             */
            removed: number;
        };
        /**
         * LogLine
         * @description A line of a run's log. A line that cannot be read has only message, level and damaged.
         */
        LogLine: {
            /** Context */
            context?: unknown;
            /**
             * Damaged
             * @default false
             */
            damaged?: boolean;
            /** Level */
            level?: string | null;
            /** Message */
            message?: unknown;
            /** Node Id */
            node_id?: string | null;
            /** Seq */
            seq?: number | null;
            /** Thread Id */
            thread_id?: string | null;
            /** Ts */
            ts?: string | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * LoopAnswer
         * @description One durable loop: done + failed + skipped + pending = total, where the total is known.
         */
        LoopAnswer: {
            /** Done */
            done: number;
            /** Failed */
            failed: number;
            /** Label */
            label: string;
            /** Node */
            node: string;
            /** Pending */
            pending: number | null;
            /** Rerun */
            rerun: number;
            /** Skipped */
            skipped: number;
            /** Total */
            total: number | null;
            /** Visit */
            visit: number;
        };
        /**
         * MissedAnswer
         * @description Times that nobody dealt with when they came: the machine slept, or no supervisor was there.
         */
        MissedAnswer: {
            /** First */
            first: string;
            /** Last */
            last: string;
            /**
             * Made Up
             * @description for so many of them runs were started, or wait for their turn
             */
            made_up: number;
            /** Noticed At */
            noticed_at: string;
            /**
             * Times
             * @description how many; 10,000 stands for at least so many
             */
            times: number;
        };
        /** NewFlow */
        NewFlow: {
            /**
             * Dsl
             * @description its first version; refused, there is no flow either
             */
            dsl?: unknown;
            /** Id */
            id?: string | null;
            /** Name */
            name: string;
            /**
             * Publish
             * @description publish that version, too
             * @default false
             */
            publish?: boolean;
        };
        /** NewRunView */
        NewRunView: {
            /** Name */
            name: string;
            query: components["schemas"]["RunViewQuery"];
        };
        /** NewSchedule */
        NewSchedule: {
            /** At */
            at?: string | null;
            /**
             * @description of times that were missed none, the last or all (1,000 at most) are made up for
             * @default last
             */
            catch_up?: components["schemas"]["CatchUp"];
            /** Cron */
            cron?: string | null;
            /** Every S */
            every_s?: number | null;
            /** Flow Id */
            flow_id: string;
            /** Input */
            input?: {
                [key: string]: unknown;
            } | null;
            /**
             * @description a time that comes while an earlier run goes on is skipped, waits for its end, or is allowed
             * @default skip
             */
            overlap?: components["schemas"]["Overlap"];
            /** Timezone */
            timezone?: string | null;
            /**
             * Title
             * @description what people call the run: 200 characters at most
             */
            title?: string | null;
            /** Version */
            version?: number | null;
        };
        /** NewVersion */
        NewVersion: {
            /** Dsl */
            dsl: unknown;
        };
        /**
         * NodeAnswer
         * @description One node of a run's flow: waiting, running, paused, finished, failed, skipped or cancelled.
         */
        NodeAnswer: {
            /** Duration S */
            duration_s: number | null;
            /** Id */
            id: string;
            /** Label */
            label: string | null;
            /** Label Zh */
            label_zh: string | null;
            /** Left By */
            left_by?: ("error" | "timeout") | null;
            /** Started At */
            started_at: string | null;
            /** Status */
            status: string;
            /** Visits */
            visits: number;
        };
        /**
         * NoFields
         * @description An empty object, or no body at all.
         */
        NoFields: Record<string, never>;
        /**
         * OpenVisitAnswer
         * @description A visit that is not over: running, paused or failed.
         */
        OpenVisitAnswer: {
            /** Attempt */
            attempt: number;
            /** Node */
            node: string;
            progress: components["schemas"]["ProgressAnswer"] | null;
            /** Started At */
            started_at: string;
            /** Status */
            status: string;
            /** Visit */
            visit: number;
        };
        /**
         * Outcome
         * @description What became of a time.
         * @enum {string}
         */
        Outcome: "started" | "waiting" | "skipped" | "refused";
        /**
         * Overlap
         * @description What becomes of a time at which an earlier run of the schedule is still going on.
         * @enum {string}
         */
        Overlap: "skip" | "queue" | "allow";
        /**
         * PreviewAnswer
         * @description What a console shows of a file without fetching it.
         */
        PreviewAnswer: {
            /** Columns */
            columns: string[] | null;
            /** Content Type */
            content_type: string;
            /** Height */
            height: number | null;
            /**
             * Image
             * @description a data: URL of a small picture
             */
            image: string | null;
            /**
             * Kind
             * @enum {string}
             */
            kind: "table" | "text" | "image" | "none";
            /** Modified */
            modified: string;
            /** Name */
            name: string;
            /**
             * Rows
             * @description cells as texts, each cut at 200 characters
             */
            rows: string[][] | null;
            /** Size */
            size: number;
            /** Text */
            text: string | null;
            /**
             * Truncated
             * @description whether the file has more than is shown
             */
            truncated: boolean;
            /**
             * Width
             * @description of the whole picture
             */
            width: number | null;
        };
        /**
         * ProblemAnswer
         * @description Why a request was not carried out (RFC 9457).
         */
        ProblemAnswer: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /** Hint */
            hint: string;
            /** Instance */
            instance?: string | null;
            /** Problems */
            problems?: components["schemas"]["ProblemPart"][] | null;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
        } & {
            [key: string]: unknown;
        };
        /**
         * ProblemPart
         * @description One mistake, with its place.
         */
        ProblemPart: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /** Hint */
            hint: string;
            /**
             * Pointer
             * @description a JSON pointer into the body, or ?name of a query parameter
             */
            pointer: string;
        };
        /**
         * ProcessAnswer
         * @description The worker process that holds a run, with everything it started.
         */
        ProcessAnswer: {
            /** Children */
            children: number | null;
            /** Cpu Percent */
            cpu_percent: number | null;
            /** Epoch */
            epoch: number;
            /** Instance */
            instance: string;
            /**
             * Open Files
             * @description with sockets and pipes; on Windows handles
             */
            open_files: number | null;
            /** Pid */
            pid: number;
            /** Responsive */
            responsive: boolean;
            /** Rss Mb */
            rss_mb: number | null;
            /** Threads */
            threads: number | null;
            /** Uptime S */
            uptime_s: number;
        };
        /**
         * ProgressAnswer
         * @description How far a run is: of the node at hand where that tells, else in nodes.
         */
        ProgressAnswer: {
            /** Done */
            done: number;
            /** Eta S */
            eta_s: number | null;
            /** Failed */
            failed: number;
            /** Label */
            label: string | null;
            /** Node */
            node: string | null;
            /** Rate */
            rate: number | null;
            /** Skipped */
            skipped: number;
            /** Total */
            total: number | null;
            /** Visit */
            visit: number | null;
        };
        /**
         * Reason
         * @description Why a run stands where it stands.
         * @enum {string}
         */
        Reason: "paused" | "question" | "shutdown" | "crash" | "crash_loop" | "node_error" | "node_timeout" | "step_limit" | "code_changed" | "engine" | "start_failed" | "disk_full" | "home_full" | "cannot_start_worker" | "database_busy" | "storage" | "dependencies" | "memory" | "isolation";
        /** RenameRun */
        RenameRun: {
            /** Tags */
            tags?: string[] | null;
            /**
             * Title
             * @description what people call the run: 200 characters at most
             */
            title?: string | null;
        };
        /** RerunRun */
        RerunRun: {
            /** Input */
            input?: {
                [key: string]: unknown;
            } | null;
            /** Tags */
            tags?: string[] | null;
            /** Thread Id */
            thread_id?: string | null;
            /**
             * Title
             * @description what people call the run: 200 characters at most
             */
            title?: string | null;
            /**
             * Uploads
             * @description keys of the input whose values are uploaded, as at a start; in place of the old files
             */
            uploads?: {
                [key: string]: components["schemas"]["UploadedInput"];
            } | null;
            /** Version */
            version?: number | null;
            /** Without */
            without?: string[] | null;
        };
        /**
         * ResultAnswer
         * @description What a run left: the files worth looking at first, and the state in short.
         */
        ResultAnswer: {
            /** Files */
            files: components["schemas"]["ResultFile"][];
            /** Folders */
            folders: components["schemas"]["ResultFolder"][];
            items: components["schemas"]["ResultItems"];
            /** More */
            more: number;
            /** State */
            state: {
                [key: string]: unknown;
            };
            /** Truncated */
            truncated: boolean;
        };
        /**
         * ResultFile
         * @description A file that a run left.
         */
        ResultFile: {
            /** Content Type */
            content_type: string;
            /** Name */
            name: string;
            /** Registered */
            registered: boolean;
            /** Size */
            size: number;
        };
        /**
         * ResultFolder
         * @description Files of a run that are not named one by one.
         */
        ResultFolder: {
            /** Files */
            files: number;
            /** Name */
            name: string;
        };
        /**
         * ResultItems
         * @description The items of all durable loops together.
         */
        ResultItems: {
            /** Done */
            done: number;
            /** Failed */
            failed: number;
            /** Skipped */
            skipped: number;
            /** Total */
            total: number;
        };
        /** ResumeRun */
        ResumeRun: {
            /**
             * Note
             * @description why; kept in the run's history
             */
            note?: string | null;
            /** Updates */
            updates?: {
                [key: string]: unknown;
            } | null;
            /**
             * Uploads
             * @description keys of the state whose values are uploaded: the run gets the path in its inputs folder
             */
            uploads?: {
                [key: string]: components["schemas"]["UploadedInput"];
            } | null;
            /** Value */
            value?: unknown;
        };
        /** RetryRun */
        RetryRun: {
            /** Error */
            error?: string | null;
        };
        /**
         * RunAnswer
         * @description A run, whole.
         */
        RunAnswer: {
            /** Attempts */
            attempts: components["schemas"]["AttemptAnswer"][];
            /** Cancel Requested */
            cancel_requested: boolean;
            /** Current Nodes */
            current_nodes: string[];
            /**
             * Disk Mb
             * @description MiB of the run's folder; null: none yet, or too many files to look at
             */
            disk_mb: number | null;
            /** Edges */
            edges: components["schemas"]["EdgeAnswer"][] | null;
            error: components["schemas"]["ErrorAnswer"] | null;
            file_guard: components["schemas"]["FileGuardAnswer"];
            /** Flow Id */
            flow_id: string;
            /** Flow Name */
            flow_name: string;
            /** Flow Name Zh */
            flow_name_zh: string | null;
            forked_from: components["schemas"]["ForkAnswer"] | null;
            /** Input */
            input: {
                [key: string]: unknown;
            };
            interrupt: components["schemas"]["InterruptAnswer"] | null;
            /** Nodes */
            nodes: components["schemas"]["NodeAnswer"][];
            /** Open Visits */
            open_visits: components["schemas"]["OpenVisitAnswer"][];
            /** Pause Requested */
            pause_requested: boolean;
            process: components["schemas"]["ProcessAnswer"] | null;
            progress: components["schemas"]["ProgressAnswer"];
            reason: components["schemas"]["Reason"] | null;
            result: components["schemas"]["ResultAnswer"] | null;
            /** Skipped */
            skipped: number;
            status: components["schemas"]["RunStatus"];
            /** Tags */
            tags: string[];
            /** Thread Id */
            thread_id: string;
            times: components["schemas"]["TimesAnswer"];
            /** Title */
            title: string | null;
            /** Version */
            version: number;
        };
        /**
         * RunFilterQuery
         * @description Which runs are meant; `{}` means all of them.
         */
        RunFilterQuery: {
            /** Error */
            error?: string | null;
            /** Flow Id */
            flow_id?: string | null;
            /** Q */
            q?: string | null;
            /**
             * Skipped
             * @description only those that are finished and left items out
             */
            skipped?: "1" | null;
            /**
             * Started From
             * @description started at this time or later: a time such as 2026-01-31T12:00:00Z, a date such as 2026-01-31, or how long ago: -90m, -24h, -7d
             */
            started_from?: string | null;
            /**
             * Started To
             * @description started before this time
             */
            started_to?: string | null;
            /**
             * Status
             * @description one status, or several joined by commas
             */
            status?: string | null;
            /** Tag */
            tag?: string | null;
        };
        /** RunPage */
        RunPage: {
            /** Items */
            items: components["schemas"]["ListedRun"][];
            /** Next */
            next: string | null;
            /** Total */
            total: number;
        };
        /**
         * RunStatus
         * @description Where a run stands.
         * @enum {string}
         */
        RunStatus: "pending" | "running" | "interrupted" | "recovering" | "finished" | "error" | "cancelled";
        /**
         * RunViewAnswer
         * @description A filter and an order that somebody saved.
         */
        RunViewAnswer: {
            /** Created At */
            created_at: string;
            /** Id */
            id: string;
            /** Name */
            name: string;
            /** Query */
            query: {
                [key: string]: unknown;
            };
        };
        /** RunViewPage */
        RunViewPage: {
            /** Items */
            items: components["schemas"]["RunViewAnswer"][];
            /** Next */
            next: string | null;
        };
        /**
         * RunViewQuery
         * @description A filter, and an order.
         */
        RunViewQuery: {
            /** Error */
            error?: string | null;
            /** Flow Id */
            flow_id?: string | null;
            /**
             * Order
             * @default desc
             * @enum {string}
             */
            order?: "asc" | "desc";
            /** Q */
            q?: string | null;
            /**
             * Skipped
             * @description only those that are finished and left items out
             */
            skipped?: "1" | null;
            /**
             * @description a run that has not begun counts by when it was accepted
             * @default created
             */
            sort?: components["schemas"]["SortKey"];
            /**
             * Started From
             * @description started at this time or later: a time such as 2026-01-31T12:00:00Z, a date such as 2026-01-31, or how long ago: -90m, -24h, -7d
             */
            started_from?: string | null;
            /**
             * Started To
             * @description started before this time
             */
            started_to?: string | null;
            /**
             * Status
             * @description one status, or several joined by commas
             */
            status?: string | null;
            /** Tag */
            tag?: string | null;
        };
        /**
         * ScheduleAnswer
         * @description When runs of a flow are started by themselves.
         */
        ScheduleAnswer: {
            /** At */
            at: string | null;
            catch_up: components["schemas"]["CatchUp"];
            /** Created At */
            created_at: string;
            /** Cron */
            cron: string | null;
            /** Every S */
            every_s: number | null;
            /** Flow Id */
            flow_id: string;
            /** Id */
            id: string;
            /** Input */
            input: {
                [key: string]: unknown;
            };
            last: components["schemas"]["ScheduleRunAnswer"] | null;
            last_missed: components["schemas"]["MissedAnswer"] | null;
            /** Next */
            next: components["schemas"]["TimeAnswer"][];
            overlap: components["schemas"]["Overlap"];
            state: components["schemas"]["ScheduleState"];
            /** Timezone */
            timezone: string;
            /** Title */
            title: string | null;
            /**
             * Version
             * @description null: the one that is published last when a time comes
             */
            version: number | null;
            /** Waiting */
            waiting: number;
        };
        /** SchedulePage */
        SchedulePage: {
            /** Items */
            items: components["schemas"]["ScheduleAnswer"][];
            /** Next */
            next: string | null;
        };
        /**
         * ScheduleRunAnswer
         * @description What became of a time that came.
         */
        ScheduleRunAnswer: {
            /**
             * Code
             * @description why there is no run
             */
            code: string | null;
            /** Decided At */
            decided_at: string;
            /** Detail */
            detail: string | null;
            outcome: components["schemas"]["Outcome"];
            /**
             * Status
             * @description of the run; null: there is none, or it was deleted
             */
            status: string | null;
            /** Thread Id */
            thread_id: string | null;
            /** Time */
            time: string;
        };
        /** ScheduleRunPage */
        ScheduleRunPage: {
            /** Items */
            items: components["schemas"]["ScheduleRunAnswer"][];
            /** Next */
            next: string | null;
        };
        /**
         * ScheduleState
         * @description Whether times of a schedule come.
         * @enum {string}
         */
        ScheduleState: "active" | "paused" | "over" | "damaged";
        /**
         * SeriesAnswer
         * @description Columns of equal length, oldest first. A null is a figure that was not known then.
         */
        SeriesAnswer: {
            /** Children */
            children: (number | null)[];
            /**
             * Cpu Percent
             * @description of the worker and all it started; 100 is one core
             */
            cpu_percent: (number | null)[];
            /**
             * Interval S
             * @description seconds between samples; none are taken while no worker is there
             */
            interval_s: number;
            /**
             * Items Per S
             * @description items of the loop at hand that were decided in a second
             */
            items_per_s: (number | null)[];
            /** Open Files */
            open_files: (number | null)[];
            /** Rss Mb */
            rss_mb: (number | null)[];
            /** Thread Id */
            thread_id: string;
            /** Threads */
            threads: (number | null)[];
            /**
             * Times
             * @description when each sample was taken
             */
            times: string[];
        };
        /**
         * SettingsAnswer
         * @description Settings that can be changed while the supervisor works; GET /system shows all of them.
         */
        SettingsAnswer: {
            /**
             * Due
             * @description runs that retention deletes next; 1000: or more
             */
            due: number;
            /** @description of the data directory; above it runs wait; 0: any */
            home_max_bytes: components["schemas"]["ChangeableNumber"];
            /** @description days that runs are kept once over; 0: for ever */
            retention_days: components["schemas"]["ChangeableNumber"];
        };
        /**
         * SignalAnswer
         * @description A command to a run (`..._request`), or an event of it.
         */
        SignalAnswer: {
            /** Id */
            id: number;
            /**
             * Payload
             * @description without secrets; what is long is a preview
             */
            payload: {
                [key: string]: unknown;
            };
            /**
             * Processed
             * @description false: a command whose effect is not committed yet
             */
            processed: boolean;
            /** Ts */
            ts: string;
            /** Type */
            type: string;
        };
        /**
         * SortKey
         * @description What a list of runs is sorted by.
         * @enum {string}
         */
        SortKey: "created" | "started" | "duration" | "status" | "flow" | "title";
        /**
         * StacksAnswer
         * @description What the threads of a run's worker are doing.
         */
        StacksAnswer: {
            /** Stacks */
            stacks: string;
            /** Thread Id */
            thread_id: string;
        };
        /** StartRun */
        StartRun: {
            /** Flow Id */
            flow_id: string;
            /** Input */
            input?: {
                [key: string]: unknown;
            } | null;
            /** Tags */
            tags?: string[] | null;
            /** Thread Id */
            thread_id?: string | null;
            /**
             * Title
             * @description what people call the run: 200 characters at most
             */
            title?: string | null;
            /**
             * Uploads
             * @description keys of the input whose values are uploaded: the run gets the path in its inputs folder
             */
            uploads?: {
                [key: string]: components["schemas"]["UploadedInput"];
            } | null;
            /** Version */
            version?: number | null;
        };
        /**
         * StateAnswer
         * @description A run's state. A value that is too long to show is `{"$type", "preview", "size"}`.
         */
        StateAnswer: {
            /** Checkpoint Id */
            checkpoint_id: string | null;
            /** Truncated */
            truncated: boolean;
            /** Values */
            values: {
                [key: string]: unknown;
            };
        };
        /**
         * StepAnswer
         * @description A decided item of a durable loop; `value` is a preview where it is long.
         */
        StepAnswer: {
            /** Attempt */
            attempt: number;
            /** Duration S */
            duration_s: number;
            error: components["schemas"]["ErrorAnswer"] | null;
            /** Finished At */
            finished_at: string;
            /** Key */
            key: unknown;
            /** Loop */
            loop: string;
            /** Node */
            node: string;
            /** Position */
            position: number | null;
            /** State */
            state: string;
            /** Value */
            value: unknown;
            /** Visit */
            visit: number;
        };
        /**
         * StepPage
         * @description A page of decided items, with the sums of all loops and the kinds of errors.
         */
        StepPage: {
            /** Again */
            again: number;
            /** Errors */
            errors: components["schemas"]["ErrorGroup"][];
            /** Items */
            items: components["schemas"]["StepAnswer"][];
            /** Loops */
            loops: components["schemas"]["LoopAnswer"][];
            /** Next */
            next: string | null;
        };
        /**
         * SystemAnswer
         * @description The supervisor and its machine.
         */
        SystemAnswer: {
            /** Cpu Count */
            cpu_count: number;
            /**
             * Degraded
             * @description many runs crash together, so they are started again one by one
             */
            degraded: boolean;
            /** Disk Free Mb */
            disk_free_mb: number;
            /** Disk Total Mb */
            disk_total_mb: number;
            /** Flows */
            flows: string;
            /** Home */
            home: string;
            /** Instance */
            instance: string;
            limits: components["schemas"]["LimitsAnswer"];
            /** Pid */
            pid: number;
            /** Platform */
            platform: string;
            /** Python */
            python: string;
            /** Rss Mb */
            rss_mb: number | null;
            /** Runs */
            runs: {
                [key: string]: number;
            };
            /**
             * Settings
             * @description in effect; of the token only whether there is one
             */
            settings: {
                [key: string]: boolean | number | string | string[];
            };
            /** Sqlite */
            sqlite: string;
            /**
             * Sqlite Source
             * @description which sources this SQLite was built from
             */
            sqlite_source: string;
            /**
             * Sqlite Wal Reset Bug
             * @description whether this version may have the WAL-reset bug
             */
            sqlite_wal_reset_bug: boolean;
            /** Started At */
            started_at: string;
            /** Uptime S */
            uptime_s: number;
            /** Version */
            version: string;
            /**
             * Versions
             * @description of the libraries that renflow stands on
             */
            versions: {
                [key: string]: string;
            };
            /**
             * Warnings
             * @description of those checks of `renflow doctor` that are quick
             */
            warnings: components["schemas"]["WarningAnswer"][];
            workers: components["schemas"]["WorkersAnswer"];
        };
        /**
         * TicketAnswer
         * @description Opens one event stream, once.
         */
        TicketAnswer: {
            /** Expires In S */
            expires_in_s: number;
            /** Ticket */
            ticket: string;
        };
        /**
         * TimeAnswer
         * @description A time to come.
         */
        TimeAnswer: {
            /**
             * Clocks
             * @description the local time that was meant is skipped, and comes when the clocks go on; or it is shown twice, and comes the first time
             */
            clocks: ("skipped" | "twice") | null;
            /**
             * Local
             * @description what clocks in the schedule's zone show
             */
            local: string;
            /** Time */
            time: string;
        };
        /** TimesAnswer */
        TimesAnswer: {
            /** Created At */
            created_at: string;
            /** Duration S */
            duration_s: number | null;
            /** Finished At */
            finished_at: string | null;
            /** Last Event At */
            last_event_at: string;
            /** Queued At */
            queued_at: string;
            /** Started At */
            started_at: string | null;
        };
        /** UnpackArchive */
        UnpackArchive: {
            /** Path */
            path: string;
        };
        /**
         * UnpackedAnswer
         * @description An upload in which a folder has taken an archive's place.
         */
        UnpackedAnswer: {
            /** Expires At */
            expires_at: string;
            /** Files */
            files: components["schemas"]["UploadedFileAnswer"][];
            /**
             * Folder
             * @description its path in the upload
             */
            folder: string;
            /** Id */
            id: string;
            /**
             * Passed Over
             * @description hidden files and such of the archive, which are no data
             */
            passed_over: number;
        };
        /**
         * UploadAnswer
         * @description Files under one id, kept for a day after the last piece.
         */
        UploadAnswer: {
            /** Expires At */
            expires_at: string;
            /** Files */
            files: components["schemas"]["UploadedFileAnswer"][];
            /** Id */
            id: string;
        };
        /**
         * UploadedFileAnswer
         * @description A file, as far as it has come.
         */
        UploadedFileAnswer: {
            /** Complete */
            complete: boolean;
            /** Path */
            path: string;
            /**
             * Received
             * @description bytes
             */
            received: number;
        };
        /** UploadedInput */
        UploadedInput: {
            /**
             * Path
             * @description a file or folder of the upload; left out: all
             * @default
             */
            path?: string;
            /** Upload */
            upload: string;
        };
        /**
         * UseAnswer
         * @description A flow that calls a function.
         */
        UseAnswer: {
            /** Flow Id */
            flow_id: string;
            /**
             * Versions
             * @description newest first, 20 at most
             */
            versions: number[];
        };
        /**
         * ValueChange
         * @description A key of the input or of the state that the two do not have in common.
         */
        ValueChange: {
            /** First */
            first: unknown;
            /** Key */
            key: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "added" | "removed" | "changed";
            /** Second */
            second: unknown;
        };
        /**
         * VersionAnswer
         * @description A version of a flow, without its document.
         */
        VersionAnswer: {
            /** Code Refs */
            code_refs: string[];
            /** Created At */
            created_at: string;
            /** Edges */
            edges: number;
            /** Flow Id */
            flow_id: string;
            /** Hash */
            hash: string;
            /** Nodes */
            nodes: number;
            /** Published */
            published: boolean;
            /** Version */
            version: number;
        };
        /**
         * VersionDocument
         * @description A version of a flow, whole.
         */
        VersionDocument: {
            /** Code Refs */
            code_refs: string[];
            /** Created At */
            created_at: string;
            /** Dsl */
            dsl: {
                [key: string]: unknown;
            };
            /** Edges */
            edges: number;
            /** Flow Id */
            flow_id: string;
            /** Hash */
            hash: string;
            /** Nodes */
            nodes: number;
            /** Published */
            published: boolean;
            /** Version */
            version: number;
        };
        /** VersionPage */
        VersionPage: {
            /** Items */
            items: components["schemas"]["VersionAnswer"][];
            /** Next */
            next: string | null;
        };
        /**
         * WarningAnswer
         * @description Something around renflow that will bite.
         */
        WarningAnswer: {
            /** Check */
            check: string;
            /** Detail */
            detail: string;
            /** Hint */
            hint: string;
            /** Verdict */
            verdict: string;
        };
        /** WorkersAnswer */
        WorkersAnswer: {
            /** Active */
            active: number;
            /** Max Active */
            max_active: number;
            /** Starting */
            starting: number;
            /** Warm */
            warm: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    stream_all_events_events_get: {
        parameters: {
            query?: {
                since?: string | null;
                ticket?: string | null;
            };
            header?: {
                "last-event-id"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id: 3f2a91bc-18
                     *     event: deleted
                     *     data: {"type": "deleted"}
                     */
                    "text/event-stream": string;
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/events"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/events"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "NOT_FOUND",
                     *       "detail": "There is nothing at this address.",
                     *       "hint": "docs/api.md lists the endpoints.",
                     *       "instance": "/events"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/events"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/events"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/events"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/events"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/events"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/events"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    list_flow_files_flow_files_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "hello",
                     *           "path": "/home/ann/flows/hello/flow.json",
                     *           "name": "Hello",
                     *           "name_zh": "你好",
                     *           "description": null,
                     *           "description_zh": null,
                     *           "state": "new",
                     *           "problem": null
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": components["schemas"]["FlowFilePage"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/flow-files"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/flow-files"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "NOT_FOUND",
                     *       "detail": "There is nothing at this address.",
                     *       "hint": "docs/api.md lists the endpoints.",
                     *       "instance": "/flow-files"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/flow-files"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/flow-files"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/flow-files"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/flow-files"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/flow-files"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/flow-files"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    publish_flow_file_flow_files__flow_id__publish_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example hello */
                flow_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["NoFields"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "flow_id": "hello",
                     *       "version": 1,
                     *       "published": true,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "hash": "9f2c3a1b5d7e8f60",
                     *       "nodes": 3,
                     *       "edges": 2,
                     *       "code_refs": [
                     *         "hello.greet"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["VersionAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/flow-files/{flow_id}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/flow-files/{flow_id}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `FLOW_NOT_FOUND`: There is no flow with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "FLOW_NOT_FOUND",
                     *       "detail": "There is no flow with this id.",
                     *       "hint": "GET /flows lists the flows that exist.",
                     *       "instance": "/flow-files/{flow_id}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "FLOW_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/flow-files/{flow_id}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/flow-files/{flow_id}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/flow-files/{flow_id}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/flow-files/{flow_id}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `INVALID_FLOW`: The flow has mistakes. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/flow-files/{flow_id}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "INVALID_FLOW" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/flow-files/{flow_id}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/flow-files/{flow_id}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/flow-files/{flow_id}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/flow-files/{flow_id}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    list_flows_flows_get: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "hello",
                     *           "name": "Hello",
                     *           "name_zh": "你好",
                     *           "created_at": "2026-01-31T12:00:00.000Z",
                     *           "latest_version": 1,
                     *           "published_version": 1
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": components["schemas"]["FlowPage"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "NOT_FOUND",
                     *       "detail": "There is nothing at this address.",
                     *       "hint": "docs/api.md lists the endpoints.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `BAD_CURSOR`: The cursor was not made by this endpoint. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_CURSOR",
                     *       "detail": "The cursor was not made by this endpoint.",
                     *       "hint": "Pass 'next' of the previous page unchanged, or leave the cursor out.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "BAD_CURSOR";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    create_flow_flows_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Hello",
                 *       "id": "hello",
                 *       "dsl": {
                 *         "nodes": [
                 *           {
                 *             "id": "start",
                 *             "type": "start"
                 *           },
                 *           {
                 *             "id": "hello",
                 *             "type": "python",
                 *             "data": {
                 *               "codeRef": "hello.greet"
                 *             }
                 *           },
                 *           {
                 *             "id": "end",
                 *             "type": "end"
                 *           }
                 *         ],
                 *         "edges": [
                 *           {
                 *             "source": "start",
                 *             "target": "hello"
                 *           },
                 *           {
                 *             "source": "hello",
                 *             "target": "end"
                 *           }
                 *         ]
                 *       },
                 *       "publish": true
                 *     }
                 */
                "application/json": components["schemas"]["NewFlow"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "hello",
                     *       "name": "Hello",
                     *       "name_zh": "你好",
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "latest_version": 1,
                     *       "published_version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["FlowAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "NOT_FOUND",
                     *       "detail": "There is nothing at this address.",
                     *       "hint": "docs/api.md lists the endpoints.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `FLOW_EXISTS`: A flow with this id exists already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Conflict",
                     *       "status": 409,
                     *       "code": "FLOW_EXISTS",
                     *       "detail": "A flow with this id exists already.",
                     *       "hint": "Choose another id, or add a version to the existing flow.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "FLOW_EXISTS";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `INVALID_FLOW`: The flow has mistakes. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "INVALID_FLOW" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/flows"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    get_flow_flows__flow_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example hello */
                flow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "hello",
                     *       "name": "Hello",
                     *       "name_zh": "你好",
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "latest_version": 1,
                     *       "published_version": 1
                     *     }
                     */
                    "application/json": components["schemas"]["FlowAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/flows/{flow_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/flows/{flow_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `FLOW_NOT_FOUND`: There is no flow with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "FLOW_NOT_FOUND",
                     *       "detail": "There is no flow with this id.",
                     *       "hint": "GET /flows lists the flows that exist.",
                     *       "instance": "/flows/{flow_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "FLOW_NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/flows/{flow_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/flows/{flow_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/flows/{flow_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/flows/{flow_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/flows/{flow_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/flows/{flow_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    list_versions_flows__flow_id__versions_get: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                /** @example hello */
                flow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "flow_id": "hello",
                     *           "version": 1,
                     *           "published": true,
                     *           "created_at": "2026-01-31T12:00:00.000Z",
                     *           "hash": "9f2c3a1b5d7e8f60",
                     *           "nodes": 3,
                     *           "edges": 2,
                     *           "code_refs": [
                     *             "hello.greet"
                     *           ]
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": components["schemas"]["VersionPage"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `FLOW_NOT_FOUND`: There is no flow with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "FLOW_NOT_FOUND",
                     *       "detail": "There is no flow with this id.",
                     *       "hint": "GET /flows lists the flows that exist.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "FLOW_NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `BAD_CURSOR`: The cursor was not made by this endpoint. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_CURSOR",
                     *       "detail": "The cursor was not made by this endpoint.",
                     *       "hint": "Pass 'next' of the previous page unchanged, or leave the cursor out.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "BAD_CURSOR";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    add_version_flows__flow_id__versions_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example hello */
                flow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "dsl": {
                 *         "nodes": [
                 *           {
                 *             "id": "start",
                 *             "type": "start"
                 *           },
                 *           {
                 *             "id": "hello",
                 *             "type": "python",
                 *             "data": {
                 *               "codeRef": "hello.greet"
                 *             }
                 *           },
                 *           {
                 *             "id": "end",
                 *             "type": "end"
                 *           }
                 *         ],
                 *         "edges": [
                 *           {
                 *             "source": "start",
                 *             "target": "hello"
                 *           },
                 *           {
                 *             "source": "hello",
                 *             "target": "end"
                 *           }
                 *         ]
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["NewVersion"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "flow_id": "hello",
                     *       "version": 1,
                     *       "published": false,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "hash": "9f2c3a1b5d7e8f60",
                     *       "nodes": 3,
                     *       "edges": 2,
                     *       "code_refs": [
                     *         "hello.greet"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["VersionAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `FLOW_NOT_FOUND`: There is no flow with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "FLOW_NOT_FOUND",
                     *       "detail": "There is no flow with this id.",
                     *       "hint": "GET /flows lists the flows that exist.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "FLOW_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `INVALID_FLOW`: The flow has mistakes. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "INVALID_FLOW" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/flows/{flow_id}/versions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    get_version_flows__flow_id__versions__version__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example hello */
                flow_id: string;
                /** @example 1 */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "flow_id": "hello",
                     *       "version": 1,
                     *       "published": true,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "hash": "9f2c3a1b5d7e8f60",
                     *       "nodes": 3,
                     *       "edges": 2,
                     *       "code_refs": [
                     *         "hello.greet"
                     *       ],
                     *       "dsl": {
                     *         "nodes": [
                     *           {
                     *             "id": "start",
                     *             "type": "start"
                     *           },
                     *           {
                     *             "id": "hello",
                     *             "type": "python",
                     *             "data": {
                     *               "codeRef": "hello.greet"
                     *             }
                     *           },
                     *           {
                     *             "id": "end",
                     *             "type": "end"
                     *           }
                     *         ],
                     *         "edges": [
                     *           {
                     *             "source": "start",
                     *             "target": "hello"
                     *           },
                     *           {
                     *             "source": "hello",
                     *             "target": "end"
                     *           }
                     *         ]
                     *       }
                     *     }
                     */
                    "application/json": components["schemas"]["VersionDocument"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/flows/{flow_id}/versions/{version}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/flows/{flow_id}/versions/{version}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `VERSION_NOT_FOUND`: The flow has no such version. · `FLOW_NOT_FOUND`: There is no flow with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "FLOW_NOT_FOUND",
                     *       "detail": "There is no flow with this id.",
                     *       "hint": "GET /flows lists the flows that exist.",
                     *       "instance": "/flows/{flow_id}/versions/{version}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "VERSION_NOT_FOUND" | "FLOW_NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/flows/{flow_id}/versions/{version}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/flows/{flow_id}/versions/{version}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/flows/{flow_id}/versions/{version}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/flows/{flow_id}/versions/{version}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/flows/{flow_id}/versions/{version}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/flows/{flow_id}/versions/{version}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    publish_version_flows__flow_id__versions__version__publish_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example hello */
                flow_id: string;
                /** @example 1 */
                version: number;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["NoFields"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "flow_id": "hello",
                     *       "version": 1,
                     *       "published": true,
                     *       "created_at": "2026-01-31T12:00:00.000Z",
                     *       "hash": "9f2c3a1b5d7e8f60",
                     *       "nodes": 3,
                     *       "edges": 2,
                     *       "code_refs": [
                     *         "hello.greet"
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["VersionAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/flows/{flow_id}/versions/{version}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/flows/{flow_id}/versions/{version}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `VERSION_NOT_FOUND`: The flow has no such version. · `FLOW_NOT_FOUND`: There is no flow with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "FLOW_NOT_FOUND",
                     *       "detail": "There is no flow with this id.",
                     *       "hint": "GET /flows lists the flows that exist.",
                     *       "instance": "/flows/{flow_id}/versions/{version}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "VERSION_NOT_FOUND" | "FLOW_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/flows/{flow_id}/versions/{version}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/flows/{flow_id}/versions/{version}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/flows/{flow_id}/versions/{version}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/flows/{flow_id}/versions/{version}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `INVALID_FLOW`: The flow has mistakes. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/flows/{flow_id}/versions/{version}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "INVALID_FLOW" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/flows/{flow_id}/versions/{version}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/flows/{flow_id}/versions/{version}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/flows/{flow_id}/versions/{version}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/flows/{flow_id}/versions/{version}/publish"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    list_functions_functions_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "name": "hello.greet",
                     *           "module": "greeting",
                     *           "file": "greeting.py",
                     *           "line": 4,
                     *           "doc": "Greets.",
                     *           "requires": [],
                     *           "parameters": {
                     *             "type": "object"
                     *           },
                     *           "signature": "(state)",
                     *           "source_hash": "9f2c3a1b5d7e8f60",
                     *           "used_in": [],
                     *           "health": "ok",
                     *           "reason": null,
                     *           "disabled": false
                     *         }
                     *       ],
                     *       "next": null,
                     *       "problems": []
                     *     }
                     */
                    "application/json": components["schemas"]["FunctionPage"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/functions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/functions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "NOT_FOUND",
                     *       "detail": "There is nothing at this address.",
                     *       "hint": "docs/api.md lists the endpoints.",
                     *       "instance": "/functions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/functions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/functions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/functions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/functions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/functions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/functions"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    get_health_healthz_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "status": "ok",
                     *       "instance": "supervisor_01k7",
                     *       "version": "0.1.0"
                     *     }
                     */
                    "application/json": components["schemas"]["HealthAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/healthz"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/healthz"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "NOT_FOUND",
                     *       "detail": "There is nothing at this address.",
                     *       "hint": "docs/api.md lists the endpoints.",
                     *       "instance": "/healthz"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/healthz"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/healthz"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/healthz"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/healthz"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/healthz"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/healthz"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    list_hooks_hooks_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "name": "team",
                     *           "to": "feishu",
                     *           "target": "https://open.feishu.cn",
                     *           "on": [
                     *             "finish",
                     *             "error"
                     *           ],
                     *           "flows": [],
                     *           "waiting": 0,
                     *           "delivered_at": "2026-01-31T12:00:00.000Z",
                     *           "failed_at": null,
                     *           "problem": null
                     *         }
                     *       ],
                     *       "next": null,
                     *       "problems": []
                     *     }
                     */
                    "application/json": components["schemas"]["HooksAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/hooks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/hooks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "NOT_FOUND",
                     *       "detail": "There is nothing at this address.",
                     *       "hint": "docs/api.md lists the endpoints.",
                     *       "instance": "/hooks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/hooks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/hooks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/hooks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/hooks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/hooks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/hooks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    send_tests_hooks_test_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "name": "team"
                 *     }
                 */
                "application/json": components["schemas"]["HooksToTest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "name": "team",
                     *           "ok": true,
                     *           "detail": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["HookTestsAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/hooks/test"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/hooks/test"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `HOOK_NOT_FOUND`: There is no hook with this name. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "HOOK_NOT_FOUND",
                     *       "detail": "There is no hook with this name.",
                     *       "hint": "'renflow hooks list' shows the hooks of hooks.toml, and what is wrong with the others.",
                     *       "instance": "/hooks/test"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "HOOK_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/hooks/test"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/hooks/test"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/hooks/test"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/hooks/test"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/hooks/test"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/hooks/test"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/hooks/test"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/hooks/test"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/hooks/test"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    get_metrics_metrics_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the figures */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example renflow_runs{status="running"} 1.0 */
                    "text/plain": string;
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/metrics"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/metrics"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "NOT_FOUND",
                     *       "detail": "There is nothing at this address.",
                     *       "hint": "docs/api.md lists the endpoints.",
                     *       "instance": "/metrics"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/metrics"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/metrics"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/metrics"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/metrics"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/metrics"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/metrics"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    get_facets_run_facets_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "tags": [
                     *         {
                     *           "name": "spring",
                     *           "runs": 12
                     *         }
                     *       ],
                     *       "errors": [
                     *         {
                     *           "name": "USER_CODE_ERROR",
                     *           "runs": 3
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["FacetsAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/run-facets"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/run-facets"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "NOT_FOUND",
                     *       "detail": "There is nothing at this address.",
                     *       "hint": "docs/api.md lists the endpoints.",
                     *       "instance": "/run-facets"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/run-facets"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/run-facets"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/run-facets"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/run-facets"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/run-facets"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/run-facets"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    list_views_run_views_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "view-5f2c9a1e7b3d4860",
                     *           "name": "Failed today",
                     *           "query": {
                     *             "status": "error",
                     *             "started_from": "-24h"
                     *           },
                     *           "created_at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": components["schemas"]["RunViewPage"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "NOT_FOUND",
                     *       "detail": "There is nothing at this address.",
                     *       "hint": "docs/api.md lists the endpoints.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    save_view_run_views_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Failed today",
                 *       "query": {
                 *         "status": "error",
                 *         "started_from": "-24h"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["NewRunView"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "view-5f2c9a1e7b3d4860",
                     *       "name": "Failed today",
                     *       "query": {
                     *         "status": "error",
                     *         "started_from": "-24h"
                     *       },
                     *       "created_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["RunViewAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "NOT_FOUND",
                     *       "detail": "There is nothing at this address.",
                     *       "hint": "docs/api.md lists the endpoints.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `VIEW_EXISTS`: A saved view with this name exists already. · `TOO_MANY_VIEWS`: As many views are saved as can be. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Conflict",
                     *       "status": 409,
                     *       "code": "TOO_MANY_VIEWS",
                     *       "detail": "As many views are saved as can be.",
                     *       "hint": "Delete one that nobody needs.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "VIEW_EXISTS" | "TOO_MANY_VIEWS";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/run-views"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    change_view_run_views__view_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example view-5f2c9a1e7b3d4860 */
                view_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "name": "Failed since yesterday"
                 *     }
                 */
                "application/json": components["schemas"]["ChangedRunView"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "view-5f2c9a1e7b3d4860",
                     *       "name": "Failed since yesterday",
                     *       "query": {
                     *         "status": "error",
                     *         "started_from": "-24h"
                     *       },
                     *       "created_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["RunViewAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `VIEW_NOT_FOUND`: There is no saved view with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "VIEW_NOT_FOUND",
                     *       "detail": "There is no saved view with this id.",
                     *       "hint": "It may be deleted since: look at the list of saved views again.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "VIEW_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `VIEW_EXISTS`: A saved view with this name exists already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Conflict",
                     *       "status": 409,
                     *       "code": "VIEW_EXISTS",
                     *       "detail": "A saved view with this name exists already.",
                     *       "hint": "Choose another name, or change the view there is.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "VIEW_EXISTS";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    delete_view_run_views__view_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example view-5f2c9a1e7b3d4860 */
                view_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `VIEW_NOT_FOUND`: There is no saved view with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "VIEW_NOT_FOUND",
                     *       "detail": "There is no saved view with this id.",
                     *       "hint": "It may be deleted since: look at the list of saved views again.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "VIEW_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/run-views/{view_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    list_runs_runs_get: {
        parameters: {
            query?: {
                cursor?: string | null;
                error?: string | null;
                flow_id?: string | null;
                limit?: number;
                order?: "asc" | "desc";
                q?: string | null;
                /** @description only those that are finished and left items out */
                skipped?: "1" | null;
                /** @description a run that has not begun counts by when it was accepted */
                sort?: components["schemas"]["SortKey"];
                /** @description started at this time or later: a time such as 2026-01-31T12:00:00Z, a date such as 2026-01-31, or how long ago: -90m, -24h, -7d */
                started_from?: string | null;
                /** @description started before this time */
                started_to?: string | null;
                /** @description one status, or several joined by commas */
                status?: string | null;
                tag?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "thread_id": "my-run",
                     *           "title": "双十一选品",
                     *           "tags": [
                     *             "spring"
                     *           ],
                     *           "flow_id": "hello",
                     *           "version": 1,
                     *           "flow_name": "Hello",
                     *           "flow_name_zh": "你好",
                     *           "status": "running",
                     *           "reason": null,
                     *           "pause_requested": false,
                     *           "cancel_requested": false,
                     *           "interrupt": null,
                     *           "error": null,
                     *           "skipped": 0,
                     *           "times": {
                     *             "created_at": "2026-01-31T12:00:00.000Z",
                     *             "queued_at": "2026-01-31T12:00:00.000Z",
                     *             "started_at": "2026-01-31T12:00:00.000Z",
                     *             "finished_at": null,
                     *             "last_event_at": "2026-01-31T12:00:00.000Z",
                     *             "duration_s": 12.5
                     *           },
                     *           "node": "hello",
                     *           "progress": {
                     *             "node": "hello",
                     *             "visit": 1,
                     *             "label": "greetings",
                     *             "done": 40,
                     *             "failed": 0,
                     *             "skipped": 0,
                     *             "total": 100,
                     *             "rate": 8,
                     *             "eta_s": 7.5
                     *           },
                     *           "process": {
                     *             "pid": 4711,
                     *             "instance": "worker_01k7",
                     *             "epoch": 1,
                     *             "responsive": true,
                     *             "cpu_percent": 98.5,
                     *             "rss_mb": 82.4,
                     *             "threads": 6,
                     *             "children": 0,
                     *             "open_files": 21,
                     *             "uptime_s": 12.5
                     *           }
                     *         }
                     *       ],
                     *       "next": "WyJydW5zIiwxXQ",
                     *       "total": 312
                     *     }
                     */
                    "application/json": components["schemas"]["RunPage"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/runs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `FLOW_NOT_FOUND`: There is no flow with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "FLOW_NOT_FOUND",
                     *       "detail": "There is no flow with this id.",
                     *       "hint": "GET /flows lists the flows that exist.",
                     *       "instance": "/runs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "FLOW_NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `BAD_CURSOR`: The cursor was not made by this endpoint. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_CURSOR",
                     *       "detail": "The cursor was not made by this endpoint.",
                     *       "hint": "Pass 'next' of the previous page unchanged, or leave the cursor out.",
                     *       "instance": "/runs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "BAD_CURSOR";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    get_run_runs__thread_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "my-run",
                     *       "title": "双十一选品",
                     *       "tags": [
                     *         "spring"
                     *       ],
                     *       "flow_id": "hello",
                     *       "version": 1,
                     *       "flow_name": "Hello",
                     *       "flow_name_zh": "你好",
                     *       "status": "running",
                     *       "reason": null,
                     *       "pause_requested": false,
                     *       "cancel_requested": false,
                     *       "interrupt": null,
                     *       "error": null,
                     *       "skipped": 0,
                     *       "times": {
                     *         "created_at": "2026-01-31T12:00:00.000Z",
                     *         "queued_at": "2026-01-31T12:00:00.000Z",
                     *         "started_at": "2026-01-31T12:00:00.000Z",
                     *         "finished_at": null,
                     *         "last_event_at": "2026-01-31T12:00:00.000Z",
                     *         "duration_s": 12.5
                     *       },
                     *       "input": {
                     *         "name": "Ann"
                     *       },
                     *       "forked_from": null,
                     *       "current_nodes": [
                     *         "hello"
                     *       ],
                     *       "open_visits": [
                     *         {
                     *           "node": "hello",
                     *           "visit": 1,
                     *           "attempt": 1,
                     *           "status": "running",
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "progress": {
                     *             "node": "hello",
                     *             "visit": 1,
                     *             "label": "greetings",
                     *             "done": 40,
                     *             "failed": 0,
                     *             "skipped": 0,
                     *             "total": 100,
                     *             "rate": 8,
                     *             "eta_s": 7.5
                     *           }
                     *         }
                     *       ],
                     *       "progress": {
                     *         "node": "hello",
                     *         "visit": 1,
                     *         "label": "greetings",
                     *         "done": 40,
                     *         "failed": 0,
                     *         "skipped": 0,
                     *         "total": 100,
                     *         "rate": 8,
                     *         "eta_s": 7.5
                     *       },
                     *       "nodes": [
                     *         {
                     *           "id": "hello",
                     *           "label": "Greet",
                     *           "label_zh": "问候",
                     *           "status": "running",
                     *           "visits": 1,
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "duration_s": 12.5
                     *         }
                     *       ],
                     *       "edges": [
                     *         {
                     *           "edge": 0,
                     *           "source": "start",
                     *           "target": "hello",
                     *           "taken": 1
                     *         }
                     *       ],
                     *       "process": {
                     *         "pid": 4711,
                     *         "instance": "worker_01k7",
                     *         "epoch": 1,
                     *         "responsive": true,
                     *         "cpu_percent": 98.5,
                     *         "rss_mb": 82.4,
                     *         "threads": 6,
                     *         "children": 0,
                     *         "open_files": 21,
                     *         "uptime_s": 12.5
                     *       },
                     *       "attempts": [
                     *         {
                     *           "epoch": 1,
                     *           "pid": 4711,
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "ended_at": null,
                     *           "exit_code": null,
                     *           "exit_reason": null
                     *         }
                     *       ],
                     *       "disk_mb": 0.4,
                     *       "file_guard": {
                     *         "refusals": 0,
                     *         "details": []
                     *       },
                     *       "result": null
                     *     }
                     */
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    delete_run_runs__thread_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `INVALID_STATE`: The run's status does not allow this command. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Conflict",
                     *       "status": 409,
                     *       "code": "INVALID_STATE",
                     *       "detail": "The run's status does not allow this command.",
                     *       "hint": "GET /runs/{id} shows the run's status.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_STATE";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    list_files_runs__thread_id__artifacts_get: {
        parameters: {
            query?: {
                cursor?: string | null;
                /** @description only what is in it; empty: the top */
                folder?: string | null;
                /** @description by content where the name says nothing */
                kind?: ("picture" | "table" | "text" | "other") | null;
                limit?: number;
                q?: string | null;
                /** @description all files as one zip file */
                zip?: "1" | null;
            };
            header?: never;
            path: {
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page, or all files */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "name": "greetings.xlsx",
                     *           "size": 18204,
                     *           "modified": "2026-01-31T12:00:00.000Z",
                     *           "content_type": "application/vnd.ms-excel"
                     *         }
                     *       ],
                     *       "next": null,
                     *       "total": 1
                     *     }
                     */
                    "application/json": components["schemas"]["ArtifactPage"];
                    "application/zip": string;
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/runs/{thread_id}/artifacts"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/artifacts"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}/artifacts"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/artifacts"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `BAD_CURSOR`: The cursor was not made by this endpoint. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_CURSOR",
                     *       "detail": "The cursor was not made by this endpoint.",
                     *       "hint": "Pass 'next' of the previous page unchanged, or leave the cursor out.",
                     *       "instance": "/runs/{thread_id}/artifacts"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "BAD_CURSOR";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}/artifacts"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}/artifacts"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}/artifacts"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}/artifacts"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    get_file_runs__thread_id__artifacts__name__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example greetings.xlsx */
                name: string;
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example the file's bytes */
                    "*/*": string;
                };
            };
            /** @description the part of it that `Range` asked for */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /** @example the file's bytes */
                    "*/*": string;
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/runs/{thread_id}/artifacts/{name}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/artifacts/{name}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `ARTIFACT_NOT_FOUND`: The run has no such file among its outputs. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}/artifacts/{name}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "ARTIFACT_NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `RANGE_NOT_SATISFIABLE`: The range begins behind the end of the file. */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Range Not Satisfiable",
                     *       "status": 416,
                     *       "code": "RANGE_NOT_SATISFIABLE",
                     *       "detail": "The range begins behind the end of the file.",
                     *       "hint": "The Content-Range header tells the file's size.",
                     *       "instance": "/runs/{thread_id}/artifacts/{name}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "RANGE_NOT_SATISFIABLE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/artifacts/{name}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/runs/{thread_id}/artifacts/{name}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}/artifacts/{name}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}/artifacts/{name}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}/artifacts/{name}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}/artifacts/{name}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    get_preview_runs__thread_id__artifacts__name__preview_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example greetings.xlsx */
                name: string;
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "name": "greetings.xlsx",
                     *       "size": 18204,
                     *       "modified": "2026-01-31T12:00:00.000Z",
                     *       "content_type": "application/vnd.ms-excel",
                     *       "kind": "table",
                     *       "columns": [
                     *         "name",
                     *         "greeting"
                     *       ],
                     *       "rows": [
                     *         [
                     *           "Ann",
                     *           "Hello, Ann"
                     *         ]
                     *       ],
                     *       "text": null,
                     *       "image": null,
                     *       "width": null,
                     *       "height": null,
                     *       "truncated": false
                     *     }
                     */
                    "application/json": components["schemas"]["PreviewAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/runs/{thread_id}/artifacts/{name}/preview"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/artifacts/{name}/preview"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `ARTIFACT_NOT_FOUND`: The run has no such file among its outputs. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}/artifacts/{name}/preview"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "ARTIFACT_NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/artifacts/{name}/preview"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/runs/{thread_id}/artifacts/{name}/preview"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}/artifacts/{name}/preview"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}/artifacts/{name}/preview"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}/artifacts/{name}/preview"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}/artifacts/{name}/preview"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    cancel_runs__thread_id__cancel_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["NoFields"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "my-run",
                     *       "status": "running",
                     *       "signal_id": 42
                     *     }
                     */
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/runs/{thread_id}/cancel"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/cancel"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}/cancel"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/runs/{thread_id}/cancel"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `INVALID_STATE`: The run's status does not allow this command. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Conflict",
                     *       "status": 409,
                     *       "code": "INVALID_STATE",
                     *       "detail": "The run's status does not allow this command.",
                     *       "hint": "GET /runs/{id} shows the run's status.",
                     *       "instance": "/runs/{thread_id}/cancel"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_STATE";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/runs/{thread_id}/cancel"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/runs/{thread_id}/cancel"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/cancel"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/runs/{thread_id}/cancel"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}/cancel"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}/cancel"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}/cancel"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}/cancel"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    list_checkpoints_runs__thread_id__checkpoints_get: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "checkpoint_id": "1f0c",
                     *           "parent_id": null,
                     *           "ts": "2026-01-31T12:00:00.000Z",
                     *           "step": 1,
                     *           "node": "hello",
                     *           "visit": 1,
                     *           "due": [
                     *             {
                     *               "node": "end",
                     *               "visit": 2
                     *             }
                     *           ],
                     *           "keys": [
                     *             "name",
                     *             "greeting"
                     *           ],
                     *           "changed": [
                     *             "greeting"
                     *           ],
                     *           "size": 48
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": components["schemas"]["CheckpointPage"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/runs/{thread_id}/checkpoints"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/checkpoints"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}/checkpoints"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/checkpoints"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `BAD_CURSOR`: The cursor was not made by this endpoint. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_CURSOR",
                     *       "detail": "The cursor was not made by this endpoint.",
                     *       "hint": "Pass 'next' of the previous page unchanged, or leave the cursor out.",
                     *       "instance": "/runs/{thread_id}/checkpoints"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "BAD_CURSOR";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}/checkpoints"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}/checkpoints"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}/checkpoints"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}/checkpoints"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    compare_runs__thread_id__compare__other__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example my-rerun */
                other: string;
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "first": {
                     *         "thread_id": "my-run",
                     *         "title": "双十一选品",
                     *         "flow_id": "hello",
                     *         "version": 1,
                     *         "flow_name": "Hello",
                     *         "flow_name_zh": "你好",
                     *         "status": "finished",
                     *         "duration_s": 12.5,
                     *         "skipped": 0,
                     *         "items": {
                     *           "total": 0,
                     *           "done": 0,
                     *           "failed": 0,
                     *           "skipped": 0
                     *         }
                     *       },
                     *       "second": {
                     *         "thread_id": "my-rerun",
                     *         "title": "双十一选品",
                     *         "flow_id": "hello",
                     *         "version": 1,
                     *         "flow_name": "Hello",
                     *         "flow_name_zh": "你好",
                     *         "status": "finished",
                     *         "duration_s": 12.5,
                     *         "skipped": 0,
                     *         "items": {
                     *           "total": 0,
                     *           "done": 0,
                     *           "failed": 0,
                     *           "skipped": 0
                     *         }
                     *       },
                     *       "input": [
                     *         {
                     *           "key": "name",
                     *           "kind": "changed",
                     *           "first": "Ann",
                     *           "second": "Bob"
                     *         }
                     *       ],
                     *       "state": [
                     *         {
                     *           "key": "greeting",
                     *           "kind": "changed",
                     *           "first": "Hello, Ann",
                     *           "second": "Hello, Bob"
                     *         }
                     *       ],
                     *       "files": [
                     *         {
                     *           "name": "greetings.xlsx",
                     *           "first": 18204,
                     *           "second": 18211
                     *         }
                     *       ],
                     *       "more_files": 0
                     *     }
                     */
                    "application/json": components["schemas"]["ComparisonAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/runs/{thread_id}/compare/{other}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/compare/{other}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}/compare/{other}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/compare/{other}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/runs/{thread_id}/compare/{other}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}/compare/{other}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}/compare/{other}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}/compare/{other}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}/compare/{other}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    stream_events_runs__thread_id__events_get: {
        parameters: {
            query?: {
                since?: string | null;
                ticket?: string | null;
                types?: string | null;
            };
            header?: {
                "last-event-id"?: string | null;
            };
            path: {
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description the events */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example id: 3f2a91bc-17
                     *     event: log
                     *     data: {"type": "log"}
                     */
                    "text/event-stream": string;
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/runs/{thread_id}/events"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/events"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}/events"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/events"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/runs/{thread_id}/events"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}/events"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}/events"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}/events"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}/events"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    fork_runs__thread_id__fork_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "updates": {
                 *         "name": "Bob"
                 *       },
                 *       "thread_id": "my-fork"
                 *     }
                 */
                "application/json": components["schemas"]["ForkRun"];
            };
        };
        responses: {
            /** @description the same request was accepted before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "my-fork",
                     *       "title": "双十一选品",
                     *       "tags": [
                     *         "spring"
                     *       ],
                     *       "flow_id": "hello",
                     *       "version": 1,
                     *       "flow_name": "Hello",
                     *       "flow_name_zh": "你好",
                     *       "status": "running",
                     *       "reason": null,
                     *       "pause_requested": false,
                     *       "cancel_requested": false,
                     *       "interrupt": null,
                     *       "error": null,
                     *       "skipped": 0,
                     *       "times": {
                     *         "created_at": "2026-01-31T12:00:00.000Z",
                     *         "queued_at": "2026-01-31T12:00:00.000Z",
                     *         "started_at": "2026-01-31T12:00:00.000Z",
                     *         "finished_at": null,
                     *         "last_event_at": "2026-01-31T12:00:00.000Z",
                     *         "duration_s": 12.5
                     *       },
                     *       "input": {
                     *         "name": "Ann"
                     *       },
                     *       "forked_from": {
                     *         "thread_id": "my-run",
                     *         "checkpoint_id": "1f0c"
                     *       },
                     *       "current_nodes": [
                     *         "hello"
                     *       ],
                     *       "open_visits": [
                     *         {
                     *           "node": "hello",
                     *           "visit": 1,
                     *           "attempt": 1,
                     *           "status": "running",
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "progress": {
                     *             "node": "hello",
                     *             "visit": 1,
                     *             "label": "greetings",
                     *             "done": 40,
                     *             "failed": 0,
                     *             "skipped": 0,
                     *             "total": 100,
                     *             "rate": 8,
                     *             "eta_s": 7.5
                     *           }
                     *         }
                     *       ],
                     *       "progress": {
                     *         "node": "hello",
                     *         "visit": 1,
                     *         "label": "greetings",
                     *         "done": 40,
                     *         "failed": 0,
                     *         "skipped": 0,
                     *         "total": 100,
                     *         "rate": 8,
                     *         "eta_s": 7.5
                     *       },
                     *       "nodes": [
                     *         {
                     *           "id": "hello",
                     *           "label": "Greet",
                     *           "label_zh": "问候",
                     *           "status": "running",
                     *           "visits": 1,
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "duration_s": 12.5
                     *         }
                     *       ],
                     *       "edges": [
                     *         {
                     *           "edge": 0,
                     *           "source": "start",
                     *           "target": "hello",
                     *           "taken": 1
                     *         }
                     *       ],
                     *       "process": {
                     *         "pid": 4711,
                     *         "instance": "worker_01k7",
                     *         "epoch": 1,
                     *         "responsive": true,
                     *         "cpu_percent": 98.5,
                     *         "rss_mb": 82.4,
                     *         "threads": 6,
                     *         "children": 0,
                     *         "open_files": 21,
                     *         "uptime_s": 12.5
                     *       },
                     *       "attempts": [
                     *         {
                     *           "epoch": 1,
                     *           "pid": 4711,
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "ended_at": null,
                     *           "exit_code": null,
                     *           "exit_reason": null
                     *         }
                     *       ],
                     *       "disk_mb": 0.4,
                     *       "file_guard": {
                     *         "refusals": 0,
                     *         "details": []
                     *       },
                     *       "result": null
                     *     }
                     */
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "my-fork",
                     *       "title": "双十一选品",
                     *       "tags": [
                     *         "spring"
                     *       ],
                     *       "flow_id": "hello",
                     *       "version": 1,
                     *       "flow_name": "Hello",
                     *       "flow_name_zh": "你好",
                     *       "status": "running",
                     *       "reason": null,
                     *       "pause_requested": false,
                     *       "cancel_requested": false,
                     *       "interrupt": null,
                     *       "error": null,
                     *       "skipped": 0,
                     *       "times": {
                     *         "created_at": "2026-01-31T12:00:00.000Z",
                     *         "queued_at": "2026-01-31T12:00:00.000Z",
                     *         "started_at": "2026-01-31T12:00:00.000Z",
                     *         "finished_at": null,
                     *         "last_event_at": "2026-01-31T12:00:00.000Z",
                     *         "duration_s": 12.5
                     *       },
                     *       "input": {
                     *         "name": "Ann"
                     *       },
                     *       "forked_from": {
                     *         "thread_id": "my-run",
                     *         "checkpoint_id": "1f0c"
                     *       },
                     *       "current_nodes": [
                     *         "hello"
                     *       ],
                     *       "open_visits": [
                     *         {
                     *           "node": "hello",
                     *           "visit": 1,
                     *           "attempt": 1,
                     *           "status": "running",
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "progress": {
                     *             "node": "hello",
                     *             "visit": 1,
                     *             "label": "greetings",
                     *             "done": 40,
                     *             "failed": 0,
                     *             "skipped": 0,
                     *             "total": 100,
                     *             "rate": 8,
                     *             "eta_s": 7.5
                     *           }
                     *         }
                     *       ],
                     *       "progress": {
                     *         "node": "hello",
                     *         "visit": 1,
                     *         "label": "greetings",
                     *         "done": 40,
                     *         "failed": 0,
                     *         "skipped": 0,
                     *         "total": 100,
                     *         "rate": 8,
                     *         "eta_s": 7.5
                     *       },
                     *       "nodes": [
                     *         {
                     *           "id": "hello",
                     *           "label": "Greet",
                     *           "label_zh": "问候",
                     *           "status": "running",
                     *           "visits": 1,
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "duration_s": 12.5
                     *         }
                     *       ],
                     *       "edges": [
                     *         {
                     *           "edge": 0,
                     *           "source": "start",
                     *           "target": "hello",
                     *           "taken": 1
                     *         }
                     *       ],
                     *       "process": {
                     *         "pid": 4711,
                     *         "instance": "worker_01k7",
                     *         "epoch": 1,
                     *         "responsive": true,
                     *         "cpu_percent": 98.5,
                     *         "rss_mb": 82.4,
                     *         "threads": 6,
                     *         "children": 0,
                     *         "open_files": 21,
                     *         "uptime_s": 12.5
                     *       },
                     *       "attempts": [
                     *         {
                     *           "epoch": 1,
                     *           "pid": 4711,
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "ended_at": null,
                     *           "exit_code": null,
                     *           "exit_reason": null
                     *         }
                     *       ],
                     *       "disk_mb": 0.4,
                     *       "file_guard": {
                     *         "refusals": 0,
                     *         "details": []
                     *       },
                     *       "result": null
                     *     }
                     */
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/runs/{thread_id}/fork"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/fork"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `CHECKPOINT_NOT_FOUND`: The run has no such checkpoint. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}/fork"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "CHECKPOINT_NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/runs/{thread_id}/fork"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `NOTHING_DUE`: At this checkpoint the flow was at its end. · `RUN_EXISTS`: A different run was started with this thread_id before. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Conflict",
                     *       "status": 409,
                     *       "code": "RUN_EXISTS",
                     *       "detail": "A different run was started with this thread_id before.",
                     *       "hint": "Choose another thread_id; sending the same body again is answered with the existing run.",
                     *       "instance": "/runs/{thread_id}/fork"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOTHING_DUE" | "RUN_EXISTS";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/runs/{thread_id}/fork"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/runs/{thread_id}/fork"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/fork"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `INVALID_UPDATES`: A resume's updates cannot be merged into the run's state. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/runs/{thread_id}/fork"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "INVALID_UPDATES" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `QUEUE_FULL`: As many runs wait for a worker as may wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Too Many Requests",
                     *       "status": 429,
                     *       "code": "QUEUE_FULL",
                     *       "detail": "As many runs wait for a worker as may wait.",
                     *       "hint": "Try again when some of them have begun; nothing was kept of this one. Setting: max_queued_runs.",
                     *       "instance": "/runs/{thread_id}/fork"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "QUEUE_FULL";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}/fork"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}/fork"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}/fork"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}/fork"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    get_history_runs__thread_id__history_get: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": 41,
                     *           "type": "resume_request",
                     *           "ts": "2026-01-31T12:00:00.000Z",
                     *           "processed": true,
                     *           "payload": {
                     *             "updates": {
                     *               "name": "Bob"
                     *             }
                     *           }
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": components["schemas"]["HistoryPage"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/runs/{thread_id}/history"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/history"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}/history"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/history"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `BAD_CURSOR`: The cursor was not made by this endpoint. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_CURSOR",
                     *       "detail": "The cursor was not made by this endpoint.",
                     *       "hint": "Pass 'next' of the previous page unchanged, or leave the cursor out.",
                     *       "instance": "/runs/{thread_id}/history"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "BAD_CURSOR";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}/history"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}/history"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}/history"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}/history"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    get_logs_runs__thread_id__logs_get: {
        parameters: {
            query?: {
                /** @description the seq of a line to be shown */
                around?: number | null;
                /** @description with around: lines before and behind it */
                context?: number;
                cursor?: string | null;
                /** @description the whole log as NDJSON */
                download?: "1" | null;
                /** @description this level and above */
                level?: ("DEBUG" | "INFO" | "WARNING" | "ERROR" | "CRITICAL") | null;
                limit?: number;
                node?: string | null;
                /** @description oldest first, or newest first */
                order?: "asc" | "desc";
                q?: string | null;
            };
            header?: never;
            path: {
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description a page, or the whole log */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "ts": "2026-01-31T12:00:00.000Z",
                     *           "level": "INFO",
                     *           "thread_id": "my-run",
                     *           "node_id": "hello",
                     *           "message": "hello Ann",
                     *           "context": {},
                     *           "seq": 7
                     *         }
                     *       ],
                     *       "next": null,
                     *       "position": "WyJsb2dzIl0",
                     *       "previous": null,
                     *       "counts": {
                     *         "INFO": 7
                     *       },
                     *       "counted": true,
                     *       "dropped": 0,
                     *       "removed": 0
                     *     }
                     */
                    "application/json": components["schemas"]["LogAnswer"];
                    "application/x-ndjson": string;
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/runs/{thread_id}/logs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/logs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}/logs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/logs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `BAD_CURSOR`: The cursor was not made by this endpoint. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_CURSOR",
                     *       "detail": "The cursor was not made by this endpoint.",
                     *       "hint": "Pass 'next' of the previous page unchanged, or leave the cursor out.",
                     *       "instance": "/runs/{thread_id}/logs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "BAD_CURSOR";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}/logs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}/logs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}/logs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}/logs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    get_run_metrics_runs__thread_id__metrics_get: {
        parameters: {
            query?: {
                /** @description only samples behind this time (RFC 3339 with a zone) */
                since?: string | null;
            };
            header?: never;
            path: {
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "my-run",
                     *       "interval_s": 2,
                     *       "times": [
                     *         "2026-01-31T12:00:00.000Z"
                     *       ],
                     *       "cpu_percent": [
                     *         98.5
                     *       ],
                     *       "rss_mb": [
                     *         82.4
                     *       ],
                     *       "threads": [
                     *         6
                     *       ],
                     *       "children": [
                     *         0
                     *       ],
                     *       "open_files": [
                     *         21
                     *       ],
                     *       "items_per_s": [
                     *         8
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["SeriesAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/runs/{thread_id}/metrics"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/metrics"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}/metrics"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/metrics"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/runs/{thread_id}/metrics"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}/metrics"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}/metrics"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}/metrics"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}/metrics"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    pause_runs__thread_id__pause_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["NoFields"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "my-run",
                     *       "status": "running",
                     *       "signal_id": 42
                     *     }
                     */
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/runs/{thread_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/runs/{thread_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `INVALID_STATE`: The run's status does not allow this command. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Conflict",
                     *       "status": 409,
                     *       "code": "INVALID_STATE",
                     *       "detail": "The run's status does not allow this command.",
                     *       "hint": "GET /runs/{id} shows the run's status.",
                     *       "instance": "/runs/{thread_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_STATE";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/runs/{thread_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/runs/{thread_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/runs/{thread_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    rename_runs__thread_id__rename_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "title": "双十一选品",
                 *       "tags": [
                 *         "spring"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["RenameRun"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "my-run",
                     *       "title": "双十一选品",
                     *       "tags": [
                     *         "spring"
                     *       ],
                     *       "flow_id": "hello",
                     *       "version": 1,
                     *       "flow_name": "Hello",
                     *       "flow_name_zh": "你好",
                     *       "status": "running",
                     *       "reason": null,
                     *       "pause_requested": false,
                     *       "cancel_requested": false,
                     *       "interrupt": null,
                     *       "error": null,
                     *       "skipped": 0,
                     *       "times": {
                     *         "created_at": "2026-01-31T12:00:00.000Z",
                     *         "queued_at": "2026-01-31T12:00:00.000Z",
                     *         "started_at": "2026-01-31T12:00:00.000Z",
                     *         "finished_at": null,
                     *         "last_event_at": "2026-01-31T12:00:00.000Z",
                     *         "duration_s": 12.5
                     *       },
                     *       "input": {
                     *         "name": "Ann"
                     *       },
                     *       "forked_from": null,
                     *       "current_nodes": [
                     *         "hello"
                     *       ],
                     *       "open_visits": [
                     *         {
                     *           "node": "hello",
                     *           "visit": 1,
                     *           "attempt": 1,
                     *           "status": "running",
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "progress": {
                     *             "node": "hello",
                     *             "visit": 1,
                     *             "label": "greetings",
                     *             "done": 40,
                     *             "failed": 0,
                     *             "skipped": 0,
                     *             "total": 100,
                     *             "rate": 8,
                     *             "eta_s": 7.5
                     *           }
                     *         }
                     *       ],
                     *       "progress": {
                     *         "node": "hello",
                     *         "visit": 1,
                     *         "label": "greetings",
                     *         "done": 40,
                     *         "failed": 0,
                     *         "skipped": 0,
                     *         "total": 100,
                     *         "rate": 8,
                     *         "eta_s": 7.5
                     *       },
                     *       "nodes": [
                     *         {
                     *           "id": "hello",
                     *           "label": "Greet",
                     *           "label_zh": "问候",
                     *           "status": "running",
                     *           "visits": 1,
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "duration_s": 12.5
                     *         }
                     *       ],
                     *       "edges": [
                     *         {
                     *           "edge": 0,
                     *           "source": "start",
                     *           "target": "hello",
                     *           "taken": 1
                     *         }
                     *       ],
                     *       "process": {
                     *         "pid": 4711,
                     *         "instance": "worker_01k7",
                     *         "epoch": 1,
                     *         "responsive": true,
                     *         "cpu_percent": 98.5,
                     *         "rss_mb": 82.4,
                     *         "threads": 6,
                     *         "children": 0,
                     *         "open_files": 21,
                     *         "uptime_s": 12.5
                     *       },
                     *       "attempts": [
                     *         {
                     *           "epoch": 1,
                     *           "pid": 4711,
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "ended_at": null,
                     *           "exit_code": null,
                     *           "exit_reason": null
                     *         }
                     *       ],
                     *       "disk_mb": 0.4,
                     *       "file_guard": {
                     *         "refusals": 0,
                     *         "details": []
                     *       },
                     *       "result": null
                     *     }
                     */
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/runs/{thread_id}/rename"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/rename"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}/rename"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/runs/{thread_id}/rename"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/runs/{thread_id}/rename"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/runs/{thread_id}/rename"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/rename"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/runs/{thread_id}/rename"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}/rename"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}/rename"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}/rename"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}/rename"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    rerun_runs__thread_id__rerun_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "input": {
                 *         "name": "Bob"
                 *       },
                 *       "thread_id": "my-rerun"
                 *     }
                 */
                "application/json": components["schemas"]["RerunRun"];
            };
        };
        responses: {
            /** @description the same request was accepted before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "my-rerun",
                     *       "title": "双十一选品",
                     *       "tags": [
                     *         "spring"
                     *       ],
                     *       "flow_id": "hello",
                     *       "version": 1,
                     *       "flow_name": "Hello",
                     *       "flow_name_zh": "你好",
                     *       "status": "running",
                     *       "reason": null,
                     *       "pause_requested": false,
                     *       "cancel_requested": false,
                     *       "interrupt": null,
                     *       "error": null,
                     *       "skipped": 0,
                     *       "times": {
                     *         "created_at": "2026-01-31T12:00:00.000Z",
                     *         "queued_at": "2026-01-31T12:00:00.000Z",
                     *         "started_at": "2026-01-31T12:00:00.000Z",
                     *         "finished_at": null,
                     *         "last_event_at": "2026-01-31T12:00:00.000Z",
                     *         "duration_s": 12.5
                     *       },
                     *       "input": {
                     *         "name": "Bob"
                     *       },
                     *       "forked_from": null,
                     *       "current_nodes": [
                     *         "hello"
                     *       ],
                     *       "open_visits": [
                     *         {
                     *           "node": "hello",
                     *           "visit": 1,
                     *           "attempt": 1,
                     *           "status": "running",
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "progress": {
                     *             "node": "hello",
                     *             "visit": 1,
                     *             "label": "greetings",
                     *             "done": 40,
                     *             "failed": 0,
                     *             "skipped": 0,
                     *             "total": 100,
                     *             "rate": 8,
                     *             "eta_s": 7.5
                     *           }
                     *         }
                     *       ],
                     *       "progress": {
                     *         "node": "hello",
                     *         "visit": 1,
                     *         "label": "greetings",
                     *         "done": 40,
                     *         "failed": 0,
                     *         "skipped": 0,
                     *         "total": 100,
                     *         "rate": 8,
                     *         "eta_s": 7.5
                     *       },
                     *       "nodes": [
                     *         {
                     *           "id": "hello",
                     *           "label": "Greet",
                     *           "label_zh": "问候",
                     *           "status": "running",
                     *           "visits": 1,
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "duration_s": 12.5
                     *         }
                     *       ],
                     *       "edges": [
                     *         {
                     *           "edge": 0,
                     *           "source": "start",
                     *           "target": "hello",
                     *           "taken": 1
                     *         }
                     *       ],
                     *       "process": {
                     *         "pid": 4711,
                     *         "instance": "worker_01k7",
                     *         "epoch": 1,
                     *         "responsive": true,
                     *         "cpu_percent": 98.5,
                     *         "rss_mb": 82.4,
                     *         "threads": 6,
                     *         "children": 0,
                     *         "open_files": 21,
                     *         "uptime_s": 12.5
                     *       },
                     *       "attempts": [
                     *         {
                     *           "epoch": 1,
                     *           "pid": 4711,
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "ended_at": null,
                     *           "exit_code": null,
                     *           "exit_reason": null
                     *         }
                     *       ],
                     *       "disk_mb": 0.4,
                     *       "file_guard": {
                     *         "refusals": 0,
                     *         "details": []
                     *       },
                     *       "result": null
                     *     }
                     */
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "my-rerun",
                     *       "title": "双十一选品",
                     *       "tags": [
                     *         "spring"
                     *       ],
                     *       "flow_id": "hello",
                     *       "version": 1,
                     *       "flow_name": "Hello",
                     *       "flow_name_zh": "你好",
                     *       "status": "running",
                     *       "reason": null,
                     *       "pause_requested": false,
                     *       "cancel_requested": false,
                     *       "interrupt": null,
                     *       "error": null,
                     *       "skipped": 0,
                     *       "times": {
                     *         "created_at": "2026-01-31T12:00:00.000Z",
                     *         "queued_at": "2026-01-31T12:00:00.000Z",
                     *         "started_at": "2026-01-31T12:00:00.000Z",
                     *         "finished_at": null,
                     *         "last_event_at": "2026-01-31T12:00:00.000Z",
                     *         "duration_s": 12.5
                     *       },
                     *       "input": {
                     *         "name": "Bob"
                     *       },
                     *       "forked_from": null,
                     *       "current_nodes": [
                     *         "hello"
                     *       ],
                     *       "open_visits": [
                     *         {
                     *           "node": "hello",
                     *           "visit": 1,
                     *           "attempt": 1,
                     *           "status": "running",
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "progress": {
                     *             "node": "hello",
                     *             "visit": 1,
                     *             "label": "greetings",
                     *             "done": 40,
                     *             "failed": 0,
                     *             "skipped": 0,
                     *             "total": 100,
                     *             "rate": 8,
                     *             "eta_s": 7.5
                     *           }
                     *         }
                     *       ],
                     *       "progress": {
                     *         "node": "hello",
                     *         "visit": 1,
                     *         "label": "greetings",
                     *         "done": 40,
                     *         "failed": 0,
                     *         "skipped": 0,
                     *         "total": 100,
                     *         "rate": 8,
                     *         "eta_s": 7.5
                     *       },
                     *       "nodes": [
                     *         {
                     *           "id": "hello",
                     *           "label": "Greet",
                     *           "label_zh": "问候",
                     *           "status": "running",
                     *           "visits": 1,
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "duration_s": 12.5
                     *         }
                     *       ],
                     *       "edges": [
                     *         {
                     *           "edge": 0,
                     *           "source": "start",
                     *           "target": "hello",
                     *           "taken": 1
                     *         }
                     *       ],
                     *       "process": {
                     *         "pid": 4711,
                     *         "instance": "worker_01k7",
                     *         "epoch": 1,
                     *         "responsive": true,
                     *         "cpu_percent": 98.5,
                     *         "rss_mb": 82.4,
                     *         "threads": 6,
                     *         "children": 0,
                     *         "open_files": 21,
                     *         "uptime_s": 12.5
                     *       },
                     *       "attempts": [
                     *         {
                     *           "epoch": 1,
                     *           "pid": 4711,
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "ended_at": null,
                     *           "exit_code": null,
                     *           "exit_reason": null
                     *         }
                     *       ],
                     *       "disk_mb": 0.4,
                     *       "file_guard": {
                     *         "refusals": 0,
                     *         "details": []
                     *       },
                     *       "result": null
                     *     }
                     */
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/runs/{thread_id}/rerun"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/rerun"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `VERSION_NOT_FOUND`: The flow has no such version. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}/rerun"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "VERSION_NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/runs/{thread_id}/rerun"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `RUN_EXISTS`: A different run was started with this thread_id before. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Conflict",
                     *       "status": 409,
                     *       "code": "RUN_EXISTS",
                     *       "detail": "A different run was started with this thread_id before.",
                     *       "hint": "Choose another thread_id; sending the same body again is answered with the existing run.",
                     *       "instance": "/runs/{thread_id}/rerun"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "RUN_EXISTS";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/runs/{thread_id}/rerun"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/runs/{thread_id}/rerun"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/rerun"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `INVALID_FLOW`: The flow has mistakes. · `INVALID_INPUT`: The input does not fit what the flow declares under 'inputs'. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/runs/{thread_id}/rerun"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "INVALID_FLOW" | "INVALID_INPUT" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}/rerun"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}/rerun"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}/rerun"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}/rerun"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    resume_runs__thread_id__resume_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "updates": {
                 *         "name": "Bob"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["ResumeRun"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "my-run",
                     *       "status": "pending",
                     *       "signal_id": 42
                     *     }
                     */
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/runs/{thread_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/runs/{thread_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `INVALID_STATE`: The run's status does not allow this command. · `NO_QUESTION`: The run asked nothing. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Conflict",
                     *       "status": 409,
                     *       "code": "NO_QUESTION",
                     *       "detail": "The run asked nothing.",
                     *       "hint": "Resume without 'value'; parameters are changed with 'updates'.",
                     *       "instance": "/runs/{thread_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_STATE" | "NO_QUESTION";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/runs/{thread_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/runs/{thread_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `ANSWER_REQUIRED`: The run waits for an answer to its question. · `INVALID_UPDATES`: A resume's updates cannot be merged into the run's state. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/runs/{thread_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "ANSWER_REQUIRED" | "INVALID_UPDATES" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    retry_runs__thread_id__retry_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /**
                 * @example {
                 *       "error": "TimeoutError"
                 *     }
                 */
                "application/json": components["schemas"]["RetryRun"];
            };
        };
        responses: {
            /** @description of a finished run: a new one tries what was skipped again */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "my-run",
                     *       "status": "pending",
                     *       "signal_id": 42
                     *     }
                     */
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "my-run",
                     *       "status": "pending",
                     *       "signal_id": 42
                     *     }
                     */
                    "application/json": components["schemas"]["CommandAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/runs/{thread_id}/retry"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/retry"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `CHECKPOINT_NOT_FOUND`: The run has no such checkpoint. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}/retry"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "CHECKPOINT_NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/runs/{thread_id}/retry"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `INVALID_STATE`: The run's status does not allow this command. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Conflict",
                     *       "status": 409,
                     *       "code": "INVALID_STATE",
                     *       "detail": "The run's status does not allow this command.",
                     *       "hint": "GET /runs/{id} shows the run's status.",
                     *       "instance": "/runs/{thread_id}/retry"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_STATE";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/runs/{thread_id}/retry"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/runs/{thread_id}/retry"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/retry"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/runs/{thread_id}/retry"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `QUEUE_FULL`: As many runs wait for a worker as may wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Too Many Requests",
                     *       "status": 429,
                     *       "code": "QUEUE_FULL",
                     *       "detail": "As many runs wait for a worker as may wait.",
                     *       "hint": "Try again when some of them have begun; nothing was kept of this one. Setting: max_queued_runs.",
                     *       "instance": "/runs/{thread_id}/retry"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "QUEUE_FULL";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}/retry"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}/retry"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}/retry"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}/retry"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    stacks_runs__thread_id__stacks_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["NoFields"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "my-run",
                     *       "stacks": "Thread 0x7f31 (most recent call first): ..."
                     *     }
                     */
                    "application/json": components["schemas"]["StacksAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/runs/{thread_id}/stacks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/stacks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}/stacks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/runs/{thread_id}/stacks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `INVALID_STATE`: The run's status does not allow this command. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Conflict",
                     *       "status": 409,
                     *       "code": "INVALID_STATE",
                     *       "detail": "The run's status does not allow this command.",
                     *       "hint": "GET /runs/{id} shows the run's status.",
                     *       "instance": "/runs/{thread_id}/stacks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_STATE";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/runs/{thread_id}/stacks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/runs/{thread_id}/stacks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/stacks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/runs/{thread_id}/stacks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}/stacks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}/stacks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}/stacks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}/stacks"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    get_state_runs__thread_id__state_get: {
        parameters: {
            query?: {
                checkpoint?: string | null;
            };
            header?: never;
            path: {
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "checkpoint_id": "1f0c",
                     *       "values": {
                     *         "name": "Ann",
                     *         "greeting": "Hello, Ann"
                     *       },
                     *       "truncated": false
                     *     }
                     */
                    "application/json": components["schemas"]["StateAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/runs/{thread_id}/state"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/state"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `CHECKPOINT_NOT_FOUND`: The run has no such checkpoint. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}/state"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "CHECKPOINT_NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/state"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/runs/{thread_id}/state"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}/state"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}/state"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}/state"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}/state"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    list_steps_runs__thread_id__steps_get: {
        parameters: {
            query?: {
                cursor?: string | null;
                error?: string | null;
                limit?: number;
                node?: string | null;
                state?: ("done" | "failed" | "skipped") | null;
            };
            header?: never;
            path: {
                /** @example my-run */
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [],
                     *       "next": null,
                     *       "loops": [],
                     *       "errors": [],
                     *       "again": 0
                     *     }
                     */
                    "application/json": components["schemas"]["StepPage"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/runs/{thread_id}/steps"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/steps"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `RUN_NOT_FOUND`: There is no run with this thread_id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "RUN_NOT_FOUND",
                     *       "detail": "There is no run with this thread_id.",
                     *       "hint": "GET /runs lists the runs that exist.",
                     *       "instance": "/runs/{thread_id}/steps"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "RUN_NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/{thread_id}/steps"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `BAD_CURSOR`: The cursor was not made by this endpoint. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_CURSOR",
                     *       "detail": "The cursor was not made by this endpoint.",
                     *       "hint": "Pass 'next' of the previous page unchanged, or leave the cursor out.",
                     *       "instance": "/runs/{thread_id}/steps"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "BAD_CURSOR";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/{thread_id}/steps"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/{thread_id}/steps"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/{thread_id}/steps"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/{thread_id}/steps"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    bulk_runs_bulk_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "command": "retry",
                 *       "filter": {
                 *         "status": "error",
                 *         "tag": "spring"
                 *       },
                 *       "dry_run": true
                 *     }
                 */
                "application/json": components["schemas"]["BulkRuns"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "command": "retry",
                     *       "dry_run": true,
                     *       "total": 1,
                     *       "more": 0,
                     *       "counts": {
                     *         "accepted": 1,
                     *         "not_allowed": 0,
                     *         "changed": 0,
                     *         "failed": 0
                     *       },
                     *       "items": [
                     *         {
                     *           "thread_id": "my-run",
                     *           "outcome": "accepted",
                     *           "status": "error",
                     *           "code": null,
                     *           "detail": null,
                     *           "started": null
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["BulkAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/runs/bulk"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/bulk"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "NOT_FOUND",
                     *       "detail": "There is nothing at this address.",
                     *       "hint": "docs/api.md lists the endpoints.",
                     *       "instance": "/runs/bulk"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/runs/bulk"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/runs/bulk"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/runs/bulk"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/bulk"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/runs/bulk"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/bulk"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/bulk"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/bulk"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/bulk"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    start_runs_start_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "flow_id": "hello",
                 *       "thread_id": "my-run",
                 *       "input": {
                 *         "name": "Ann"
                 *       },
                 *       "title": "双十一选品",
                 *       "tags": [
                 *         "spring"
                 *       ]
                 *     }
                 */
                "application/json": components["schemas"]["StartRun"];
            };
        };
        responses: {
            /** @description the same request was accepted before */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "my-run",
                     *       "title": "双十一选品",
                     *       "tags": [
                     *         "spring"
                     *       ],
                     *       "flow_id": "hello",
                     *       "version": 1,
                     *       "flow_name": "Hello",
                     *       "flow_name_zh": "你好",
                     *       "status": "pending",
                     *       "reason": null,
                     *       "pause_requested": false,
                     *       "cancel_requested": false,
                     *       "interrupt": null,
                     *       "error": null,
                     *       "skipped": 0,
                     *       "times": {
                     *         "created_at": "2026-01-31T12:00:00.000Z",
                     *         "queued_at": "2026-01-31T12:00:00.000Z",
                     *         "started_at": "2026-01-31T12:00:00.000Z",
                     *         "finished_at": null,
                     *         "last_event_at": "2026-01-31T12:00:00.000Z",
                     *         "duration_s": 12.5
                     *       },
                     *       "input": {
                     *         "name": "Ann"
                     *       },
                     *       "forked_from": null,
                     *       "current_nodes": [
                     *         "hello"
                     *       ],
                     *       "open_visits": [
                     *         {
                     *           "node": "hello",
                     *           "visit": 1,
                     *           "attempt": 1,
                     *           "status": "running",
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "progress": {
                     *             "node": "hello",
                     *             "visit": 1,
                     *             "label": "greetings",
                     *             "done": 40,
                     *             "failed": 0,
                     *             "skipped": 0,
                     *             "total": 100,
                     *             "rate": 8,
                     *             "eta_s": 7.5
                     *           }
                     *         }
                     *       ],
                     *       "progress": {
                     *         "node": "hello",
                     *         "visit": 1,
                     *         "label": "greetings",
                     *         "done": 40,
                     *         "failed": 0,
                     *         "skipped": 0,
                     *         "total": 100,
                     *         "rate": 8,
                     *         "eta_s": 7.5
                     *       },
                     *       "nodes": [
                     *         {
                     *           "id": "hello",
                     *           "label": "Greet",
                     *           "label_zh": "问候",
                     *           "status": "running",
                     *           "visits": 1,
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "duration_s": 12.5
                     *         }
                     *       ],
                     *       "edges": [
                     *         {
                     *           "edge": 0,
                     *           "source": "start",
                     *           "target": "hello",
                     *           "taken": 1
                     *         }
                     *       ],
                     *       "process": null,
                     *       "attempts": [],
                     *       "disk_mb": 0.4,
                     *       "file_guard": {
                     *         "refusals": 0,
                     *         "details": []
                     *       },
                     *       "result": null
                     *     }
                     */
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "my-run",
                     *       "title": "双十一选品",
                     *       "tags": [
                     *         "spring"
                     *       ],
                     *       "flow_id": "hello",
                     *       "version": 1,
                     *       "flow_name": "Hello",
                     *       "flow_name_zh": "你好",
                     *       "status": "pending",
                     *       "reason": null,
                     *       "pause_requested": false,
                     *       "cancel_requested": false,
                     *       "interrupt": null,
                     *       "error": null,
                     *       "skipped": 0,
                     *       "times": {
                     *         "created_at": "2026-01-31T12:00:00.000Z",
                     *         "queued_at": "2026-01-31T12:00:00.000Z",
                     *         "started_at": "2026-01-31T12:00:00.000Z",
                     *         "finished_at": null,
                     *         "last_event_at": "2026-01-31T12:00:00.000Z",
                     *         "duration_s": 12.5
                     *       },
                     *       "input": {
                     *         "name": "Ann"
                     *       },
                     *       "forked_from": null,
                     *       "current_nodes": [
                     *         "hello"
                     *       ],
                     *       "open_visits": [
                     *         {
                     *           "node": "hello",
                     *           "visit": 1,
                     *           "attempt": 1,
                     *           "status": "running",
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "progress": {
                     *             "node": "hello",
                     *             "visit": 1,
                     *             "label": "greetings",
                     *             "done": 40,
                     *             "failed": 0,
                     *             "skipped": 0,
                     *             "total": 100,
                     *             "rate": 8,
                     *             "eta_s": 7.5
                     *           }
                     *         }
                     *       ],
                     *       "progress": {
                     *         "node": "hello",
                     *         "visit": 1,
                     *         "label": "greetings",
                     *         "done": 40,
                     *         "failed": 0,
                     *         "skipped": 0,
                     *         "total": 100,
                     *         "rate": 8,
                     *         "eta_s": 7.5
                     *       },
                     *       "nodes": [
                     *         {
                     *           "id": "hello",
                     *           "label": "Greet",
                     *           "label_zh": "问候",
                     *           "status": "running",
                     *           "visits": 1,
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "duration_s": 12.5
                     *         }
                     *       ],
                     *       "edges": [
                     *         {
                     *           "edge": 0,
                     *           "source": "start",
                     *           "target": "hello",
                     *           "taken": 1
                     *         }
                     *       ],
                     *       "process": null,
                     *       "attempts": [],
                     *       "disk_mb": 0.4,
                     *       "file_guard": {
                     *         "refusals": 0,
                     *         "details": []
                     *       },
                     *       "result": null
                     *     }
                     */
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/runs/start"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/start"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `FLOW_NOT_FOUND`: There is no flow with this id. · `VERSION_NOT_FOUND`: The flow has no such version. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "VERSION_NOT_FOUND",
                     *       "detail": "The flow has no such version.",
                     *       "hint": "GET /flows/{id}/versions lists the versions that exist.",
                     *       "instance": "/runs/start"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "FLOW_NOT_FOUND" | "VERSION_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/runs/start"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `NOT_PUBLISHED`: The flow has no published version to start. · `RUN_EXISTS`: A different run was started with this thread_id before. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Conflict",
                     *       "status": 409,
                     *       "code": "RUN_EXISTS",
                     *       "detail": "A different run was started with this thread_id before.",
                     *       "hint": "Choose another thread_id; sending the same body again is answered with the existing run.",
                     *       "instance": "/runs/start"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_PUBLISHED" | "RUN_EXISTS";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/runs/start"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/runs/start"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/runs/start"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `INVALID_INPUT`: The input does not fit what the flow declares under 'inputs'. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/runs/start"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "INVALID_INPUT" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `QUEUE_FULL`: As many runs wait for a worker as may wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Too Many Requests",
                     *       "status": 429,
                     *       "code": "QUEUE_FULL",
                     *       "detail": "As many runs wait for a worker as may wait.",
                     *       "hint": "Try again when some of them have begun; nothing was kept of this one. Setting: max_queued_runs.",
                     *       "instance": "/runs/start"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "QUEUE_FULL";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/runs/start"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/runs/start"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/runs/start"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/runs/start"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    list_schedules_schedules_get: {
        parameters: {
            query?: {
                cursor?: string | null;
                /** @description of this flow only */
                flow_id?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "id": "nightly-5f2c9a1e",
                     *           "title": "Nightly",
                     *           "flow_id": "hello",
                     *           "version": null,
                     *           "cron": "30 2 * * *",
                     *           "every_s": null,
                     *           "at": null,
                     *           "timezone": "Europe/Berlin",
                     *           "input": {
                     *             "name": "Ann"
                     *           },
                     *           "overlap": "skip",
                     *           "catch_up": "last",
                     *           "state": "active",
                     *           "next": [
                     *             {
                     *               "time": "2026-03-29T01:00:00.000Z",
                     *               "local": "2026-03-29T03:00:00+02:00",
                     *               "clocks": "skipped"
                     *             }
                     *           ],
                     *           "waiting": 0,
                     *           "last": null,
                     *           "last_missed": null,
                     *           "created_at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": components["schemas"]["SchedulePage"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `FLOW_NOT_FOUND`: There is no flow with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "FLOW_NOT_FOUND",
                     *       "detail": "There is no flow with this id.",
                     *       "hint": "GET /flows lists the flows that exist.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "FLOW_NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `BAD_CURSOR`: The cursor was not made by this endpoint. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_CURSOR",
                     *       "detail": "The cursor was not made by this endpoint.",
                     *       "hint": "Pass 'next' of the previous page unchanged, or leave the cursor out.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "BAD_CURSOR";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    create_schedule_schedules_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "flow_id": "hello",
                 *       "title": "Nightly",
                 *       "cron": "30 2 * * *",
                 *       "timezone": "Europe/Berlin",
                 *       "input": {
                 *         "name": "Ann"
                 *       }
                 *     }
                 */
                "application/json": components["schemas"]["NewSchedule"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "nightly-5f2c9a1e",
                     *       "title": "Nightly",
                     *       "flow_id": "hello",
                     *       "version": null,
                     *       "cron": "30 2 * * *",
                     *       "every_s": null,
                     *       "at": null,
                     *       "timezone": "Europe/Berlin",
                     *       "input": {
                     *         "name": "Ann"
                     *       },
                     *       "overlap": "skip",
                     *       "catch_up": "last",
                     *       "state": "active",
                     *       "next": [
                     *         {
                     *           "time": "2026-03-29T01:00:00.000Z",
                     *           "local": "2026-03-29T03:00:00+02:00",
                     *           "clocks": "skipped"
                     *         }
                     *       ],
                     *       "waiting": 0,
                     *       "last": null,
                     *       "last_missed": null,
                     *       "created_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ScheduleAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `FLOW_NOT_FOUND`: There is no flow with this id. · `VERSION_NOT_FOUND`: The flow has no such version. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "VERSION_NOT_FOUND",
                     *       "detail": "The flow has no such version.",
                     *       "hint": "GET /flows/{id}/versions lists the versions that exist.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "FLOW_NOT_FOUND" | "VERSION_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `NOT_PUBLISHED`: The flow has no published version to start. · `TOO_MANY_SCHEDULES`: There are as many schedules as there can be. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Conflict",
                     *       "status": 409,
                     *       "code": "TOO_MANY_SCHEDULES",
                     *       "detail": "There are as many schedules as there can be.",
                     *       "hint": "Delete those that are over, or that nobody needs.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_PUBLISHED" | "TOO_MANY_SCHEDULES";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `INVALID_FLOW`: The flow has mistakes. · `INVALID_INPUT`: The input does not fit what the flow declares under 'inputs'. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "INVALID_FLOW" | "INVALID_INPUT" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/schedules"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    get_schedule_schedules__schedule_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example nightly-5f2c9a1e */
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "nightly-5f2c9a1e",
                     *       "title": "Nightly",
                     *       "flow_id": "hello",
                     *       "version": null,
                     *       "cron": "30 2 * * *",
                     *       "every_s": null,
                     *       "at": null,
                     *       "timezone": "Europe/Berlin",
                     *       "input": {
                     *         "name": "Ann"
                     *       },
                     *       "overlap": "skip",
                     *       "catch_up": "last",
                     *       "state": "active",
                     *       "next": [
                     *         {
                     *           "time": "2026-03-29T01:00:00.000Z",
                     *           "local": "2026-03-29T03:00:00+02:00",
                     *           "clocks": "skipped"
                     *         }
                     *       ],
                     *       "waiting": 0,
                     *       "last": null,
                     *       "last_missed": null,
                     *       "created_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ScheduleAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `SCHEDULE_NOT_FOUND`: There is no schedule with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "SCHEDULE_NOT_FOUND",
                     *       "detail": "There is no schedule with this id.",
                     *       "hint": "GET /schedules lists the schedules that exist.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "SCHEDULE_NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    change_schedule_schedules__schedule_id__put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example nightly-5f2c9a1e */
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "cron": "0 4 * * *"
                 *     }
                 */
                "application/json": components["schemas"]["ChangedSchedule"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "nightly-5f2c9a1e",
                     *       "title": "Nightly",
                     *       "flow_id": "hello",
                     *       "version": null,
                     *       "cron": "0 4 * * *",
                     *       "every_s": null,
                     *       "at": null,
                     *       "timezone": "Europe/Berlin",
                     *       "input": {
                     *         "name": "Ann"
                     *       },
                     *       "overlap": "skip",
                     *       "catch_up": "last",
                     *       "state": "active",
                     *       "next": [
                     *         {
                     *           "time": "2026-03-29T01:00:00.000Z",
                     *           "local": "2026-03-29T03:00:00+02:00",
                     *           "clocks": "skipped"
                     *         }
                     *       ],
                     *       "waiting": 0,
                     *       "last": null,
                     *       "last_missed": null,
                     *       "created_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ScheduleAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `FLOW_NOT_FOUND`: There is no flow with this id. · `VERSION_NOT_FOUND`: The flow has no such version. · `SCHEDULE_NOT_FOUND`: There is no schedule with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "SCHEDULE_NOT_FOUND",
                     *       "detail": "There is no schedule with this id.",
                     *       "hint": "GET /schedules lists the schedules that exist.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "FLOW_NOT_FOUND" | "VERSION_NOT_FOUND" | "SCHEDULE_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `NOT_PUBLISHED`: The flow has no published version to start. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Conflict",
                     *       "status": 409,
                     *       "code": "NOT_PUBLISHED",
                     *       "detail": "The flow has no published version to start.",
                     *       "hint": "Publish a version, or name one with 'version'.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_PUBLISHED";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `INVALID_FLOW`: The flow has mistakes. · `INVALID_INPUT`: The input does not fit what the flow declares under 'inputs'. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "INVALID_FLOW" | "INVALID_INPUT" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    delete_schedule_schedules__schedule_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example nightly-5f2c9a1e */
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `SCHEDULE_NOT_FOUND`: There is no schedule with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "SCHEDULE_NOT_FOUND",
                     *       "detail": "There is no schedule with this id.",
                     *       "hint": "GET /schedules lists the schedules that exist.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "SCHEDULE_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/schedules/{schedule_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    pause_schedule_schedules__schedule_id__pause_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example nightly-5f2c9a1e */
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["NoFields"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "nightly-5f2c9a1e",
                     *       "title": "Nightly",
                     *       "flow_id": "hello",
                     *       "version": null,
                     *       "cron": "30 2 * * *",
                     *       "every_s": null,
                     *       "at": null,
                     *       "timezone": "Europe/Berlin",
                     *       "input": {
                     *         "name": "Ann"
                     *       },
                     *       "overlap": "skip",
                     *       "catch_up": "last",
                     *       "state": "paused",
                     *       "next": [],
                     *       "waiting": 0,
                     *       "last": null,
                     *       "last_missed": null,
                     *       "created_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ScheduleAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/schedules/{schedule_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/schedules/{schedule_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `SCHEDULE_NOT_FOUND`: There is no schedule with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "SCHEDULE_NOT_FOUND",
                     *       "detail": "There is no schedule with this id.",
                     *       "hint": "GET /schedules lists the schedules that exist.",
                     *       "instance": "/schedules/{schedule_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "SCHEDULE_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/schedules/{schedule_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/schedules/{schedule_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/schedules/{schedule_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/schedules/{schedule_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/schedules/{schedule_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/schedules/{schedule_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/schedules/{schedule_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/schedules/{schedule_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/schedules/{schedule_id}/pause"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    resume_schedule_schedules__schedule_id__resume_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example nightly-5f2c9a1e */
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["NoFields"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "nightly-5f2c9a1e",
                     *       "title": "Nightly",
                     *       "flow_id": "hello",
                     *       "version": null,
                     *       "cron": "30 2 * * *",
                     *       "every_s": null,
                     *       "at": null,
                     *       "timezone": "Europe/Berlin",
                     *       "input": {
                     *         "name": "Ann"
                     *       },
                     *       "overlap": "skip",
                     *       "catch_up": "last",
                     *       "state": "active",
                     *       "next": [
                     *         {
                     *           "time": "2026-03-29T01:00:00.000Z",
                     *           "local": "2026-03-29T03:00:00+02:00",
                     *           "clocks": "skipped"
                     *         }
                     *       ],
                     *       "waiting": 0,
                     *       "last": null,
                     *       "last_missed": null,
                     *       "created_at": "2026-01-31T12:00:00.000Z"
                     *     }
                     */
                    "application/json": components["schemas"]["ScheduleAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/schedules/{schedule_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/schedules/{schedule_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `SCHEDULE_NOT_FOUND`: There is no schedule with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "SCHEDULE_NOT_FOUND",
                     *       "detail": "There is no schedule with this id.",
                     *       "hint": "GET /schedules lists the schedules that exist.",
                     *       "instance": "/schedules/{schedule_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "SCHEDULE_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/schedules/{schedule_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/schedules/{schedule_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/schedules/{schedule_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/schedules/{schedule_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/schedules/{schedule_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/schedules/{schedule_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/schedules/{schedule_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/schedules/{schedule_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/schedules/{schedule_id}/resume"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    run_schedule_now_schedules__schedule_id__run_now_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example nightly-5f2c9a1e */
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["NoFields"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "thread_id": "my-run",
                     *       "title": "双十一选品",
                     *       "tags": [
                     *         "spring"
                     *       ],
                     *       "flow_id": "hello",
                     *       "version": 1,
                     *       "flow_name": "Hello",
                     *       "flow_name_zh": "你好",
                     *       "status": "running",
                     *       "reason": null,
                     *       "pause_requested": false,
                     *       "cancel_requested": false,
                     *       "interrupt": null,
                     *       "error": null,
                     *       "skipped": 0,
                     *       "times": {
                     *         "created_at": "2026-01-31T12:00:00.000Z",
                     *         "queued_at": "2026-01-31T12:00:00.000Z",
                     *         "started_at": "2026-01-31T12:00:00.000Z",
                     *         "finished_at": null,
                     *         "last_event_at": "2026-01-31T12:00:00.000Z",
                     *         "duration_s": 12.5
                     *       },
                     *       "input": {
                     *         "name": "Ann"
                     *       },
                     *       "forked_from": null,
                     *       "current_nodes": [
                     *         "hello"
                     *       ],
                     *       "open_visits": [
                     *         {
                     *           "node": "hello",
                     *           "visit": 1,
                     *           "attempt": 1,
                     *           "status": "running",
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "progress": {
                     *             "node": "hello",
                     *             "visit": 1,
                     *             "label": "greetings",
                     *             "done": 40,
                     *             "failed": 0,
                     *             "skipped": 0,
                     *             "total": 100,
                     *             "rate": 8,
                     *             "eta_s": 7.5
                     *           }
                     *         }
                     *       ],
                     *       "progress": {
                     *         "node": "hello",
                     *         "visit": 1,
                     *         "label": "greetings",
                     *         "done": 40,
                     *         "failed": 0,
                     *         "skipped": 0,
                     *         "total": 100,
                     *         "rate": 8,
                     *         "eta_s": 7.5
                     *       },
                     *       "nodes": [
                     *         {
                     *           "id": "hello",
                     *           "label": "Greet",
                     *           "label_zh": "问候",
                     *           "status": "running",
                     *           "visits": 1,
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "duration_s": 12.5
                     *         }
                     *       ],
                     *       "edges": [
                     *         {
                     *           "edge": 0,
                     *           "source": "start",
                     *           "target": "hello",
                     *           "taken": 1
                     *         }
                     *       ],
                     *       "process": {
                     *         "pid": 4711,
                     *         "instance": "worker_01k7",
                     *         "epoch": 1,
                     *         "responsive": true,
                     *         "cpu_percent": 98.5,
                     *         "rss_mb": 82.4,
                     *         "threads": 6,
                     *         "children": 0,
                     *         "open_files": 21,
                     *         "uptime_s": 12.5
                     *       },
                     *       "attempts": [
                     *         {
                     *           "epoch": 1,
                     *           "pid": 4711,
                     *           "started_at": "2026-01-31T12:00:00.000Z",
                     *           "ended_at": null,
                     *           "exit_code": null,
                     *           "exit_reason": null
                     *         }
                     *       ],
                     *       "disk_mb": 0.4,
                     *       "file_guard": {
                     *         "refusals": 0,
                     *         "details": []
                     *       },
                     *       "result": null
                     *     }
                     */
                    "application/json": components["schemas"]["RunAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/schedules/{schedule_id}/run-now"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/schedules/{schedule_id}/run-now"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `FLOW_NOT_FOUND`: There is no flow with this id. · `VERSION_NOT_FOUND`: The flow has no such version. · `SCHEDULE_NOT_FOUND`: There is no schedule with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "SCHEDULE_NOT_FOUND",
                     *       "detail": "There is no schedule with this id.",
                     *       "hint": "GET /schedules lists the schedules that exist.",
                     *       "instance": "/schedules/{schedule_id}/run-now"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "FLOW_NOT_FOUND" | "VERSION_NOT_FOUND" | "SCHEDULE_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/schedules/{schedule_id}/run-now"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `NOT_PUBLISHED`: The flow has no published version to start. · `RUN_EXISTS`: A different run was started with this thread_id before. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Conflict",
                     *       "status": 409,
                     *       "code": "RUN_EXISTS",
                     *       "detail": "A different run was started with this thread_id before.",
                     *       "hint": "Choose another thread_id; sending the same body again is answered with the existing run.",
                     *       "instance": "/schedules/{schedule_id}/run-now"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_PUBLISHED" | "RUN_EXISTS";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/schedules/{schedule_id}/run-now"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/schedules/{schedule_id}/run-now"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/schedules/{schedule_id}/run-now"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `INVALID_FLOW`: The flow has mistakes. · `INVALID_INPUT`: The input does not fit what the flow declares under 'inputs'. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/schedules/{schedule_id}/run-now"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "INVALID_FLOW" | "INVALID_INPUT" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `QUEUE_FULL`: As many runs wait for a worker as may wait. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Too Many Requests",
                     *       "status": 429,
                     *       "code": "QUEUE_FULL",
                     *       "detail": "As many runs wait for a worker as may wait.",
                     *       "hint": "Try again when some of them have begun; nothing was kept of this one. Setting: max_queued_runs.",
                     *       "instance": "/schedules/{schedule_id}/run-now"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "QUEUE_FULL";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/schedules/{schedule_id}/run-now"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/schedules/{schedule_id}/run-now"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/schedules/{schedule_id}/run-now"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/schedules/{schedule_id}/run-now"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    list_schedule_runs_schedules__schedule_id__runs_get: {
        parameters: {
            query?: {
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                /** @example nightly-5f2c9a1e */
                schedule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "items": [
                     *         {
                     *           "time": "2026-01-31T12:00:00.000Z",
                     *           "outcome": "started",
                     *           "thread_id": "nightly-5f2c9a1e-20260131T120000Z",
                     *           "status": "finished",
                     *           "code": null,
                     *           "detail": null,
                     *           "decided_at": "2026-01-31T12:00:00.000Z"
                     *         }
                     *       ],
                     *       "next": null
                     *     }
                     */
                    "application/json": components["schemas"]["ScheduleRunPage"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/schedules/{schedule_id}/runs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/schedules/{schedule_id}/runs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `SCHEDULE_NOT_FOUND`: There is no schedule with this id. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "SCHEDULE_NOT_FOUND",
                     *       "detail": "There is no schedule with this id.",
                     *       "hint": "GET /schedules lists the schedules that exist.",
                     *       "instance": "/schedules/{schedule_id}/runs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "SCHEDULE_NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/schedules/{schedule_id}/runs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `BAD_CURSOR`: The cursor was not made by this endpoint. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_CURSOR",
                     *       "detail": "The cursor was not made by this endpoint.",
                     *       "hint": "Pass 'next' of the previous page unchanged, or leave the cursor out.",
                     *       "instance": "/schedules/{schedule_id}/runs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "BAD_CURSOR";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/schedules/{schedule_id}/runs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/schedules/{schedule_id}/runs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/schedules/{schedule_id}/runs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/schedules/{schedule_id}/runs"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    get_settings_settings_get: {
        parameters: {
            query?: {
                /** @description count `due` as if this were in effect */
                retention_days?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "retention_days": {
                     *         "value": 30,
                     *         "source": "config.toml"
                     *       },
                     *       "home_max_bytes": {
                     *         "value": 0,
                     *         "source": "default"
                     *       },
                     *       "due": 12
                     *     }
                     */
                    "application/json": components["schemas"]["SettingsAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "NOT_FOUND",
                     *       "detail": "There is nothing at this address.",
                     *       "hint": "docs/api.md lists the endpoints.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    change_settings_settings_patch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "retention_days": 30
                 *     }
                 */
                "application/json": components["schemas"]["ChangeSettings"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "retention_days": {
                     *         "value": 30,
                     *         "source": "config.toml"
                     *       },
                     *       "home_max_bytes": {
                     *         "value": 0,
                     *         "source": "default"
                     *       },
                     *       "due": 12
                     *     }
                     */
                    "application/json": components["schemas"]["SettingsAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "NOT_FOUND",
                     *       "detail": "There is nothing at this address.",
                     *       "hint": "docs/api.md lists the endpoints.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `SETTING_FIXED`: A REN_ variable decides this setting, so that what config.toml says has no effect. · `SETTING_NOT_WRITTEN`: The settings cannot be read or written. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Conflict",
                     *       "status": 409,
                     *       "code": "SETTING_NOT_WRITTEN",
                     *       "detail": "The settings cannot be read or written.",
                     *       "hint": "Nothing was changed. Mend config.toml in the data directory, or its permissions.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "SETTING_FIXED" | "SETTING_NOT_WRITTEN";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/settings"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    get_system_system_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "version": "0.1.0",
                     *       "instance": "supervisor_01k7",
                     *       "pid": 4700,
                     *       "started_at": "2026-01-31T12:00:00.000Z",
                     *       "uptime_s": 3600,
                     *       "home": "/home/ann/.ren",
                     *       "flows": "/home/ann/flows",
                     *       "python": "3.13.1",
                     *       "platform": "Linux-6.8-x86_64",
                     *       "cpu_count": 8,
                     *       "rss_mb": 62.5,
                     *       "disk_free_mb": 120000,
                     *       "disk_total_mb": 500000,
                     *       "runs": {
                     *         "running": 1
                     *       },
                     *       "workers": {
                     *         "active": 1,
                     *         "warm": 1,
                     *         "starting": 0,
                     *         "max_active": 8
                     *       },
                     *       "degraded": false,
                     *       "sqlite": "3.51.3",
                     *       "sqlite_source": "2026-01-20 ...",
                     *       "sqlite_wal_reset_bug": false,
                     *       "versions": {
                     *         "langgraph": "1.2.20"
                     *       },
                     *       "limits": {
                     *         "max_active_runs": 8,
                     *         "max_queued_runs": 10000,
                     *         "body_bytes": 1048576,
                     *         "data_body_bytes": 8388608,
                     *         "head_bytes": 65536,
                     *         "json_depth": 64,
                     *         "json_keys": 50000,
                     *         "json_key_chars": 256,
                     *         "events_kept": 10000,
                     *         "log_max_bytes": 10485760,
                     *         "grace_s": 10
                     *       },
                     *       "settings": {
                     *         "home": "/home/ann/.ren",
                     *         "port": 8000,
                     *         "token": false,
                     *         "grace": 10,
                     *         "mask_keys": []
                     *       },
                     *       "warnings": []
                     *     }
                     */
                    "application/json": components["schemas"]["SystemAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/system"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/system"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "NOT_FOUND",
                     *       "detail": "There is nothing at this address.",
                     *       "hint": "docs/api.md lists the endpoints.",
                     *       "instance": "/system"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/system"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/system"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/system"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/system"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/system"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/system"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    issue_ticket_ticket_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["NoFields"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "ticket": "dGlja2V0",
                     *       "expires_in_s": 30
                     *     }
                     */
                    "application/json": components["schemas"]["TicketAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/ticket"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/ticket"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "NOT_FOUND",
                     *       "detail": "There is nothing at this address.",
                     *       "hint": "docs/api.md lists the endpoints.",
                     *       "instance": "/ticket"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/ticket"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/ticket"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/ticket"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/ticket"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/ticket"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/ticket"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/ticket"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/ticket"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/ticket"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    create_upload_uploads_post: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                /** @example {} */
                "application/json": components["schemas"]["NoFields"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "upload-5f2c9a1e7b3d4860",
                     *       "expires_at": "2026-01-31T12:00:00.000Z",
                     *       "files": []
                     *     }
                     */
                    "application/json": components["schemas"]["UploadAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/uploads"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/uploads"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "NOT_FOUND",
                     *       "detail": "There is nothing at this address.",
                     *       "hint": "docs/api.md lists the endpoints.",
                     *       "instance": "/uploads"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/uploads"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/uploads"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/uploads"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/uploads"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/uploads"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/uploads"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/uploads"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/uploads"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/uploads"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    get_upload_uploads__upload_id__get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example upload-5f2c9a1e7b3d4860 */
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "upload-5f2c9a1e7b3d4860",
                     *       "expires_at": "2026-01-31T12:00:00.000Z",
                     *       "files": [
                     *         {
                     *           "path": "goods/products.csv",
                     *           "received": 5242880,
                     *           "complete": true
                     *         }
                     *       ]
                     *     }
                     */
                    "application/json": components["schemas"]["UploadAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "INVALID_REQUEST",
                     *       "detail": "The bytes are no HTTP request.",
                     *       "hint": "Look at what stands between you and the server: it was told something no client library says.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `UPLOAD_NOT_FOUND`: There is no such upload, or no such file in it. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "UPLOAD_NOT_FOUND",
                     *       "detail": "There is no such upload, or no such file in it.",
                     *       "hint": "Upload it again: what no run was started with is kept for a day.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "UPLOAD_NOT_FOUND";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "BAD_QUERY",
                     *       "detail": "A query parameter has a value this endpoint does not take.",
                     *       "hint": "'problems' names each parameter and its mend.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    delete_upload_uploads__upload_id__delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example upload-5f2c9a1e7b3d4860 */
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `UPLOAD_NOT_FOUND`: There is no such upload, or no such file in it. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "UPLOAD_NOT_FOUND",
                     *       "detail": "There is no such upload, or no such file in it.",
                     *       "hint": "Upload it again: what no run was started with is kept for a day.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "UPLOAD_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/uploads/{upload_id}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    put_piece_uploads__upload_id__files__path__put: {
        parameters: {
            query: {
                /** @description where the piece begins */
                offset: number;
                /** @description of the whole file */
                size: number;
            };
            header?: never;
            path: {
                /** @example goods/products.csv */
                path: string;
                /** @example upload-5f2c9a1e7b3d4860 */
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "path": "goods/products.csv",
                     *       "received": 5242880,
                     *       "complete": true
                     *     }
                     */
                    "application/json": components["schemas"]["UploadedFileAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/uploads/{upload_id}/files/{path}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/uploads/{upload_id}/files/{path}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `UPLOAD_NOT_FOUND`: There is no such upload, or no such file in it. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "UPLOAD_NOT_FOUND",
                     *       "detail": "There is no such upload, or no such file in it.",
                     *       "hint": "Upload it again: what no run was started with is kept for a day.",
                     *       "instance": "/uploads/{upload_id}/files/{path}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "UPLOAD_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/uploads/{upload_id}/files/{path}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `UPLOAD_OFFSET`: The piece does not begin where the file ends so far. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Conflict",
                     *       "status": 409,
                     *       "code": "UPLOAD_OFFSET",
                     *       "detail": "The piece does not begin where the file ends so far.",
                     *       "hint": "Go on at 'received', or begin anew at offset 0.",
                     *       "instance": "/uploads/{upload_id}/files/{path}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UPLOAD_OFFSET";
                    };
                };
            };
            /** @description `UPLOAD_TOO_LARGE`: The upload would be larger than allowed. · `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/uploads/{upload_id}/files/{path}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UPLOAD_TOO_LARGE" | "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/uploads/{upload_id}/files/{path}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/uploads/{upload_id}/files/{path}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `INVALID_FILE_NAME`: The path cannot be that of an uploaded file. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/uploads/{upload_id}/files/{path}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "INVALID_FILE_NAME" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/uploads/{upload_id}/files/{path}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/uploads/{upload_id}/files/{path}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/uploads/{upload_id}/files/{path}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/uploads/{upload_id}/files/{path}"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
    unpack_uploads__upload_id__unpack_post: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @example upload-5f2c9a1e7b3d4860 */
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                /**
                 * @example {
                 *       "path": "goods.zip"
                 *     }
                 */
                "application/json": components["schemas"]["UnpackArchive"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "id": "upload-5f2c9a1e7b3d4860",
                     *       "expires_at": "2026-01-31T12:00:00.000Z",
                     *       "files": [
                     *         {
                     *           "path": "goods/products.csv",
                     *           "received": 5242880,
                     *           "complete": true
                     *         }
                     *       ],
                     *       "folder": "goods",
                     *       "passed_over": 0
                     *     }
                     */
                    "application/json": components["schemas"]["UnpackedAnswer"];
                };
            };
            /** @description `INVALID_REQUEST`: The bytes are no HTTP request. · `INVALID_JSON`: The text is not strict JSON. · `NON_FINITE_NUMBER`: JSON has no NaN and no Infinity. · `NUMBER_OUT_OF_RANGE`: A whole number does not fit 64 bits. · `INVALID_UNICODE`: A string holds half of a surrogate pair. · `INVALID_UTF8`: The bytes are not UTF-8 without a byte-order mark. · `DUPLICATE_KEY`: An object has the same key twice. · `TOO_DEEP`: The document is nested too deeply. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Bad Request",
                     *       "status": 400,
                     *       "code": "TOO_DEEP",
                     *       "detail": "The document is nested too deeply.",
                     *       "hint": "Nest at most 64 levels.",
                     *       "instance": "/uploads/{upload_id}/unpack"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INVALID_REQUEST" | "INVALID_JSON" | "NON_FINITE_NUMBER" | "NUMBER_OUT_OF_RANGE" | "INVALID_UNICODE" | "INVALID_UTF8" | "DUPLICATE_KEY" | "TOO_DEEP";
                    };
                };
            };
            /** @description `ORIGIN_NOT_ALLOWED`: A page of another origin sent this request. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Forbidden",
                     *       "status": 403,
                     *       "code": "ORIGIN_NOT_ALLOWED",
                     *       "detail": "A page of another origin sent this request.",
                     *       "hint": "Only its own pages may call it from a browser; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/uploads/{upload_id}/unpack"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "ORIGIN_NOT_ALLOWED";
                    };
                };
            };
            /** @description `NOT_FOUND`: There is nothing at this address. · `UPLOAD_NOT_FOUND`: There is no such upload, or no such file in it. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Not Found",
                     *       "status": 404,
                     *       "code": "UPLOAD_NOT_FOUND",
                     *       "detail": "There is no such upload, or no such file in it.",
                     *       "hint": "Upload it again: what no run was started with is kept for a day.",
                     *       "instance": "/uploads/{upload_id}/unpack"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "NOT_FOUND" | "UPLOAD_NOT_FOUND";
                    };
                };
            };
            /** @description `REQUEST_TIMEOUT`: The request did not come in time. */
            408: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Timeout",
                     *       "status": 408,
                     *       "code": "REQUEST_TIMEOUT",
                     *       "detail": "The request did not come in time.",
                     *       "hint": "Send it again, at once.",
                     *       "instance": "/uploads/{upload_id}/unpack"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "REQUEST_TIMEOUT";
                    };
                };
            };
            /** @description `UPLOAD_TOO_LARGE`: The upload would be larger than allowed. · `BODY_TOO_LARGE`: The request's body is larger than allowed. */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Content Too Large",
                     *       "status": 413,
                     *       "code": "BODY_TOO_LARGE",
                     *       "detail": "The request's body is larger than allowed.",
                     *       "hint": "A flow may have 1 MiB, a run's input or a piece of an upload 8 MiB; larger data belongs into a file.",
                     *       "instance": "/uploads/{upload_id}/unpack"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UPLOAD_TOO_LARGE" | "BODY_TOO_LARGE";
                    };
                };
            };
            /** @description `UNSUPPORTED_MEDIA_TYPE`: The body is not application/json. */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unsupported Media Type",
                     *       "status": 415,
                     *       "code": "UNSUPPORTED_MEDIA_TYPE",
                     *       "detail": "The body is not application/json.",
                     *       "hint": "Send Content-Type: application/json, uncompressed.",
                     *       "instance": "/uploads/{upload_id}/unpack"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "UNSUPPORTED_MEDIA_TYPE";
                    };
                };
            };
            /** @description `HOST_NOT_ALLOWED`: The request names a host this server does not answer for. */
            421: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Misdirected Request",
                     *       "status": 421,
                     *       "code": "HOST_NOT_ALLOWED",
                     *       "detail": "The request names a host this server does not answer for.",
                     *       "hint": "Use http://127.0.0.1:PORT or http://localhost:PORT; behind a reverse proxy, set public_url to its address.",
                     *       "instance": "/uploads/{upload_id}/unpack"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HOST_NOT_ALLOWED";
                    };
                };
            };
            /** @description `BAD_QUERY`: A query parameter has a value this endpoint does not take. · `INVALID_ARCHIVE`: The file is no zip archive that can be unpacked safely. · `INVALID_FILE_NAME`: The path cannot be that of an uploaded file. · `KEY_TOO_LONG`: An object's key is longer than 256 characters. · `TOO_MANY_KEYS`: An object has more than 50,000 keys. · `INVALID_BODY`: The body does not have the fields this endpoint takes. */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Unprocessable Content",
                     *       "status": 422,
                     *       "code": "INVALID_BODY",
                     *       "detail": "The body does not have the fields this endpoint takes.",
                     *       "hint": "'problems' names each field and its mend.",
                     *       "instance": "/uploads/{upload_id}/unpack"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "BAD_QUERY" | "INVALID_ARCHIVE" | "INVALID_FILE_NAME" | "KEY_TOO_LONG" | "TOO_MANY_KEYS" | "INVALID_BODY";
                    };
                };
            };
            /** @description `HEAD_TOO_LARGE`: The request's address and headers are longer than 64 KiB. */
            431: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Request Header Fields Too Large",
                     *       "status": 431,
                     *       "code": "HEAD_TOO_LARGE",
                     *       "detail": "The request's address and headers are longer than 64 KiB.",
                     *       "hint": "Send less: data belongs into the body.",
                     *       "instance": "/uploads/{upload_id}/unpack"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "HEAD_TOO_LARGE";
                    };
                };
            };
            /** @description `INTERNAL`: Something went wrong inside renflow. */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Internal Server Error",
                     *       "status": 500,
                     *       "code": "INTERNAL",
                     *       "detail": "Something went wrong inside renflow.",
                     *       "hint": "This is a bug: please report it with the supervisor's log.",
                     *       "instance": "/uploads/{upload_id}/unpack"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "INTERNAL";
                    };
                };
            };
            /** @description `DB_BUSY`: The database is locked by another program. · `STORAGE_FAILURE`: The database could not be read or written. · `TOO_MANY_OPEN_FILES`: The system gives this process no more file handles. · `CHECKPOINT_UNREADABLE`: A checkpoint of this run cannot be read. · `RUN_FILES_MISSING`: A run that has begun has lost its files: its folder or its run.db is gone, empty or another one. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Service Unavailable",
                     *       "status": 503,
                     *       "code": "RUN_FILES_MISSING",
                     *       "detail": "A run that has begun has lost its files: its folder or its run.db is gone, empty or another one.",
                     *       "hint": "Put the run's folder back (runs/ID in the data directory), then resume; or start the run anew.",
                     *       "instance": "/uploads/{upload_id}/unpack"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DB_BUSY" | "STORAGE_FAILURE" | "TOO_MANY_OPEN_FILES" | "CHECKPOINT_UNREADABLE" | "RUN_FILES_MISSING";
                    };
                };
            };
            /** @description `DISK_FULL`: The disk is full. */
            507: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    /**
                     * @example {
                     *       "type": "about:blank",
                     *       "title": "Insufficient Storage",
                     *       "status": 507,
                     *       "code": "DISK_FULL",
                     *       "detail": "The disk is full.",
                     *       "hint": "Free some space: nothing is lost, waiting runs go on by themselves.",
                     *       "instance": "/uploads/{upload_id}/unpack"
                     *     }
                     */
                    "application/problem+json": components["schemas"]["ProblemAnswer"] & {
                        /** @enum {unknown} */
                        code?: "DISK_FULL";
                    };
                };
            };
        };
    };
}

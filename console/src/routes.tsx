import type { ComponentType } from "react";
import { createBrowserRouter, Navigate, useLocation, useParams } from "react-router";
import { part } from "./api/parts";
import { BrokenPage } from "./components/BrokenPage";
import { Shell } from "./layout/Shell";
import { HomePage } from "./pages/home/HomePage";
import { NotFoundPage } from "./pages/NotFoundPage";

/** A page that is loaded when it is first opened. */
function later<Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) {
  return { lazy: async () => ({ Component: (await part(load))[name] }), ErrorBoundary: BrokenPage };
}

/** The designer stood there before it could change anything: links to it are about. */
function FormerAddress() {
  const { flowId = "" } = useParams();
  const { search } = useLocation();
  return <Navigate replace to={`/flows/${encodeURIComponent(flowId)}/design${search}`} />;
}

export const router = createBrowserRouter(
  [
    {
      path: "/",
      Component: Shell,
      HydrateFallback: () => null,
      children: [
        { index: true, Component: HomePage, ErrorBoundary: BrokenPage },
        { path: "runs", ...later(() => import("./pages/runs/RunsPage"), "RunsPage") },
        { path: "runs/:threadId", ...later(() => import("./pages/run/RunPage"), "RunPage") },
        { path: "flows", ...later(() => import("./pages/flows/FlowsPage"), "FlowsPage") },
        { path: "flows/:flowId", ...later(() => import("./pages/flows/FlowPage"), "FlowPage") },
        {
          path: "flows/new/design",
          ...later(() => import("./pages/designer/StartPage"), "StartPage"),
        },
        {
          path: "flows/:flowId/design",
          ...later(() => import("./pages/designer/DesignerPage"), "DesignerPage"),
        },
        { path: "flows/:flowId/bpmn", ...later(() => import("./pages/bpmn/BpmnPage"), "BpmnPage") },
        { path: "flows/:flowId/designer", Component: FormerAddress },
        {
          path: "schedules",
          ...later(() => import("./pages/schedules/SchedulesPage"), "SchedulesPage"),
        },
        {
          path: "schedules/:scheduleId",
          ...later(() => import("./pages/schedules/SchedulePage"), "SchedulePage"),
        },
        { path: "tasks", ...later(() => import("./pages/tasks/TasksPage"), "TasksPage") },
        { path: "tasks/:threadId/:taskKey", ...later(() => import("./pages/tasks/TaskPage"), "TaskPage") },
        { path: "library", ...later(() => import("./pages/library/LibraryPage"), "LibraryPage") },
        { path: "system", ...later(() => import("./pages/system/SystemPage"), "SystemPage") },
        { path: "*", Component: NotFoundPage },
      ],
    },
  ],
  { basename: "/console" },
);

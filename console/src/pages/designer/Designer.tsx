import { ReactFlowProvider } from "@xyflow/react";
import { Workbench, type WorkbenchProps } from "./Workbench";

/** The designer of one flow. */
export function Designer(props: WorkbenchProps) {
  return (
    <ReactFlowProvider>
      <Workbench {...props} />
    </ReactFlowProvider>
  );
}

// Flows to begin with: those of the samples, as they are, and a loop. Each document is loaded when it is chosen.
import type { IconName } from "~/components/icons";
import { BEGINNING, type FlowDocument } from "../document/document";

export interface Template {
  /** Its words are in the catalog under `templates`. */
  name: "blank" | "hello" | "loop" | "approval" | "parallel" | "http" | "product";
  icon: IconName;
  /** The functions that it calls. */
  functions: string[];
  /** What a first run needs: nothing, something to be typed, or the web. */
  needs: "nothing" | "input" | "web" | "yours";
  load: () => Promise<FlowDocument>;
}

/** A file of JSON as the bundler gives it. */
const sample = async (file: Promise<{ default: unknown }>) => (await file).default as FlowDocument;

export const TEMPLATES: readonly Template[] = [
  {
    name: "hello",
    icon: "play",
    functions: ["hello.greet"],
    needs: "nothing",
    load: () => sample(import("../../../../../flows/hello/flow.json")),
  },
  {
    name: "loop",
    icon: "refresh",
    functions: ["countdown.tick"],
    needs: "nothing",
    load: async () => (await import("./loop")).LOOP,
  },
  {
    name: "approval",
    icon: "tasks",
    functions: ["approval.draft", "approval.send", "approval.drop"],
    needs: "nothing",
    load: () => sample(import("../../../../../flows/approval/flow.json")),
  },
  {
    name: "parallel",
    icon: "split",
    functions: ["side_by_side.collect", "side_by_side.check", "side_by_side.report"],
    needs: "nothing",
    load: () => sample(import("../../../../../flows/side_by_side/flow.json")),
  },
  {
    name: "http",
    icon: "globe",
    functions: ["web_goods.sum_up", "web_goods.explain"],
    needs: "web",
    load: () => sample(import("../../../../../flows/web_goods/flow.json")),
  },
  {
    name: "product",
    icon: "stack",
    functions: [
      "data.scrape_products",
      "image.process_batch",
      "image.calculate_similarity",
      "data.export_excel",
    ],
    needs: "input",
    load: () => sample(import("../../../../../flows/product_selection/flow.json")),
  },
  {
    name: "blank",
    icon: "flow",
    functions: [],
    needs: "yours",
    load: async () => BEGINNING,
  },
];

/** Functions that a template calls, and that nobody registered here. */
export function missingFunctions({ functions }: Template, registered: ReadonlySet<string>): string[] {
  return functions.filter((name) => !registered.has(name));
}

// A loop that waits between its rounds: a function, a condition, a wait, an edge back.
import type { FlowDocument } from "../document/document";

export const LOOP: FlowDocument = {
  dsl: 1,
  name: "Countdown with a pause",
  name_zh: "带停顿的倒计时",
  description: "A loop that waits a moment before each further round.",
  description_zh: "每一轮之前稍等片刻的循环。",
  inputs: {
    type: "object",
    properties: {
      count: {
        type: "integer",
        minimum: 1,
        maximum: 1000,
        default: 3,
        title: "Count from",
        title_zh: "从几开始",
      },
    },
    additionalProperties: false,
  },
  limits: { maxSteps: 3010 },
  nodes: [
    { id: "start", type: "start", label: "Start", label_zh: "开始" },
    {
      id: "tick",
      type: "python",
      label: "Count down",
      label_zh: "倒数",
      data: { codeRef: "countdown.tick" },
    },
    {
      id: "more",
      type: "condition",
      label: "More to count?",
      label_zh: "还有吗？",
      data: { expr: { ">": [{ var: "count" }, 0] } },
    },
    { id: "pause", type: "wait", label: "Take a breath", label_zh: "停顿", data: { seconds: 2 } },
    { id: "end", type: "end", label: "End", label_zh: "结束" },
  ],
  edges: [
    { source: "start", target: "tick" },
    { source: "tick", target: "more" },
    { source: "more", target: "pause", data: { when: true } },
    { source: "pause", target: "tick" },
    { source: "more", target: "end", data: { when: false } },
  ],
};

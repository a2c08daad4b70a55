import { Button, Stack } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useNavigate } from "react-router";
import { post } from "~/api/client";
import { functionsQuery } from "~/api/queries";
import type { FlowDocument, Run, Version } from "~/api/types";
import { ProblemAlert } from "~/components/ProblemAlert";

const FUNCTION = "hello.greet";
const SAMPLE: FlowDocument = {
  dsl: 1,
  name: "Hello",
  description: "The smallest flow: one function.",
  inputs: {
    type: "object",
    properties: { name: { type: "string", default: "world" } },
    additionalProperties: false,
  },
  nodes: [
    { id: "start", type: "start" },
    { id: "greet", type: "python", data: { codeRef: FUNCTION } },
    { id: "end", type: "end" },
  ],
  edges: [
    { source: "start", target: "greet" },
    { source: "greet", target: "end" },
  ],
};

/** The first step on an empty machine: the smallest flow, made, published and started. */
export function SampleButton() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const client = useQueryClient();
  const functions = useQuery(functionsQuery()).data?.items ?? [];
  const sample = useMutation({
    mutationFn: startSample,
    onSuccess: async (run) => {
      await client.invalidateQueries();
      await navigate(`/runs/${run.thread_id}`);
    },
  });
  if (!functions.some((each) => each.name === FUNCTION)) {
    return (
      <Button component={Link} to="/flows?new=1">
        {t("flows.add")}
      </Button>
    );
  }
  return (
    <Stack>
      <Button loading={sample.isPending} onClick={() => sample.mutate()}>
        {t("home.runSample")}
      </Button>
      <ProblemAlert error={sample.error} />
    </Stack>
  );
}

async function startSample(): Promise<Run> {
  await post("/flows", { id: "hello", name: "Hello" });
  const { version } = await post<Version>("/flows/hello/versions", { dsl: SAMPLE });
  await post(`/flows/hello/versions/${version}/publish`);
  return post<Run>("/runs/start", { flow_id: "hello", input: { name: "world" } });
}

import { Alert, Anchor } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { asNumber, useSearch } from "~/url/search";
import { Editor } from "./Editor";
import { openFile } from "./load";

const SEARCH = { version: asNumber };

/** Edit a BPMN file: draw, check, save as the next version. */
export function BpmnPage() {
  const { flowId = "" } = useParams();
  const [search] = useSearch(SEARCH);
  // Another file is another page: nothing of the one before may linger.
  return <Loaded key={`${flowId} ${search.version}`} flowId={flowId} wish={search.version} />;
}

function Loaded({ flowId, wish }: { flowId: string; wish: number | undefined }) {
  const { t } = useTranslation();
  const opened = useQuery({
    queryKey: ["bpmnFile", flowId, wish],
    queryFn: () => openFile(flowId, wish),
    // What is opened is edited from then on: nothing may put another in its place.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  if (opened.error) return <ProblemAlert error={opened.error} />;
  if (opened.data === undefined) return <Waiting lines={8} />;
  if (opened.data === null)
    return (
      <Alert>
        {t("bpmn.noFile")}{" "}
        <Anchor component={Link} to={`/flows/${flowId}`} inherit>
          {t("flows.back")}
        </Anchor>
      </Alert>
    );
  return <Editor opened={opened.data} />;
}

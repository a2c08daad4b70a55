import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { Navigate, useParams } from "react-router";
import { functionsQuery } from "~/api/queries";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { asNumber, useSearch } from "~/url/search";
import { nodeTypesQuery } from "./api";
import { Designer } from "./Designer";
import { drawable, isDrawable } from "./document/document";
import { type Opened, openDraft } from "./draft/load";
import { NoFlow } from "./NoFlow";

const SEARCH = { version: asNumber };

/** Draw a flow, check it, try it, publish it. */
export function DesignerPage() {
  const { flowId = "" } = useParams();
  // Another flow is another page: nothing of the one before may linger.
  return <Loaded key={flowId} flowId={flowId} />;
}

function Loaded({ flowId }: { flowId: string }) {
  const { t } = useTranslation();
  const [search] = useSearch(SEARCH);
  const types = useQuery(nodeTypesQuery());
  const functions = useQuery(functionsQuery());
  const opened = useQuery({
    queryKey: ["designer", flowId, search.version],
    queryFn: () => openDraft(flowId, search.version),
    // What is opened is edited from then on: nothing may put another in its place.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const error = types.error ?? opened.error;
  if (error) return <ProblemAlert error={error} title={t("designer.notOpened")} />;
  if (!types.data || !opened.data) return <Waiting lines={8} />;
  if (isBpmn(opened.data)) {
    const version = search.version ? `?version=${search.version}` : "";
    return <Navigate replace to={`/flows/${flowId}/bpmn${version}`} />;
  }
  const again = () => void opened.refetch();
  return (
    <Drawn
      key={opened.dataUpdatedAt}
      opened={opened.data}
      types={types.data}
      functions={functions.data?.items ?? []}
      onAgain={again}
    />
  );
}

/** A BPMN file has an editor of its own; links to the designer are about. */
function isBpmn({ source, value }: Opened): boolean {
  return source === "version" && (value as { format?: unknown } | null)?.format === "bpmn";
}

interface DrawnProps extends Pick<Parameters<typeof Designer>[0], "types" | "functions"> {
  opened: Opened;
  onAgain: () => void;
}

function Drawn({ opened, types, functions, onAgain }: DrawnProps) {
  const document = drawable(opened.value);
  if (!isDrawable(document)) return <NoFlow opened={opened} why={document} onDone={onAgain} />;
  return <Designer opened={opened} document={document} types={types} functions={functions} />;
}

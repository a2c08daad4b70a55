import { Alert, Button, Group, Stack, TagsInput, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { post } from "~/api/client";
import type { Flow } from "~/api/types";
import { Dialog } from "~/components/Dialog";
import { useFieldProblems } from "~/components/form/useFieldProblems";
import { Icon } from "~/components/icons";
import { ProblemAlert } from "~/components/ProblemAlert";
import { nodeName } from "~/names/words";
import { checkQuery } from "../api";
import { labelOf } from "../canvas/elements";
import { useLineWords } from "../canvas/useLineWords";
import { edgeOf, type FlowDocument, nodeOf } from "../document/document";
import { carried, type Extract, extractOf, innerFlow, type Obstructed, outerFlow } from "../document/extract";
import type { KindOf } from "../document/kinds";
import { draftServer } from "../draft/server";
import { stateKeys } from "../inspector/stateKeys";

interface ExtractDialogProps {
  document: FlowDocument;
  /** The nodes that are selected. */
  chosen: readonly string[];
  kindOf: KindOf;
  onDone: (next: FlowDocument, node: string) => void;
  onClose: () => void;
}

/** A flow of its own of what is selected, and one node in its place. */
export function ExtractDialog(props: ExtractDialogProps) {
  const { t } = useTranslation();
  // What it is about stays, while the document has become another one.
  const [{ document, chosen }] = useState(props);
  const found = useMemo(() => extractOf(document, chosen, props.kindOf), [document, chosen, props.kindOf]);
  return (
    <Dialog opened onClose={props.onClose} title={t("designer.extract.title")} size="lg">
      {"obstacle" in found ? (
        <Obstacles document={document} found={found} onClose={props.onClose} />
      ) : (
        <Extracting {...props} document={document} part={found} />
      )}
    </Dialog>
  );
}

/** Why it cannot be, and which lines are in the way. */
function Obstacles({
  document,
  found,
  onClose,
}: {
  document: FlowDocument;
  found: Obstructed;
  onClose: () => void;
}) {
  const { t, i18n } = useTranslation();
  const words = useLineWords();
  const nameOf = (id: string) => {
    const node = nodeOf(document, id);
    return node ? nodeName(node, i18n.language) : id;
  };
  const lines = found.edges.flatMap((key) => {
    const edge = edgeOf(document, key);
    return edge ? [{ key, edge }] : [];
  });
  return (
    <Stack>
      <Alert color="yellow" icon={<Icon name="alert" />} role="alert">
        <Text size="sm">{t(`designer.extract.obstacle.${found.obstacle}`)}</Text>
        {lines.length > 0 && (
          <ul className="ren-impact-list">
            {lines.map(({ key, edge }) => (
              <li key={key} className="ren-break">
                {nameOf(edge.source)} → {nameOf(edge.target)}
                {labelOf(edge, words) !== "" && ` (${labelOf(edge, words)})`}
              </li>
            ))}
          </ul>
        )}
      </Alert>
      <Group justify="flex-end">
        <Button variant="default" data-autofocus onClick={onClose}>
          {t("common.close")}
        </Button>
      </Group>
    </Stack>
  );
}

function Extracting({ document, part, onDone, onClose }: ExtractDialogProps & { part: Extract }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [name, setName] = useState("");
  const [keys, setKeys] = useState(() => carried(document, part));
  const known = useMemo(() => stateKeys(document), [document]);
  const made = useRef<Flow>(undefined);
  const called = name.trim() || t("designer.extract.unnamed");
  const inner = useMemo(() => innerFlow(document, part, called, keys), [document, part, called, keys]);
  const errors = useQuery(checkQuery(undefined, inner)).data?.meta.errors ?? 0;
  const create = useMutation({
    mutationFn: async () => {
      // A flow whose draft could not be kept is there already when it is tried again.
      made.current ??= await post<Flow>("/flows", { name: called });
      await draftServer(made.current.id).write(inner, null);
      return made.current;
    },
    onSuccess: async (flow) => {
      const next = outerFlow(document, part, { id: flow.id, name: called }, keys);
      onDone(next.document, next.node);
      await client.invalidateQueries({ queryKey: ["flows"] });
    },
  });
  const problems = useFieldProblems(create.error, ["name"]);
  const clean = (given: string[]) => [...new Set(given.map((key) => key.trim()).filter((key) => key !== ""))];
  if (create.data !== undefined)
    return <Created flow={create.data} name={called} count={part.nodes.length} onClose={onClose} />;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!create.isPending) create.mutate();
      }}
    >
      <Stack>
        <Text size="sm" c="dimmed">
          {t("designer.extract.explain", { count: part.nodes.length })}
        </Text>
        <TextInput
          label={t("designer.extract.name")}
          placeholder={t("designer.extract.unnamed")}
          value={name}
          maxLength={200}
          data-autofocus
          error={problems.at("name") ?? null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TagsInput
          label={t("designer.extract.input")}
          description={t("designer.extract.inputHint")}
          data={known}
          value={keys.input}
          onChange={(input) => setKeys({ ...keys, input: clean(input) })}
          acceptValueOnBlur
        />
        <TagsInput
          label={t("designer.extract.output")}
          description={t("designer.extract.outputHint")}
          data={known}
          value={keys.output}
          onChange={(output) => setKeys({ ...keys, output: clean(output) })}
          acceptValueOnBlur
        />
        <Text size="sm">{t("designer.extract.first")}</Text>
        {errors > 0 && (
          <Text size="sm" className="ren-amber" role="status">
            {t("designer.extract.errors", { count: errors })}
          </Text>
        )}
        <ProblemAlert error={create.error} isMarked={problems.isMarked} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common.notNow")}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t("designer.extract.make")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** What is to be done next: the new flow is a draft only. */
function Created({
  flow,
  name,
  count,
  onClose,
}: {
  flow: Flow;
  name: string;
  count: number;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  return (
    <Stack>
      <Text size="sm" role="status" className="ren-break">
        {t("designer.extract.done", { name, count })}
      </Text>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("common.close")}
        </Button>
        <Button component={Link} to={`/flows/${flow.id}/design`} data-autofocus>
          {t("designer.extract.open")}
        </Button>
      </Group>
    </Stack>
  );
}

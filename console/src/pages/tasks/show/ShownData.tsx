import { Anchor, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { JsonObject, Shown } from "~/api/types";
import { artifactAddress } from "~/pages/run/artifacts/address";
import { Look } from "~/pages/run/artifacts/Preview";
import { PictureGrid } from "./PictureGrid";
import { ShownValue } from "./ShownValue";
import { sorted } from "./shapes";
import { titleOf } from "./titles";

interface ShownDataProps {
  threadId: string;
  shown: Shown;
  version: string;
  /** JSON Schemas, of the flow's inputs and of the answer: keys of the state are called as their fields are. */
  schemas: ReadonlyArray<JsonObject | undefined>;
}

/** What somebody needs to see of a run to decide: values of its state, files, and pictures side by side. */
export function ShownData({ threadId, shown, version, schemas }: ShownDataProps) {
  const { t, i18n } = useTranslation();
  const { pictures, others } = sorted(shown.artifacts);
  const [only] = pictures;
  return (
    <Stack>
      {Object.entries(shown.state).map(([name, value]) => (
        <Named key={name} name={name} title={titleOf(name, schemas, i18n.language)}>
          <ShownValue {...{ threadId, name, value, version }} />
        </Named>
      ))}
      {pictures.length > 1 && (
        <Named name={t("tasks.pictures")}>
          <PictureGrid {...{ threadId, version }} names={pictures} />
        </Named>
      )}
      {[...(pictures.length === 1 && only !== undefined ? [only] : []), ...others].map((name) => (
        <Named key={name} name={name}>
          <Look address={artifactAddress(threadId, name)} version={version} />
        </Named>
      ))}
      {(shown.left_out ?? []).map((name) => (
        <Named key={name} name={name} title={titleOf(name, schemas, i18n.language)}>
          <Text size="sm" c="dimmed">
            {t("tasks.tooLarge")}{" "}
            <Anchor component={Link} to={`/runs/${threadId}?tab=state`} inherit>
              {t("tasks.wholeState")}
            </Anchor>
          </Text>
        </Named>
      ))}
    </Stack>
  );
}

function Named({ name, title, children }: { name: string; title?: string; children: ReactNode }) {
  return (
    <div className="ren-shown">
      <Text size="sm" fw={600} mb={4} className="ren-break" title={name}>
        {title ?? name.replaceAll("_", " ")}
      </Text>
      {children}
    </div>
  );
}

/** Whether there is anything to look at. */
export function hasShown(shown: Shown | null): shown is Shown {
  return (
    shown !== null &&
    [Object.keys(shown.state), shown.artifacts, shown.left_out ?? []].some((part) => part.length > 0)
  );
}

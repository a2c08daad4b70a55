import { TagsInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { facetsQuery } from "~/api/queries";

export interface Titled {
  title: string;
  tags: string[];
}

interface TitleInputsProps {
  value: Titled;
  onChange: (value: Titled) => void;
  /** What the server says of the fields, by their pointers. */
  problems: Record<string, string>;
}

const MAX_TITLE = 200;
const MAX_TAGS = 20;

/** What a run is to be called, and the tags to find it by. */
export function TitleInputs({ value, onChange, problems }: TitleInputsProps) {
  const { t } = useTranslation();
  const known = useQuery(facetsQuery()).data?.tags.map(({ name }) => name) ?? [];
  const ofTags = Object.entries(problems).find(([pointer]) => pointer.startsWith("/tags"))?.[1];
  return (
    <>
      <TextInput
        label={t("titles.title")}
        description={t("titles.titleExplain")}
        maxLength={MAX_TITLE}
        value={value.title}
        error={problems["/title"] ?? null}
        onChange={(event) => onChange({ ...value, title: event.currentTarget.value })}
      />
      <TagsInput
        label={t("titles.tags")}
        description={t("titles.tagsExplain")}
        maxTags={MAX_TAGS}
        data={known}
        value={value.tags}
        error={ofTags ?? null}
        splitChars={[",", "，", "、"]}
        acceptValueOnBlur
        onChange={(tags) => onChange({ ...value, tags })}
      />
    </>
  );
}

import { TagsInput, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { facetsQuery } from "~/api/queries";
import type { FieldProblems } from "./useFieldProblems";

export interface Titled {
  title: string;
  tags: string[];
}

interface TitleInputsProps {
  value: Titled;
  onChange: (value: Titled) => void;
  problems: FieldProblems;
}

const MAX_TITLE = 200;
const MAX_TAGS = 20;

/** What a run is to be called, and the tags to find it by. */
export function TitleInputs({ value, onChange, problems }: TitleInputsProps) {
  const { t } = useTranslation();
  const known = useQuery(facetsQuery()).data?.tags.map(({ name }) => name) ?? [];
  return (
    <>
      <TextInput
        label={t("titles.title")}
        description={t("titles.titleExplain")}
        maxLength={MAX_TITLE}
        value={value.title}
        error={problems.at("title") ?? null}
        onChange={(event) => onChange({ ...value, title: event.currentTarget.value })}
      />
      <TagsInput
        label={t("titles.tags")}
        description={t("titles.tagsExplain")}
        maxTags={MAX_TAGS}
        data={known}
        value={value.tags}
        error={problems.at("tags") ?? null}
        splitChars={[",", "，", "、"]}
        acceptValueOnBlur
        onChange={(tags) => onChange({ ...value, tags })}
      />
    </>
  );
}

import { useTranslation } from "react-i18next";
import { wordOf } from "~/components/form/schemaForm";
import type { JsonObject } from "../../document/document";

export interface FieldWords {
  title: string;
  hint: string | undefined;
}

/** What a field of a node's `data` is called: by the catalog, for one type or for all; else by its schema, or its name. */
export function useFieldWords(): (type: string, name: string, schema: JsonObject) => FieldWords {
  const { t, i18n } = useTranslation();
  const word = (keys: string[]) => {
    const found = keys.find((key) => i18n.exists(key));
    return found === undefined ? undefined : t(found);
  };
  return (type, name, schema) => {
    const own = (part: string) => [`nodeFields.${type}_${name}.${part}`, `nodeFields.${name}.${part}`];
    const title = word(own("title"));
    return {
      title: title ?? wordOf(schema, "title", i18n.language) ?? name,
      hint: word(own("hint")) ?? (title === undefined ? wordOf(schema, "description", i18n.language) : undefined),
    };
  };
}

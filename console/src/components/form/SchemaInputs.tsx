import { Switch, Text } from "@mantine/core";
import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { JsonEditor } from "~/components/json/LazyJsonEditor";
import { Waiting } from "~/components/Waiting";
import { FormField } from "./FormField";
import { type Field, isUploaded } from "./schemaForm";
import type { FieldProblems } from "./useFieldProblems";
import type { Inputs } from "./useInputs";

interface SchemaInputsProps {
  fields: readonly Field[];
  inputs: Inputs;
  problems: FieldProblems;
  /** What the JSON text is called that may be typed in place of the fields. */
  label: string;
}

/** The fields of a schema, each in the shape that it needs; or all of them as one JSON text. */
export function SchemaInputs({ fields, inputs, problems, label }: SchemaInputsProps) {
  const { t } = useTranslation();
  const { form, asJson, unreadable, missing } = inputs;
  return (
    <>
      {asJson ? (
        <Suspense fallback={<Waiting />}>
          <JsonEditor label={label} value={inputs.text} onChange={inputs.setText} height={220} />
        </Suspense>
      ) : (
        fields.map((field) => (
          <FormField key={field.name} field={field} {...{ form, unreadable, missing, problems }} />
        ))
      )}
      {asJson && unreadable.length > 0 && <Text className="ren-red">{t("json.unreadable")}</Text>}
      {fields.length > 0 && (
        <Switch
          label={t("form.asJson")}
          checked={asJson}
          disabled={form.isMoving || Object.values(form.entries).some(isUploaded)}
          onChange={inputs.toggle}
        />
      )}
    </>
  );
}

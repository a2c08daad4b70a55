import { Button, PasswordInput, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, type ReactNode, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { ApiError } from "~/api/client";
import { systemQuery } from "~/api/queries";
import { onTokenChange, setToken, token } from "~/api/token";
import { Card } from "~/components/Card";

/** Lets the page through; asks for the token first where the server wants one. */
export function TokenGate({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const { error } = useQuery(systemQuery());
  useEffect(() => onTokenChange(() => void client.invalidateQueries()), [client]);
  const refused = error instanceof ApiError && error.problem.status === 401;
  return refused ? <TokenForm wrong={token() !== null} /> : children;
}

function TokenForm({ wrong }: { wrong: boolean }) {
  const { t } = useTranslation();
  const [value, setValue] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setToken(value.trim());
  };
  return (
    <Card title={t("token.title")} maw={460} mx="auto" mt="xl">
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{t("token.explain")}</Text>
          <PasswordInput
            label={t("token.label")}
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
            error={wrong ? t("token.wrong") : null}
            autoComplete="off"
            required
            data-autofocus
          />
          <Button type="submit">{t("token.enter")}</Button>
        </Stack>
      </form>
    </Card>
  );
}

import { Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { Empty } from "~/components/Empty";

export function NotFoundPage() {
  const { t } = useTranslation();
  return (
    <Empty
      icon="question"
      sentence={t("problem.noPage")}
      action={
        <Button component={Link} to="/">
          {t("nav.home")}
        </Button>
      }
    />
  );
}

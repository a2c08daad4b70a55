import { Kbd, Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Dialog } from "~/components/Dialog";

const KEYS: Array<[keys: string[], name: string]> = [
  [["Ctrl", "K"], "palette"],
  [["?"], "help"],
  [["/"], "search"],
  [["n"], "nextError"],
  [["p"], "previousError"],
  [["c"], "context"],
  [["Tab"], "tab"],
  [["Esc"], "escape"],
];

/** Which keys there are. */
export function Keys({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog opened onClose={onClose} title={t("keys.title")}>
      <Table>
        <Table.Tbody>
          {KEYS.map(([keys, name]) => (
            <Table.Tr key={name}>
              <Table.Td w={120}>
                {keys.map((key) => (
                  <Kbd key={key} mr={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{t(`keys.${name}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Dialog>
  );
}

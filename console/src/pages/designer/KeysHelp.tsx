import { Kbd, Table } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Dialog } from "~/components/Dialog";

const KEYS: Array<[keys: string, name: string]> = [
  ["A", "add"],
  ["C", "connect"],
  ["I", "insert"],
  ["N", "note"],
  ["Enter", "inspect"],
  ["←↑↓→", "move"],
  ["Alt+↓ ↑", "follow"],
  ["Del", "remove"],
  ["Ctrl+Del", "takeOut"],
  ["Ctrl+Z / Y", "undo"],
  ["Ctrl+C / X / V", "copy"],
  ["Ctrl+D", "duplicate"],
  ["Ctrl+G", "group"],
  ["Ctrl+Shift+G", "ungroup"],
  ["Ctrl+A", "all"],
  ["Ctrl+F", "search"],
  ["Ctrl+S", "save"],
  ["T", "tidy"],
  ["F", "fit"],
  ["L", "list"],
  ["F8", "problem"],
  ["Shift", "box"],
];

/** The designer's keys. */
export function KeysHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Dialog opened onClose={onClose} title={t("designer.keys.title")}>
      <Table>
        <Table.Tbody>
          {KEYS.map(([keys, name]) => (
            <Table.Tr key={name}>
              <Table.Td w={130}>
                <Kbd>{keys}</Kbd>
              </Table.Td>
              <Table.Td>{t(`designer.keys.${name}`)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Dialog>
  );
}

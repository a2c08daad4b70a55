import { Group, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { clock } from "~/format/moments";
import { COLOURS, type Mark, sums } from "./interruptions";

const WIDTH = 1_000;
const HEIGHT = 18;
const THICK = 5;

interface MarksProps {
  marks: readonly Mark[];
  from: number;
  to: number;
}

/** When the run was paused, went on, lost its worker; and below, in words, how often. */
export function Marks({ marks, from, to }: MarksProps) {
  const { t } = useTranslation();
  if (marks.length === 0) return null;
  const scale = (WIDTH - THICK) / (to - from);
  const counted = sums(marks).map(([kind, count]) => ({
    kind,
    words: `${t(`timeline.marks.${kind}`)} ×${count}`,
  }));
  return (
    <>
      <div className="ren-lane">
        <span className="ren-lane-name">{t("timeline.interruptions")}</span>
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="ren-bars"
          role="img"
          aria-label={counted.map(({ words }) => words).join(", ")}
        >
          {marks.map((mark) => (
            <rect
              key={mark.id}
              x={(mark.at - from) * scale}
              width={THICK}
              height={HEIGHT}
              data-colour={COLOURS[mark.kind]}
            >
              <title>{`${t(`timeline.marks.${mark.kind}`)} ${clock(new Date(mark.at).toISOString())}`}</title>
            </rect>
          ))}
        </svg>
      </div>
      <Group gap="sm" mt={4}>
        {counted.map(({ kind, words }) => (
          <Text key={kind} size="xs" c="dimmed" span>
            <span className="ren-mark" data-colour={COLOURS[kind]} aria-hidden="true" /> {words}
          </Text>
        ))}
      </Group>
    </>
  );
}

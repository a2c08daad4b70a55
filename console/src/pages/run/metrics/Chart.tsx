import { Text, useComputedColorScheme } from "@mantine/core";
import { useElementSize, useMergedRef } from "@mantine/hooks";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { clock } from "~/format/moments";

const HEIGHT = 130;

interface ChartProps {
  title: string;
  times: number[];
  values: Array<number | null>;
  format: (value: number) => string;
}

/** One figure over time. */
export function Chart({ title, times, values, format }: ChartProps) {
  const { t } = useTranslation();
  const scheme = useComputedColorScheme("light");
  const { ref: measure, width } = useElementSize<HTMLDivElement>();
  const place = useRef<HTMLDivElement>(null);
  const both = useMergedRef(measure, place);
  const chart = useRef<uPlot>(undefined);
  const shown = useRef({ times, values, format });
  shown.current = { times, values, format };
  const isWide = width > 0;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another scheme has other colours
  useEffect(() => {
    const parent = place.current;
    if (!parent || !isWide) return;
    const made = new uPlot(
      optionsFor(parent, (value) => shown.current.format(value)),
      dataOf(shown.current),
      parent,
    );
    chart.current = made;
    return () => made.destroy();
  }, [isWide, scheme]);

  useEffect(() => {
    if (isWide) chart.current?.setSize({ width, height: HEIGHT });
  }, [width, isWide]);

  useEffect(() => void chart.current?.setData(dataOf({ times, values })), [times, values]);

  const last = values.findLast((value) => value !== null);
  const said = last === null || last === undefined ? "–" : format(last);
  return (
    <figure className="ren-chart" aria-label={t("metrics.now", { name: title, value: said })}>
      <figcaption>
        <Text size="sm" fw={600} span>
          {title}
        </Text>{" "}
        <Text size="sm" span c="dimmed">
          {said}
        </Text>
      </figcaption>
      <div ref={both} />
    </figure>
  );
}

function dataOf({ times, values }: { times: number[]; values: Array<number | null> }): uPlot.AlignedData {
  return [times, values];
}

/** `at` in seconds since 1970. */
function timeOfDay(at: number): string {
  return clock(new Date(at * 1000).toISOString()).slice(0, "00:00:00".length);
}

function optionsFor(parent: HTMLElement, format: (value: number) => string): uPlot.Options {
  const style = getComputedStyle(parent);
  const colour = (name: string) => style.getPropertyValue(name);
  const axis: uPlot.Axis = {
    stroke: colour("--ren-grey"),
    grid: { stroke: colour("--ren-line"), width: 1 },
    ticks: { show: false },
  };
  return {
    width: parent.clientWidth,
    height: HEIGHT,
    legend: { show: false },
    cursor: { y: false },
    scales: { y: { range: (_, __, most) => [0, most > 0 ? most * 1.1 : 1] } },
    series: [
      { value: (_, at) => timeOfDay(at) },
      {
        stroke: colour("--ren-accent"),
        width: 2,
        fill: `${colour("--ren-accent")}22`,
        points: { show: false },
      },
    ],
    axes: [
      { ...axis, values: (_, ticks) => ticks.map(timeOfDay) },
      { ...axis, size: 76, values: (_, ticks) => ticks.map(format) },
    ],
  };
}

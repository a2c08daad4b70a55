import { Button } from "@mantine/core";
import { type KeyboardEvent, useEffect, useRef, type WheelEvent } from "react";
import { useTranslation } from "react-i18next";
import { Virtuoso, type VirtuosoHandle } from "react-virtuoso";
import { useFormat } from "~/format/useFormat";
import { LogLineText } from "./LogLineText";
import { indexOfSeq, type LogWindow } from "./window";

const HEIGHT = 480;
const NEAR_END = 40;
const UPWARDS = new Set(["ArrowUp", "PageUp", "Home"]);

interface LogListProps {
  window: LogWindow;
  line: number | undefined;
  mark: string | undefined;
  wrap: boolean;
  onLine: (seq: number | undefined) => void;
  onOlder: () => void;
  onNewer: () => void;
  /** Whether it keeps showing the end. */
  follows: boolean;
  /** How many lines were written since it stopped. */
  missed: number;
  onFollow: (follows: boolean) => void;
}

/** The lines in sight. It follows the end until somebody scrolls up, and says how many came since. */
export function LogList(props: LogListProps) {
  const { window, line, mark, wrap, follows, missed, onFollow, onLine, onOlder, onNewer } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const list = useRef<VirtuosoHandle>(null);
  const end = window.first + window.lines.length;

  const place = line === undefined ? undefined : indexOfSeq(window, line);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another line is a reason to scroll
  useEffect(() => {
    if (place === undefined) return;
    list.current?.scrollToIndex({ index: place - window.first, align: "center" });
  }, [place]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the log grew
  useEffect(() => {
    if (!follows) return;
    // The list has to know the new lines before it can go to them.
    const frame = requestAnimationFrame(() => list.current?.scrollToIndex({ index: "LAST", align: "end" }));
    return () => cancelAnimationFrame(frame);
  }, [end, follows]);

  // Only what somebody does stops it: the list moves by itself, too.
  const stop = () => onFollow(false);
  const byKey = ({ key }: KeyboardEvent) => {
    if (UPWARDS.has(key)) stop();
  };
  const byWheel = ({ deltaY }: WheelEvent) => {
    if (deltaY < 0) stop();
  };
  return (
    <div className="ren-log">
      <Virtuoso
        ref={list}
        style={{ height: HEIGHT }}
        data={window.lines}
        firstItemIndex={window.first}
        initialTopMostItemIndex={
          place === undefined ? Math.max(0, window.lines.length - 1) : place - window.first
        }
        computeItemKey={(index, each) => each.seq ?? `at ${index}`}
        onKeyDown={byKey}
        onWheel={byWheel}
        onTouchMove={stop}
        onPointerDown={({ target, currentTarget }) => target === currentTarget && stop()}
        followOutput={follows && "auto"}
        atBottomThreshold={NEAR_END}
        atBottomStateChange={(isAtBottom) => {
          // A line that was chosen stays in sight until its reader asks for the end.
          if (isAtBottom && window.atEnd && line === undefined) onFollow(true);
        }}
        startReached={() => window.older !== null && onOlder()}
        endReached={() => !window.atEnd && onNewer()}
        increaseViewportBy={200}
        itemContent={(_, each) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys n, p and c do the same for the line at hand
          // biome-ignore lint/a11y/noStaticElementInteractions: a convenience beside the keys
          <div
            data-here={each.seq === line || undefined}
            onClick={() => each.seq != null && onLine(each.seq)}
          >
            <LogLineText line={each} wrap={wrap} mark={mark} />
          </div>
        )}
        tabIndex={0}
        role="log"
        aria-live="off"
        aria-label={t("run.tabs.logs")}
      />
      {!follows && (
        <Button
          className="ren-log-jump"
          size="compact-sm"
          onClick={() => {
            onLine(undefined);
            onFollow(true);
          }}
        >
          {missed > 0
            ? t("logs.newLines", { count: missed, number: format.number(missed) })
            : t("logs.toEnd")}
        </Button>
      )}
    </div>
  );
}

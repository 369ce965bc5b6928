import { Skeleton, useComputedColorScheme } from "@mantine/core";
import type { EChartsCoreOption, EChartsType } from "echarts/core";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { type ChartColours, chartColours } from "./chartColours";

interface ChartProps {
  /** What the chart shows, for who cannot see it. */
  label: string;
  height: number;
  /** What to draw, in the scheme's colours. Keep it stable with `useCallback`. */
  option: (colours: ChartColours) => EChartsCoreOption;
  /** The place, from 0, of what was clicked. */
  onPick?: (place: number) => void;
}

/** A chart; the engine comes when the first one is shown. */
export function Chart({ label, height, option, onPick }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const [ready, setReady] = useState(false);
  const scheme = useComputedColorScheme("light");
  const pick = useEffectEvent((place: number) => onPick?.(place));

  useEffect(() => {
    let gone = false;
    let watcher: ResizeObserver | null = null;
    void import("./chartEngine").then(({ chartEngine }) => {
      const element = box.current;
      if (gone || !element) return;
      const drawn = chartEngine.init(element, null, { renderer: "svg", locale: "EN" });
      drawn.on("click", (event) => {
        if (typeof event.dataIndex === "number") pick(event.dataIndex);
      });
      watcher = new ResizeObserver(() => drawn.resize());
      watcher.observe(element);
      chart.current = drawn;
      setReady(true);
    });
    return () => {
      gone = true;
      watcher?.disconnect();
      chart.current?.dispose();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    if (!ready) return;
    chart.current?.setOption(option(chartColours(scheme)), { notMerge: true });
  }, [ready, option, scheme]);

  return (
    <div style={{ position: "relative", height }}>
      {!ready && <Skeleton h={height} radius="sm" pos="absolute" inset={0} />}
      <div ref={box} role="img" aria-label={label} style={{ height, cursor: onPick ? "pointer" : undefined }} />
    </div>
  );
}

/** The colours of charts, as the scheme has them. */
export interface ChartColours {
  main: string;
  soft: string;
  line: string;
  grid: string;
  ink: string;
  strong: string;
  surface: string;
  good: string;
  bad: string;
  abc: { A: string; B: string; C: string };
}

/** Reads them from the style sheet; the scheme is named so that whoever asks asks again when it changes. */
export function chartColours(_scheme: string): ChartColours {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    main: colour("--chart-main"),
    soft: colour("--chart-soft"),
    line: colour("--chart-line"),
    grid: colour("--chart-grid"),
    ink: colour("--chart-ink"),
    strong: colour("--ink"),
    surface: colour("--surface-raised"),
    good: colour("--good"),
    bad: colour("--bad"),
    abc: { A: colour("--abc-A"), B: colour("--abc-B"), C: colour("--abc-C") },
  };
}

const font = '"Inter Variable", system-ui, sans-serif';

/** What all our charts have in common: the axes' look, the grid, the box under the pointer. */
export function chartBase(colours: ChartColours) {
  const axis = {
    axisLine: { lineStyle: { color: colours.grid } },
    axisTick: { show: false },
    axisLabel: { color: colours.ink, fontSize: 11, fontFamily: font },
    splitLine: { lineStyle: { color: colours.grid } },
  };
  return {
    axis,
    base: {
      animationDuration: 250,
      textStyle: { fontFamily: font },
      grid: { left: 4, right: 4, top: 14, bottom: 2, containLabel: true },
    },
    tooltip: {
      backgroundColor: colours.surface,
      borderColor: colours.grid,
      textStyle: { color: colours.strong, fontSize: 12, fontFamily: font },
      confine: true,
    },
  };
}

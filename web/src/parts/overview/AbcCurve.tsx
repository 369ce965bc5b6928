import { useCallback } from "react";
import { Link } from "react-router";
import type { Overview } from "@/api/types";
import { quoted } from "@/parts/search";
import { useAddress } from "@/parts/useAddress";
import { text } from "@/text/pt-BR";
import { AbcChip } from "@/ui/AbcChip";
import { Chart } from "@/ui/Chart";
import { type ChartColours, chartBase } from "@/ui/chartColours";
import { percent } from "@/ui/format";
import { Money } from "@/ui/Money";
import classes from "./overview.module.css";

const words = text.overview;

interface AbcCurveProps {
  abc: NonNullable<Overview["abc"]>;
  pareto: NonNullable<Overview["pareto"]>;
}

/** The Pareto curve with its cuts at 80 and 95 %, and the three classes under it. */
export function AbcCurve({ abc, pareto }: AbcCurveProps) {
  const address = useAddress();
  const option = useCallback((colours: ChartColours) => paretoOption(pareto, colours), [pareto]);
  return (
    <>
      <Chart label={words.abcLabel} height={190} option={option} />
      <div className={classes.classes}>
        {abc.map((each) => (
          <Link
            key={each.value}
            className={classes.class}
            to={address("/carteira", { where: `abc = ${quoted(each.value ?? "")}` })}
          >
            <AbcChip abc={each.value} />
            <b>{text.customers(each.customers)}</b>
            <Money cents={each.revenue_12m_cents} short />
          </Link>
        ))}
      </div>
    </>
  );
}

function paretoOption(pareto: AbcCurveProps["pareto"], colours: ChartColours) {
  const { axis, base, tooltip } = chartBase(colours);
  const shares = { ...axis, type: "value", min: 0, max: 1, axisLabel: { ...axis.axisLabel, formatter: wholePercent } };
  const cut = (at: number) => ({ yAxis: at, label: { formatter: wholePercent(at), color: colours.ink, fontSize: 11 } });
  const points = [[0, 0], ...pareto.map((point) => [point.customers_share, point.revenue_share])];
  return {
    ...base,
    grid: { ...base.grid, right: 40 },
    tooltip: {
      ...tooltip,
      trigger: "axis",
      formatter: (at: { data: [number, number] }[]) => {
        const [customers, revenue] = at[0]?.data ?? [0, 0];
        return words.abcHint(percent(customers), percent(revenue));
      },
    },
    xAxis: { ...shares, splitLine: { show: false } },
    yAxis: { ...shares, interval: 0.25 },
    series: [
      {
        type: "line",
        data: points,
        symbol: "none",
        lineStyle: { width: 2.5, color: colours.main },
        areaStyle: { color: colours.soft, opacity: 0.35 },
        markLine: {
          silent: true,
          symbol: "none",
          lineStyle: { color: colours.ink, type: "dashed" },
          data: [cut(0.8), cut(0.95)],
        },
      },
    ],
  };
}

function wholePercent(share: number): string {
  return `${Math.round(share * 100)} %`;
}

import { useCallback } from "react";
import { useNavigate } from "react-router";
import type { Overview } from "@/api/types";
import { useAddress } from "@/parts/useAddress";
import { text } from "@/text/pt-BR";
import { Chart } from "@/ui/Chart";
import { type ChartColours, chartBase } from "@/ui/chartColours";
import { count, money, shortMoney, shortMonth } from "@/ui/format";
import classes from "./overview.module.css";

const words = text.overview;

/**
 * Revenue of 12 months as bars with the year before dotted, buyers as a line; behind them, where enough years are
 * known, the band in which each month lay before. A month leads to who sold in it.
 */
export function MonthsChart({ months }: { months: Overview["months"] }) {
  const navigate = useNavigate();
  const address = useAddress();
  const option = useCallback((colours: ChartColours) => monthsOption(months.slice(-12), colours), [months]);
  const shown = months.slice(-12);
  const pick = (place: number) => {
    const month = shown[place]?.month;
    if (month !== undefined) void navigate(address("/metas", { mes: month }));
  };
  const label = words.monthsLabel(shortMonth(shown[0]?.month ?? ""), shortMonth(shown.at(-1)?.month ?? ""));
  return (
    <>
      <div className={classes.legend} aria-hidden>
        <span data-mark="bar">{words.revenueWord}</span>
        <span data-mark="dotted">{words.yearBefore}</span>
        {shown.some((month) => month.seasonal_low_cents !== null) && <span data-mark="band">{words.band}</span>}
        <span data-mark="line">{words.buyers}</span>
      </div>
      <Chart label={label} height={260} option={option} onPick={pick} />
    </>
  );
}

function monthsOption(months: Overview["months"], colours: ChartColours) {
  const { axis, base, tooltip } = chartBase(colours);
  const line = { type: "line", symbol: "circle", symbolSize: 5 } as const;
  return {
    ...base,
    tooltip: {
      ...tooltip,
      trigger: "axis",
      axisPointer: { type: "shadow", shadowStyle: { opacity: 0.25 } },
      formatter: (points: { dataIndex: number }[]) => monthInWords(months[points[0]?.dataIndex ?? 0]),
    },
    xAxis: {
      ...axis,
      type: "category",
      data: months.map((month) => shortMonth(month.month)),
      splitLine: { show: false },
    },
    yAxis: [
      {
        ...axis,
        type: "value",
        axisLabel: { ...axis.axisLabel, formatter: (reais: number) => shortMoney(reais * 100) },
      },
      {
        ...axis,
        type: "value",
        splitLine: { show: false },
        min: 0,
        axisLabel: { ...axis.axisLabel, formatter: count },
      },
    ],
    series: [
      ...bandOf(months, colours),
      {
        type: "bar",
        data: months.map((month) => month.revenue_cents / 100),
        itemStyle: { color: colours.main, borderRadius: [3, 3, 0, 0] },
        barMaxWidth: 34,
      },
      {
        ...line,
        data: months.map((month) =>
          month.revenue_year_before_cents === null ? null : month.revenue_year_before_cents / 100,
        ),
        lineStyle: { type: "dotted", width: 2, color: colours.ink },
        itemStyle: { color: colours.ink },
        symbolSize: 3,
      },
      {
        ...line,
        yAxisIndex: 1,
        data: months.map((month) => month.buyers),
        lineStyle: { width: 2, color: colours.line },
        itemStyle: { color: colours.line },
      },
    ],
  };
}

/** Two lines of no width, the upper one on top of the lower, with what lies between them filled. */
function bandOf(months: Overview["months"], colours: ChartColours) {
  const edge = (cents: (month: Overview["months"][number]) => number | null) => ({
    type: "line",
    stack: "band",
    stackStrategy: "all",
    symbol: "none",
    silent: true,
    lineStyle: { width: 0 },
    data: months.map((month) => {
      const amount = cents(month);
      return amount === null ? null : amount / 100;
    }),
  });
  const width = ({ seasonal_low_cents: low, seasonal_high_cents: high }: Overview["months"][number]) =>
    low === null || high === null ? null : high - low;
  return [
    edge((month) => month.seasonal_low_cents),
    { ...edge(width), areaStyle: { color: colours.soft, opacity: 0.5 } },
  ];
}

function monthInWords(month: Overview["months"][number] | undefined): string {
  if (!month) return "";
  const before = month.revenue_year_before_cents;
  const { seasonal_low_cents: low, seasonal_high_cents: high } = month;
  return [
    `<b>${shortMonth(month.month)}</b>`,
    `${words.revenueWord}: ${money(month.revenue_cents)}`,
    ...(before === null ? [] : [`${words.yearBefore}: ${money(before)}`]),
    ...(low === null || high === null ? [] : [`${words.band}: ${words.bandOf(money(low), money(high))}`]),
    `${words.buyers}: ${count(month.buyers)}`,
  ].join("<br>");
}

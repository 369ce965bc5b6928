import { useCallback } from "react";
import type { Purchases } from "@/api/types";
import { text } from "@/text/pt-BR";
import { Chart } from "@/ui/Chart";
import { type ChartColours, chartBase } from "@/ui/chartColours";
import { addDays, date, money, shortMoney, shortMonth } from "@/ui/format";

const words = text.customer;

/** Days of purchase on a time axis, with the one that is expected next. */
export function PurchaseAxis({ purchases, asOf }: { purchases: Purchases; asOf: string }) {
  const option = useCallback((colours: ChartColours) => axisOption(purchases, asOf, colours), [purchases, asOf]);
  const expected = purchases.expected_on && date(purchases.expected_on);
  return <Chart label={words.axisLabel(purchases.days.length, expected)} height={190} option={option} />;
}

function axisOption({ days, expected_on }: Purchases, asOf: string, colours: ChartColours) {
  const { axis, base, tooltip } = chartBase(colours);
  const last = expected_on && expected_on > asOf ? expected_on : asOf;
  return {
    ...base,
    grid: { ...base.grid, top: 26, right: 14 },
    tooltip: {
      ...tooltip,
      trigger: "item",
      formatter: (point: { value: [string, number] }) =>
        `${date(point.value[0])}<br><b>${money(point.value[1] * 100)}</b>`,
    },
    xAxis: {
      ...axis,
      type: "time",
      max: addDays(last, 20),
      splitLine: { show: false },
      axisLabel: {
        ...axis.axisLabel,
        hideOverlap: true,
        formatter: (at: number) => shortMonth(new Date(at).toISOString()),
      },
    },
    yAxis: {
      ...axis,
      type: "value",
      axisLabel: { ...axis.axisLabel, formatter: (reais: number) => shortMoney(reais * 100) },
    },
    series: [
      {
        type: "bar",
        barWidth: 4,
        data: days.map((day) => [day.on, day.revenue_cents / 100]),
        itemStyle: { color: colours.main, borderRadius: 2 },
        markLine: {
          symbol: "none",
          silent: true,
          lineStyle: { color: colours.line, type: "dashed", width: 1.5 },
          label: {
            align: "right",
            color: colours.ink,
            fontSize: 11,
            formatter: words.expected(date(expected_on ?? asOf)),
          },
          data: expected_on ? [{ xAxis: expected_on }] : [],
        },
      },
    ],
  };
}

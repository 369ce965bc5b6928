import { Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type Gaps, gapsQuery } from "@/api/imports";
import { imports } from "@/text/imports";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { count, taxId } from "@/ui/format";
import { type RecordColumn, RecordTable } from "@/ui/RecordTable";
import { Waiting } from "@/ui/Waiting";

const words = imports.gaps;

type MissingNumbers = Gaps["missing_numbers"][number];
type MonthWithout = Gaps["months_without_cancellations"][number];

const NUMBERS: RecordColumn<MissingNumbers>[] = [
  {
    label: words.missing,
    main: true,
    cell: (gap) => <span className="number">{words.range(gap.first, gap.last)}</span>,
  },
  { label: words.series, cell: (gap) => words.seriesOf(gap.model, gap.series) },
  { label: words.issuer, grows: true, cell: (gap) => <span className="number">{taxId(gap.issuer)}</span> },
  {
    label: words.howMany,
    right: true,
    cell: (gap) => <span className="number">{count(gap.last - gap.first + 1)}</span>,
  },
];

const MONTHS: RecordColumn<MonthWithout>[] = [
  { label: words.month, main: true, grows: true, cell: (month) => words.monthOf(month.month) },
  { label: words.notes, right: true, cell: (month) => <span className="number">{count(month.notes)}</span> },
];

/** What seems to be missing of what was brought. */
export function GapList() {
  const { data, error, refetch } = useQuery(gapsQuery);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting lines={5} />;
  const { missing_numbers: numbers, months_without_cancellations: months } = data;
  if (numbers.length === 0 && months.length === 0) return <EmptyState title={words.none} />;
  return (
    <Stack gap="lg">
      {numbers.length > 0 && (
        <section>
          <Text fw={600}>{words.numbers}</Text>
          <Text size="sm" c="dimmed" mb="xs">
            {words.numbersDetail}
          </Text>
          <RecordTable
            label={words.numbers}
            columns={NUMBERS}
            rows={numbers}
            keyOf={(gap) => `${gap.issuer}/${gap.model}/${gap.series}/${gap.first}`}
          />
        </section>
      )}
      {months.length > 0 && (
        <section>
          <Text fw={600}>{words.months}</Text>
          <Text size="sm" c="dimmed" mb="xs">
            {words.monthsDetail}
          </Text>
          <RecordTable label={words.months} narrow columns={MONTHS} rows={months} keyOf={(month) => month.month} />
        </section>
      )}
    </Stack>
  );
}

import { Group, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { type SegmentMove, segmentMovesQuery } from "@/api/segments";
import { useView } from "@/parts/useView";
import { segments } from "@/text/segments";
import { CustomerLink } from "@/ui/CustomerLink";
import { ErrorState } from "@/ui/ErrorState";
import { addDays, count } from "@/ui/format";
import { Panel } from "@/ui/Panel";
import { Waiting } from "@/ui/Waiting";

/** How far back is looked where the address does not say. */
const DAYS = 30;

/** Who came into a segment and who left it between two dates, which the address keeps. */
export function SegmentMoves({ name }: { name: string }) {
  const { asOf, search, change } = useView();
  const to = search.get("ate") ?? asOf;
  const from = search.get("de") ?? addDays(to, -DAYS);
  const { data, error, refetch } = useQuery(segmentMovesQuery(name, from, to));
  return (
    <Panel title={segments.movesOf(name)}>
      <Group gap="sm" mb="md">
        <DateInput label={segments.from} value={from} onChange={(de) => change({ de }, { replace: true })} />
        <DateInput label={segments.to} value={to} onChange={(ate) => change({ ate }, { replace: true })} />
      </Group>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting lines={5} />}
      {data && (
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <People title={segments.entered} moves={data.filter((move) => move.entered)} />
          <People title={segments.left} moves={data.filter((move) => !move.entered)} />
        </SimpleGrid>
      )}
    </Panel>
  );
}

interface DateInputProps {
  label: string;
  value: string;
  onChange: (date: string) => void;
}

function DateInput({ label, value, onChange }: DateInputProps) {
  return (
    <TextInput
      type="date"
      size="xs"
      label={label}
      value={value}
      required
      withAsterisk={false}
      onChange={(event) => event.currentTarget.value && onChange(event.currentTarget.value)}
    />
  );
}

function People({ title, moves }: { title: string; moves: SegmentMove[] }) {
  return (
    <section>
      <Text fw={600} mb={6}>
        {title}: {count(moves.length)}
      </Text>
      {moves.length === 0 && (
        <Text size="sm" c="dimmed">
          {segments.nobody}
        </Text>
      )}
      <Stack gap={6}>
        {moves.map((move) => (
          <CustomerLink key={move.customer} customer={move.customer} name={move.name} short />
        ))}
      </Stack>
    </section>
  );
}

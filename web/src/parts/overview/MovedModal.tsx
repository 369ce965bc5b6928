import { Modal, Text } from "@mantine/core";
import { IconArrowRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { movesQuery } from "@/api/moves";
import { useView } from "@/parts/useView";
import { text } from "@/text/pt-BR";
import { CustomerLink } from "@/ui/CustomerLink";
import { ErrorState } from "@/ui/ErrorState";
import { Money } from "@/ui/Money";
import { StatusChip } from "@/ui/StatusChip";
import { Waiting } from "@/ui/Waiting";
import { countedOf, moveChanges, type ShownMove, shownMove } from "./moved";
import classes from "./overview.module.css";

const words = text.overview;

/** The API names so many and no more. */
const MOST_NAMED = 1000;

/** The customers of the move that the address shows. */
export function MovedModal() {
  const { search, change } = useView();
  const move = shownMove(search);
  if (move === null) return null;
  return (
    <Modal opened onClose={() => change(moveChanges(null))} title={<Title move={move} />} size="lg">
      <Moved move={move} />
    </Modal>
  );
}

function Title({ move }: { move: ShownMove }) {
  return (
    <span className={classes.move}>
      {move.from && <StatusChip status={move.from} />}
      <IconArrowRight size={14} aria-label={words.to} />
      <StatusChip status={move.to} />
      {words.since[move.since]}
    </span>
  );
}

function Moved({ move: { from, to, since } }: { move: ShownMove }) {
  const { view } = useView();
  const { data, error, refetch } = useQuery(movesQuery({ ...view, ...(from && { from }), to, since }));
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Waiting lines={6} />;
  const moved = countedOf({ from, to, since }, data);
  return (
    <>
      <Text size="sm" c="dimmed" mb="xs">
        {words.movedCount(moved.length, data.length >= MOST_NAMED)}{" "}
        <Money cents={moved.reduce((sum, each) => sum + each.revenue_12m_cents, 0)} />
      </Text>
      <ul className={classes.rows}>
        {moved.map((each) => (
          <li key={each.customer} className={`${classes.row} ${classes.paired}`}>
            <CustomerLink customer={each.customer} name={each.name} short />
            <Money cents={each.revenue_12m_cents} />
          </li>
        ))}
      </ul>
    </>
  );
}

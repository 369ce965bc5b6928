import { Autocomplete, Button, Group, Modal, Stack, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ownersQuery } from "@/api/portfolio";
import type { Level } from "@/api/types";
import { text } from "@/text/pt-BR";
import { DayInput } from "@/ui/DayInput";
import { ErrorState } from "@/ui/ErrorState";
import { date } from "@/ui/format";
import { useSession } from "../useView";
import { Balance } from "./Balance";
import { type Chosen, useChange, whom } from "./useChange";

const words = text.bulk;

interface BulkModalProps {
  chosen: Chosen;
  level: Level;
  onClose: () => void;
  onDone: () => void;
}

/** Gives customers to a seller: the balance of portfolios first, then the change with its reason. */
export function OwnerModal({ chosen, level, onClose, onDone }: BulkModalProps) {
  const { today } = useSession();
  const { data: owners } = useQuery(ownersQuery);
  const [owner, setOwner] = useState("");
  const [reason, setReason] = useState("");
  const [on, setOn] = useState<string | null>(today);
  const change = useChange(() => {
    onDone();
    onClose();
  });
  const name = owner.trim();
  const names = (owners ?? []).flatMap((each) => each.owner ?? []);
  const assign = () =>
    change.mutate({
      changes: [
        {
          what: "owner",
          ...whom(chosen),
          level,
          value: name,
          ...(reason.trim() && { reason: reason.trim() }),
          ...(on !== null && { on }),
        },
      ],
      said: (customers) => words.assigned(customers, name),
    });
  return (
    <Modal opened onClose={onClose} title={words.ownerTitle(chosen.count)} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (name && on) assign();
        }}
      >
        <Stack gap="sm">
          {change.error && <ErrorState error={change.error} />}
          <Group grow align="flex-start">
            <Autocomplete
              label={words.newOwner}
              description={words.newOwnerHint}
              data={names}
              value={owner}
              onChange={setOwner}
              data-autofocus
            />
            <DayInput
              label={words.on}
              description={words.onHint}
              value={on}
              onChange={setOn}
              first={{ day: today, said: words.onEarlier(date(today)) }}
            />
          </Group>
          <Textarea
            label={words.reason}
            description={words.reasonHint}
            autosize
            minRows={2}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          {names.includes(name) && <Balance chosen={chosen} to={name} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {text.cancel}
            </Button>
            <Button type="submit" loading={change.isPending} disabled={!name || !on}>
              {words.assign}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

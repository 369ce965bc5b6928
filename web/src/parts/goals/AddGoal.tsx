import { Button, Group, Select, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { setGoal } from "@/api/goals";
import { ownersQuery } from "@/api/portfolio";
import { goals } from "@/text/goals";
import { text } from "@/text/pt-BR";
import { notifyDone, notifyProblem } from "@/ui/notify";
import classes from "./AddGoal.module.css";
import { writtenGoal } from "./writtenGoal";

interface AddGoalProps {
  month: string;
  /** Sellers that the list has already. */
  known: readonly (string | null)[];
}

/** Sets the goal of a seller who has none and has sold nothing yet. */
export function AddGoal({ month, known }: AddGoalProps) {
  const { data: owners = [] } = useQuery(ownersQuery);
  const [seller, setSeller] = useState<string | null>(null);
  const [written, setWritten] = useState("");
  const [isTried, setTried] = useState(false);
  const client = useQueryClient();
  const { cents, problem } = writtenGoal(written);
  const names = owners.map((owner) => owner.owner).filter((name) => name !== null && !known.includes(name));
  const save = useMutation({
    mutationFn: (chosen: string) => setGoal(month, chosen, cents),
    onSuccess: async (_, chosen) => {
      setSeller(null);
      setWritten("");
      notifyDone(goals.saved(chosen));
      await client.invalidateQueries({ queryKey: ["goals"] });
    },
    onError: notifyProblem,
  });
  if (names.length === 0) return null;

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (seller !== null && cents !== null) save.mutate(seller);
  }

  return (
    <form onSubmit={submit}>
      <Group gap="xs" mt="md" align="flex-start">
        <Select
          size="xs"
          label={goals.add}
          placeholder={goals.addHint}
          data={names.filter((name) => name !== null)}
          value={seller}
          onChange={setSeller}
          searchable
        />
        <TextInput
          size="xs"
          label={goals.goal}
          inputMode="decimal"
          value={written}
          error={isTried && problem}
          onBlur={() => setTried(true)}
          onChange={(event) => {
            setTried(false);
            setWritten(event.currentTarget.value);
          }}
        />
        <Button
          className={classes.submit ?? ""}
          size="xs"
          type="submit"
          loading={save.isPending}
          disabled={seller === null || written.trim() === ""}
        >
          {text.add}
        </Button>
      </Group>
    </form>
  );
}

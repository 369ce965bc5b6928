import { TextInput, UnstyledButton, VisuallyHidden } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useRef, useState } from "react";
import { type Goal, setGoal } from "@/api/goals";
import { goals } from "@/text/goals";
import { Money } from "@/ui/Money";
import { notifyProblem } from "@/ui/notify";
import { notifyUndoable } from "@/ui/notifyUndoable";
import { editedCents } from "@/ui/writtenNumber";
import classes from "./GoalCell.module.css";
import { writtenGoal } from "./writtenGoal";

interface GoalCellProps {
  goal: Goal;
  mayEdit: boolean;
}

/** A goal, edited in place: Enter saves, Escape gives up, nothing takes it back. */
export function GoalCell({ goal, mayEdit }: GoalCellProps) {
  const [isEditing, setEditing] = useState(false);
  const seller = goal.seller;
  if (!mayEdit || seller === null) return <Money cents={goal.goal_cents} />;
  if (isEditing) return <GoalInput goal={goal} seller={seller} onDone={() => setEditing(false)} />;
  return (
    <UnstyledButton className={classes.goal} title={goals.edit(seller)} onClick={() => setEditing(true)}>
      {goal.goal_cents === null ? goals.set : <Money cents={goal.goal_cents} />}
      <VisuallyHidden>: {goals.edit(seller)}</VisuallyHidden>
    </UnstyledButton>
  );
}

interface GoalInputProps {
  goal: Goal;
  seller: string;
  onDone: () => void;
}

function GoalInput({ goal, seller, onDone }: GoalInputProps) {
  const [written, setWritten] = useState(goal.goal_cents === null ? "" : editedCents(goal.goal_cents));
  const isFinished = useRef(false);
  const client = useQueryClient();
  const [isTried, setTried] = useState(false);
  const { cents, problem } = writtenGoal(written);
  const put = async (value: number | null) => {
    await setGoal(goal.month, seller, value);
    await client.invalidateQueries({ queryKey: ["goals"] });
  };
  const save = useMutation({
    // What was there before goes along: by the time of the answer the goal is the new one.
    mutationFn: ({ wanted }: { wanted: number | null; before: number | null }) => put(wanted),
    onSuccess: (_, { wanted, before }) => {
      onDone();
      notifyUndoable(wanted === null ? goals.removed(seller) : goals.saved(seller), () => put(before));
    },
    onError: (error) => {
      isFinished.current = false;
      notifyProblem(error);
    },
  });

  function finish() {
    // Enter ends the editing, and so does the focus that leaves with it: once is enough.
    if (isFinished.current) return;
    setTried(true);
    if (problem !== null) return;
    isFinished.current = true;
    const wanted = cents === 0 ? null : cents;
    if (wanted === goal.goal_cents) onDone();
    else save.mutate({ wanted, before: goal.goal_cents ?? null });
  }

  function keyed(event: KeyboardEvent) {
    if (event.key === "Enter") finish();
    if (event.key === "Escape") {
      isFinished.current = true;
      onDone();
    }
  }

  return (
    <TextInput
      className={classes.input}
      classNames={{ input: "number" }}
      size="xs"
      inputMode="decimal"
      aria-label={goals.goalOf(seller)}
      value={written}
      error={isTried && problem}
      disabled={save.isPending}
      autoFocus
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        setTried(false);
        setWritten(event.currentTarget.value);
      }}
      onKeyDown={keyed}
      onBlur={finish}
    />
  );
}

import { ActionIcon, Group, Stack, Text, TextInput } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type Goal, goalsQuery } from "@/api/goals";
import { AddGoal } from "@/parts/goals/AddGoal";
import { GoalTable } from "@/parts/goals/GoalTable";
import { addMonths, parsedMonth } from "@/parts/goals/month";
import { PositivationPanel } from "@/parts/goals/PositivationPanel";
import { useCompanyRight, useSession, useView } from "@/parts/useView";
import { goals } from "@/text/goals";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { PageHead } from "@/ui/PageHead";
import { Panel } from "@/ui/Panel";
import { Waiting } from "@/ui/Waiting";

/** What sellers were to sell in a month, what they sold, and how much of each portfolio bought. */
export function Metas() {
  const { view, asOf, search } = useView();
  const month = parsedMonth(search.get("mes")) ?? asOf.slice(0, 7);
  const mayEdit = useCompanyRight("manage_goals");
  const { sees_everyone: seesEveryone } = useSession();
  const { data, error, refetch } = useQuery(goalsQuery(month, view.as_of));
  return (
    <>
      <PageHead title={goals.title} manual="metas" actions={<MonthPicker month={month} />}>
        {data && sentence(month, data)}
      </PageHead>
      <Stack gap="md">
        {error && <ErrorState error={error} onRetry={() => void refetch()} />}
        {!data && !error && <Waiting lines={8} />}
        {data && (
          <Panel title={goals.list}>
            {!seesEveryone && (
              <Text size="sm" c="dimmed" mb="xs">
                {goals.ownOnly}
              </Text>
            )}
            {data.length === 0 ? <EmptyState title={goals.empty} /> : <GoalTable all={data} mayEdit={mayEdit} />}
            {mayEdit && <AddGoal month={month} known={data.map((goal) => goal.seller)} />}
          </Panel>
        )}
        <PositivationPanel month={month} />
      </Stack>
    </>
  );
}

/** All goals of a month together, and where they are heading. */
function sentence(month: string, all: Goal[]): string {
  const sum = (of: (goal: Goal) => number | null, some: Goal[]) =>
    some.reduce((total, goal) => total + (of(goal) ?? 0), 0);
  const withGoal = all.filter((goal) => goal.goal_cents !== null);
  const name = goals.monthOf(month);
  if (withGoal.length === 0)
    return goals.noGoals(
      name,
      sum((goal) => goal.attained_cents, all),
    );
  const goal = sum((each) => each.goal_cents, withGoal);
  const attained = sum((each) => each.attained_cents, withGoal);
  const state = goals.state(name, attained, goal, goal === 0 ? 0 : attained / goal);
  const hasRate = withGoal.every((each) => each.projected_cents !== null);
  return hasRate
    ? `${state} ${goals.heading(
        sum((each) => each.projected_cents, withGoal),
        goal,
      )}`
    : state;
}

function MonthPicker({ month }: { month: string }) {
  const { change } = useView();
  const go = (mes: string) => change({ mes }, { replace: true });
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon
        variant="default"
        size="input-xs"
        aria-label={goals.before}
        title={goals.before}
        onClick={() => go(addMonths(month, -1))}
      >
        <IconChevronLeft size={16} aria-hidden />
      </ActionIcon>
      <TextInput
        type="month"
        size="xs"
        aria-label={goals.month}
        value={month}
        onChange={(event) => parsedMonth(event.currentTarget.value) && go(event.currentTarget.value)}
      />
      <ActionIcon
        variant="default"
        size="input-xs"
        aria-label={goals.after}
        title={goals.after}
        onClick={() => go(addMonths(month, 1))}
      >
        <IconChevronRight size={16} aria-hidden />
      </ActionIcon>
    </Group>
  );
}

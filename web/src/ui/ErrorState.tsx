import { Alert, Button, Group, List, Text } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { Problem } from "@/api/Problem";
import { text } from "@/text/pt-BR";
import classes from "./ErrorState.module.css";

interface ErrorStateProps {
  error: unknown;
  onRetry?: (() => void) | undefined;
}

/** What went wrong, where, and what to do, as the server says it. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const problem = error instanceof Problem ? error : null;
  // One error is what the message says already.
  const others = problem && problem.errors.length > 1 ? problem.errors : [];
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertCircle aria-hidden />}
      title={problem?.title ?? text.problems.page}
      role="alert"
      classNames={{
        root: classes.root ?? "",
        title: classes.title ?? "",
        icon: classes.title ?? "",
        message: classes.message ?? "",
      }}
    >
      <Text size="sm">{problem?.message ?? text.problems.pageDetail}</Text>
      {others.length > 0 && (
        <List size="sm" mt={6}>
          {others.map((each) => (
            <List.Item key={`${each.field ?? ""}${each.line ?? ""}${each.column ?? ""}${each.detail}`}>
              {each.detail}
            </List.Item>
          ))}
        </List>
      )}
      <Group mt={onRetry || problem?.request ? 10 : 0} gap="sm">
        {onRetry && (
          <Button size="xs" variant="default" onClick={onRetry}>
            {text.tryAgain}
          </Button>
        )}
        {problem?.request && (
          <Text size="xs" c="dimmed">
            {text.problems.request(problem.request)}
          </Text>
        )}
      </Group>
    </Alert>
  );
}

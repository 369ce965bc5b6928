import { Alert, Button, Group, List, Text } from "@mantine/core";
import { IconAlertCircle } from "@tabler/icons-react";
import { Problem } from "@/api/Problem";
import { text } from "@/text/pt-BR";
import classes from "./ErrorState.module.css";
import { mayPass, problemWords, requestOf } from "./problemWords";

interface ErrorStateProps {
  error: unknown;
  onRetry?: (() => void) | undefined;
}

/** What went wrong, where, and what to do, as the server says it. */
export function ErrorState({ error, onRetry }: ErrorStateProps) {
  const problem = error instanceof Problem ? error : null;
  // One error is what the message says already.
  const others = problem && problem.errors.length > 1 ? problem.errors : [];
  const { title, message } = problemWords(error);
  const retry = mayPass(error) ? onRetry : undefined;
  const request = requestOf(error);
  return (
    <Alert
      color="red"
      variant="light"
      icon={<IconAlertCircle aria-hidden />}
      title={title}
      role="alert"
      classNames={{
        root: classes.root ?? "",
        title: classes.title ?? "",
        icon: classes.title ?? "",
        message: classes.message ?? "",
      }}
    >
      <Text size="sm">{message}</Text>
      {others.length > 0 && (
        <List size="sm" mt={6}>
          {others.map((each) => (
            <List.Item key={`${each.field ?? ""}${each.line ?? ""}${each.column ?? ""}${each.detail}`}>
              {each.detail}
            </List.Item>
          ))}
        </List>
      )}
      {(retry || request) && (
        <Group mt={10} gap="sm">
          {retry && (
            <Button size="xs" variant="default" onClick={retry}>
              {text.tryAgain}
            </Button>
          )}
          {request && (
            <Text size="xs" c="dimmed">
              {text.problems.request(request)}
            </Text>
          )}
        </Group>
      )}
    </Alert>
  );
}

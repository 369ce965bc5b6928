import { Button, Container, Stack } from "@mantine/core";
import { isRouteErrorResponse, useRouteError } from "react-router";
import { text } from "@/text/pt-BR";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";

/** In place of a page that could not be shown. */
export function PageProblem() {
  const error = useRouteError();
  if (isRouteErrorResponse(error) && error.status === 404) {
    return <EmptyState title={text.problems.notFound}>{text.problems.notFoundDetail}</EmptyState>;
  }
  return (
    <Container size="sm" py="xl">
      <Stack>
        <ErrorState error={error} />
        <Button variant="default" w="fit-content" onClick={() => window.location.reload()}>
          {text.reload}
        </Button>
      </Stack>
    </Container>
  );
}

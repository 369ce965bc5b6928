import { Button } from "@mantine/core";
import { Link } from "react-router";
import { text } from "@/text/pt-BR";
import { EmptyState } from "@/ui/EmptyState";

/** Any address that is no page's. */
export function NaoEncontrada() {
  const home = (
    <Button component={Link} to="/" variant="default">
      {text.frame.pages.VisaoGeral}
    </Button>
  );
  return (
    <EmptyState title={text.problems.notFound} action={home}>
      {text.problems.notFoundDetail}
    </EmptyState>
  );
}

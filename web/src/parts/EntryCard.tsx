import { Paper, Stack, Title } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import { text } from "@/text/pt-BR";
import classes from "./EntryCard.module.css";

/** The card of the pages seen before signing in. */
export function EntryCard({ title, children }: { title: string; children: ReactNode }) {
  useDocumentTitle(`${title} · ${text.product}`);
  return (
    <main className={classes.page}>
      <div className={classes.brand}>
        <img src="/favicon.svg" alt="" width={34} height={34} />
        {text.product}
      </div>
      <Paper className={classes.card}>
        <Stack gap="md">
          <Title order={1} size="h3">
            {title}
          </Title>
          {children}
        </Stack>
      </Paper>
    </main>
  );
}

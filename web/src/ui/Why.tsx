import { UnstyledButton } from "@mantine/core";
import type { ReactNode } from "react";
import { useWhy } from "@/parts/why/useWhy";
import { text } from "@/text/pt-BR";
import classes from "./Why.module.css";

interface WhyProps {
  customer: string;
  metric: string;
  /** The number, as it is written where it stands. */
  children: ReactNode;
}

/** A number that explains itself: opens the formula, the inputs and the documents behind it. */
export function Why({ customer, metric, children }: WhyProps) {
  const { open } = useWhy();
  return (
    <UnstyledButton className={classes.why} title={text.why} onClick={() => open(customer, metric)}>
      {children}
    </UnstyledButton>
  );
}

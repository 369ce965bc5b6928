import { useDocumentTitle } from "@mantine/hooks";
import type { ReactNode } from "react";
import { text } from "@/text/pt-BR";
import { ManualLink } from "./ManualLink";
import classes from "./PageHead.module.css";

interface PageHeadProps {
  /** What the page is about; also the document's title. */
  title: string;
  /** The state in words: the answer to the page's question. */
  children?: ReactNode;
  /** What can be done here. */
  actions?: ReactNode;
  /** The chapter of the manual that tells of the page. */
  manual?: string;
}

/** The top of a page: answer first. */
export function PageHead({ title, children, actions, manual }: PageHeadProps) {
  useDocumentTitle(`${title} · ${text.product}`);
  return (
    <header className={classes.head}>
      <div className={classes.words}>
        <div className={classes.top}>
          <h1 className={classes.title}>{title}</h1>
          {manual && <ManualLink chapter={manual} title={title} />}
        </div>
        {children && <div className={classes.answer}>{children}</div>}
      </div>
      {actions && <div className={`${classes.actions} no-print`}>{actions}</div>}
    </header>
  );
}

import { CopyButton, UnstyledButton } from "@mantine/core";
import { text } from "@/text/pt-BR";
import classes from "./DocumentName.module.css";
import { documentName } from "./format";

/** A document by model, number and series; its access key on hover, copied at a click. Others as tables name them. */
export function DocumentName({ document }: { document: string }) {
  const name = documentName(document);
  if (name === null) return <span className={classes.key}>{document}</span>;
  return (
    <CopyButton value={document} timeout={1500}>
      {({ copied, copy }) => (
        <UnstyledButton className={classes.name} title={text.documentKey(document)} onClick={copy}>
          {copied ? text.keyCopied : name}
        </UnstyledButton>
      )}
    </CopyButton>
  );
}

import { NativeSelect, Text } from "@mantine/core";
import type { Notice, ReadingOptions, TableKind } from "@/api/imports";
import { imports } from "@/text/imports";
import classes from "./TableCard.module.css";

const words = imports.table;
const KINDS = Object.entries(words.kinds).map(([value, label]) => ({ value, label }));

/** A table that was not understood: why, and the way to say what it is about. */
export function MisreadCard({ notice, onReread }: { notice: Notice; onReread: (options: ReadingOptions) => void }) {
  return (
    <article className={classes.card}>
      <Text fw={600} className={classes.file}>
        {words.misread}: {notice.file}
      </Text>
      <Text size="sm" mb="xs">
        {notice.reason}
      </Text>
      <NativeSelect
        size="xs"
        maw={280}
        label={words.kind}
        description={words.sayKind}
        data={[{ value: "", label: "" }, ...KINDS]}
        value=""
        onChange={(event) => onReread({ kind: event.currentTarget.value as TableKind })}
      />
    </article>
  );
}

import classes from "./chips.module.css";

interface AbcChipProps {
  abc: string | null;
  /** The class a year before, shown where it was another. */
  previous?: string | null | undefined;
  /** Says "curva A", not only the letter: for places without a heading that says it. */
  named?: boolean;
  /** The class before under the letter, where there is little width. */
  stacked?: boolean;
}

/** A class of the ABC curve. */
export function AbcChip({ abc, previous, named = false, stacked = false }: AbcChipProps) {
  if (!abc) return <span className={classes.none}>—</span>;
  const colours = { background: `var(--abc-${abc})`, color: `var(--abc-${abc}-ink)` };
  return (
    <span className={classes.with} data-stacked={stacked || undefined}>
      <span className={classes.letter} style={colours}>
        {named ? `curva ${abc}` : abc}
      </span>
      {previous && previous !== abc && <span className={classes.detail}>era {previous}</span>}
    </span>
  );
}

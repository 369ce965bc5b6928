import type { FieldChange } from "@/api/types";
import { originWords } from "./originWords";

/** A change of the registration, with every establishment that it was seen on. */
export interface JoinedChange extends Omit<FieldChange, "party"> {
  parties: string[];
  /** What it is known by in the list. */
  id: string;
}

/** Changes, those of the same field, value and origin joined: a document for each establishment says the same. */
export function joinedChanges(changes: readonly FieldChange[]): JoinedChange[] {
  const joined = new Map<string, JoinedChange>();
  for (const { party, ...change } of changes) {
    const id = `${change.field}/${change.value}/${originWords(change.origin)}`;
    const same = joined.get(id);
    if (!same) joined.set(id, { ...change, id, parties: [party] });
    else if (!same.parties.includes(party)) same.parties.push(party);
  }
  return [...joined.values()];
}

import { goals } from "@/text/goals";
import { parsedCents } from "@/ui/writtenNumber";

/** The greatest goal there is: R$ 9.999.999.999,99. */
const GREATEST = 999_999_999_999;

export interface WrittenGoal {
  /** Nothing where nothing is written, or what is written is no goal. */
  cents: number | null;
  /** Why it is no goal. */
  problem: string | null;
}

/** A goal as a person writes it. */
export function writtenGoal(written: string): WrittenGoal {
  if (written.trim() === "") return { cents: null, problem: null };
  const cents = parsedCents(written);
  // Digits that are too many to count are an amount all the same, and too great a one.
  const isAmount = cents !== null || /^\s*\d+\s*$/.test(written);
  if (!isAmount) return { cents: null, problem: goals.noAmount };
  if (cents === null || cents < 0 || cents > GREATEST) return { cents: null, problem: goals.outOfBounds };
  return { cents, problem: null };
}

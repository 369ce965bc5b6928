import type { PositivationBy } from "@/api/goals";
import type { Owner } from "@/api/types";
import { quoted } from "@/parts/search";
import { daysOf } from "./month";

/** Which customers of a portfolio: all, those who bought in the month, or those who have not yet. */
export type Part = "all" | "buyers" | "missing";

/** Who never bought and who is a customer no more are in no portfolio. */
const COUNTED = "status NOT IN ('sem_compra', 'ex_cliente')";

/**
 * The predicate of the customers that positivation counts. Whose a customer is: whoever is responsible, else who sold
 * to it last.
 */
export function portfolioWhere(
  by: PositivationBy,
  name: string | null,
  month: string,
  part: Part,
  owners: readonly Owner[],
): string {
  const whose = by === "team" ? whereTeam(name, owners) : whereSeller(name);
  const [first] = daysOf(month);
  const bought = {
    all: "",
    buyers: ` AND last_purchase_on >= '${first}'`,
    missing: ` AND last_purchase_on < '${first}'`,
  };
  return `${whose} AND ${COUNTED}${bought[part]}`;
}

function whereSeller(name: string | null): string {
  return name === null ? "owner IS NULL AND last_seller IS NULL" : `coalesce(owner, last_seller) = ${quoted(name)}`;
}

/** The indicator of the team is of whoever is responsible; of the others, the list of sellers says it. */
function whereTeam(name: string | null, owners: readonly Owner[]): string {
  const sellersOf = (fits: (team: string | null) => boolean) =>
    owners.flatMap(({ owner, team }) => (owner !== null && fits(team) ? quoted(owner) : [])).join(", ");
  if (name === null) {
    const inTeams = sellersOf((team) => team !== null);
    if (!inTeams) return "team IS NULL";
    return `team IS NULL AND (owner IS NOT NULL OR last_seller IS NULL OR last_seller NOT IN (${inTeams}))`;
  }
  const ofTeam = sellersOf((team) => team === name);
  const own = `team = ${quoted(name)}`;
  return ofTeam ? `(${own} OR owner IS NULL AND last_seller IN (${ofTeam}))` : own;
}

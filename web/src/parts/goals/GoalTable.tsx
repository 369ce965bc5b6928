import { Link } from "react-router";
import type { Goal } from "@/api/goals";
import { quoted } from "@/parts/search";
import { useAddress } from "@/parts/useAddress";
import { goals } from "@/text/goals";
import { Money } from "@/ui/Money";
import { type RecordColumn, RecordTable } from "@/ui/RecordTable";
import { ShareBar } from "@/ui/ShareBar";
import { GoalCell } from "./GoalCell";
import classes from "./GoalTable.module.css";

/** What each seller was to sell in a month, and what was sold. */
export function GoalTable({ all, mayEdit }: { all: Goal[]; mayEdit: boolean }) {
  const columns: RecordColumn<Goal>[] = [
    { label: goals.seller, main: true, grows: true, cell: (goal) => <SellerLink seller={goal.seller} /> },
    { label: goals.goal, right: true, cell: (goal) => <GoalCell goal={goal} mayEdit={mayEdit} /> },
    { label: goals.attained, right: true, cell: (goal) => <Money cents={goal.attained_cents} /> },
    { label: goals.share, right: true, cell: (goal) => <ShareBar share={goal.attained_share} tone={toneOf(goal)} /> },
    { label: goals.projected, right: true, cell: (goal) => <Projected goal={goal} /> },
  ];
  return <RecordTable label={goals.list} columns={columns} rows={all} keyOf={(goal) => goal.seller ?? ""} />;
}

/** Whether a month comes to its goal at the rate so far; nothing where there is no goal or no rate. */
function meets(goal: Goal): boolean | null {
  if (goal.goal_cents === null || goal.projected_cents === null) return null;
  return goal.projected_cents >= goal.goal_cents;
}

function toneOf(goal: Goal): "main" | "good" | "attention" {
  const isMet = meets(goal);
  if (isMet === null) return "main";
  return isMet ? "good" : "attention";
}

function Projected({ goal }: { goal: Goal }) {
  const isMet = meets(goal);
  return (
    <span className={classes.projected}>
      <Money cents={goal.projected_cents} />
      {isMet !== null && (
        <span className={classes.verdict} data-met={isMet}>
          {isMet ? `▲ ${goals.meets}` : `▼ ${goals.misses}`}
        </span>
      )}
    </span>
  );
}

/** A seller, leading to their portfolio. */
export function SellerLink({ seller }: { seller: string | null }) {
  const address = useAddress();
  const where = seller === null ? "owner IS NULL" : `owner = ${quoted(seller)}`;
  return <Link to={address("/carteira", { where })}>{seller ?? goals.noSeller}</Link>;
}

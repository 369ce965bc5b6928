import { Outlet } from "react-router";
import { mayOpen, type Section } from "@/sections";
import { text } from "@/text/pt-BR";
import { EmptyState } from "@/ui/EmptyState";
import { useSession } from "../useView";

/** Shows a section to whoever may open it. The server decides all the same. */
export function SectionGuard({ section }: { section: Section }) {
  const session = useSession();
  if (mayOpen(section, session)) return <Outlet />;
  return <EmptyState title={text.problems.forbidden}>{text.problems.forbiddenDetail}</EmptyState>;
}

import {
  IconAddressBook,
  IconAdjustments,
  IconBook2,
  IconChartDonut3,
  IconFilter,
  IconHistory,
  IconLayoutDashboard,
  IconTarget,
  IconUpload,
  IconUsers,
  type TablerIcon,
} from "@tabler/icons-react";
import type { Right, Session } from "@/api/types";
import type { text } from "@/text/pt-BR";

type PageModule = Record<string, unknown>;

/** The pages there are, by their files' names. What is not built is not shown. */
const files = import.meta.glob<PageModule>("./pages/*.tsx");

/** How a page is loaded, where it is built. */
export function pageLoader(page: string): (() => Promise<PageModule>) | undefined {
  return files[`./pages/${page}.tsx`];
}

/** A place of the left rail. */
export interface Section {
  page: keyof typeof text.frame.pages;
  path: string;
  icon: TablerIcon;
  right?: Right;
  /** Only for whoever sees all customers. */
  everyone?: boolean;
  /** Below the line: what is set up, not what is looked at. */
  below?: boolean;
}

const ALL: Section[] = [
  { page: "VisaoGeral", path: "/", icon: IconLayoutDashboard, right: "view_customers" },
  { page: "Carteira", path: "/carteira", icon: IconAddressBook, right: "view_customers" },
  { page: "Concentracao", path: "/concentracao", icon: IconChartDonut3, right: "view_customers", everyone: true },
  { page: "Importacoes", path: "/importacoes", icon: IconUpload, right: "see_imports" },
  { page: "Segmentacoes", path: "/segmentacoes", icon: IconFilter, right: "view_customers", below: true },
  { page: "Metas", path: "/metas", icon: IconTarget, right: "view_customers", below: true },
  { page: "Indicadores", path: "/indicadores", icon: IconBook2, below: true },
  { page: "Configuracoes", path: "/configuracoes", icon: IconAdjustments, right: "see_settings", below: true },
  { page: "Usuarios", path: "/usuarios", icon: IconUsers, right: "see_users", below: true },
  { page: "Auditoria", path: "/auditoria", icon: IconHistory, right: "audit", below: true },
];

/** The sections that are built. */
export const sections = ALL.filter((section) => pageLoader(section.page));

/** Whether a person may open a section. */
export function mayOpen(section: Section, session: Session): boolean {
  return (!section.right || session.rights.includes(section.right)) && (!section.everyone || session.sees_everyone);
}

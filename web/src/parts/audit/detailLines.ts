import type { AuditEntry } from "@/api/audit";
import type { Setting } from "@/api/settings";
import type { Metric } from "@/api/types";
import { audit as words } from "@/text/audit";
import { goals } from "@/text/goals";
import { text } from "@/text/pt-BR";
import { bytes, count, date, moment, money, ratio, taxId } from "@/ui/format";
import { fieldWords } from "../customer/fieldWords";
import { written as settingWords } from "../settings/SettingRow";

/** What the names of details mean elsewhere. */
export interface Catalogue {
  settings: readonly Setting[];
  metrics: readonly Pick<Metric, "name" | "label">[];
}

export interface DetailLine {
  name: string;
  label: string;
  value: string;
}

/** What an entry tells, in words; what it leaves empty says nothing. */
export function detailLines(entry: Pick<AuditEntry, "action" | "detail">, catalogue: Catalogue): DetailLine[] {
  const detail = entry.detail ?? {};
  return Object.entries(detail).flatMap(([name, value]) => {
    // What changed says the field too.
    if (name === "field" && "what" in detail && detail.what !== "field") return [];
    const shown = valueWords(entry.action, name, value, catalogue);
    return shown === null ? [] : [{ name, label: labelOf(entry.action, name, catalogue), value: shown }];
  });
}

function labelOf(action: string, name: string, { settings }: Catalogue): string {
  if (action === "settings_saved") return settings.find((setting) => setting.name === name)?.label ?? name;
  const field = action === "customer_edited" ? words.fields[name] : undefined;
  return field ?? words.namesOf[action]?.[name] ?? words.names[name] ?? name;
}

function valueWords(action: string, name: string, value: unknown, catalogue: Catalogue): string | null {
  if (value === null || value === undefined || value === "") return words.taken[action] ?? null;
  if (action === "user_changed" && Array.isArray(value) && value.length === 2) {
    const [from, to] = value.map((each) => valueWords("", name, each, catalogue) ?? words.nothing);
    return words.fromTo(from ?? words.nothing, to ?? words.nothing);
  }
  const setting = catalogue.settings.find((each) => each.name === name);
  if (setting && (typeof value === "number" || typeof value === "boolean")) return settingWords(setting, value);
  if (Array.isArray(value)) return value.map((each) => valueWords(action, name, each, catalogue)).join(", ");
  if (typeof value === "boolean") return value ? words.yes : words.no;
  if (typeof value === "number") return numberWords(name, value);
  return typeof value === "string" ? stringWords(action, name, value, catalogue) : JSON.stringify(value);
}

function numberWords(name: string, value: number): string {
  if (name.endsWith("_cents")) return money(value);
  if (name === "bytes") return bytes(value);
  return Number.isInteger(value) ? count(value) : ratio(value);
}

function stringWords(action: string, name: string, value: string, { metrics }: Catalogue): string {
  const known: Record<string, Record<string, string>> = {
    access: text.account.tokens.accesses,
    field: words.fields,
    level: text.levels,
    role: text.roles,
    what: words.whats,
  };
  if (known[name]) return known[name][value] ?? value;
  if (name === "columns") return metrics.find((metric) => metric.name === value)?.label ?? value;
  if (name === "customers") return taxId(value);
  if (name === "format") return value.toUpperCase();
  if (name === "month") return goals.monthOf(value);
  if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return date(value);
  if (/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(value)) return moment(value);
  return action === "customer_edited" ? fieldWords(name, value) : value;
}

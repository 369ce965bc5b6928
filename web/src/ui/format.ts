/** How amounts, dates and identities are written for people. */

const NO_BREAK = "\u00a0";
const whole = new Intl.NumberFormat("pt-BR", { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat("pt-BR", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const upToOneDecimal = new Intl.NumberFormat("pt-BR", { maximumFractionDigits: 1 });
const upToTwoDecimals = new Intl.NumberFormat("pt-BR", { maximumFractionDigits: 2 });
const full = new Intl.NumberFormat("pt-BR", { style: "currency", currency: "BRL" });
const DAY = 86_400_000;

/** `R$ 12.345,67`. */
export function money(cents: number): string {
  return full.format(cents / 100);
}

/** `R$ 1,2 mi`, `R$ 84 mil`, `R$ 320`: for panels, with the full value on hover. */
export function shortMoney(cents: number): string {
  const sign = cents < 0 ? "-" : "";
  return `${sign}R$${NO_BREAK}${shortNumber(Math.abs(cents) / 100)}`;
}

function shortNumber(reais: number): string {
  for (const [size, word] of [
    [1e9, "bi"],
    [1e6, "mi"],
    [1e3, "mil"],
  ] as const) {
    // What rounds up to the next size is written in it: 999.950 is 1 mi.
    if (reais >= size * 0.9995) {
      const parts = reais / size;
      return `${parts >= 99.95 ? whole.format(parts) : upToOneDecimal.format(parts)}${NO_BREAK}${word}`;
    }
  }
  return whole.format(reais);
}

/** `1.482`. */
export function count(number: number): string {
  return whole.format(number);
}

/** `31` or `31,5` days: never more than one decimal. */
export function decimal(number: number): string {
  return upToOneDecimal.format(number);
}

/** `0,062` is `6,2 %`. */
export function percent(share: number): string {
  const rounded = Math.abs(share) >= 9.9995 ? whole.format(share * 100) : oneDecimal.format(share * 100);
  return `${rounded}${NO_BREAK}%`;
}

/** `1,25` as a multiple. */
export function ratio(number: number): string {
  return upToTwoDecimals.format(number);
}

/** A date `2026-11-30` as a number of days, free of time zones. */
export function dayNumber(date: string): number {
  return Date.parse(`${date.slice(0, 10)}T00:00:00Z`) / DAY;
}

/** The date so many days after another. */
export function addDays(date: string, days: number): string {
  return new Date((dayNumber(date) + days) * DAY).toISOString().slice(0, 10);
}

/** `30/11/2026`. */
export function date(iso: string): string {
  const [year, month, day] = iso.slice(0, 10).split("-");
  return `${day}/${month}/${year}`;
}

/** `nov/26`, of `2026-11` or a date. */
export function shortMonth(iso: string): string {
  const months = ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"];
  return `${months[Number(iso.slice(5, 7)) - 1]}/${iso.slice(2, 4)}`;
}

/** `30/11/2026 14:05`, of a moment, where the reader is. */
export function moment(iso: string): string {
  const at = new Date(iso);
  const two = (number: number) => String(number).padStart(2, "0");
  const day = `${two(at.getDate())}/${two(at.getMonth() + 1)}/${at.getFullYear()}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The local date of a moment, `2026-11-30`. */
export function localDate(at: Date): string {
  const two = (number: number) => String(number).padStart(2, "0");
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
}

/** Near dates in words, `ontem`, `há 3 dias`, `em 12 dias`; others as dates. */
export function nearDate(iso: string, today: string): string {
  const days = dayNumber(today) - dayNumber(iso);
  if (days === 0) return "hoje";
  if (days === 1) return "ontem";
  if (days === -1) return "amanhã";
  if (days > 1 && days <= 30) return `há ${days} dias`;
  if (days < -1 && days >= -30) return `em ${-days} dias`;
  return date(iso);
}

/** `há 74 dias`, whatever the number; `hoje`, `ontem`. */
export function daysAgo(days: number): string {
  if (days === 0) return "hoje";
  return days === 1 ? "ontem" : `há ${count(days)} dias`;
}

/** `12.ABC.345/01DE-35`, `12.ABC.345` of a company's root, `123.456.789-09` of a person; anything else as it is. */
export function taxId(id: string): string {
  if (/^[0-9A-Z]{12}\d{2}$/i.test(id)) {
    return `${id.slice(0, 2)}.${id.slice(2, 5)}.${id.slice(5, 8)}/${id.slice(8, 12)}-${id.slice(12)}`;
  }
  if (/^[0-9A-Z]{8}$/i.test(id)) return `${id.slice(0, 2)}.${id.slice(2, 5)}.${id.slice(5)}`;
  if (/^\d{11}$/.test(id)) return `${id.slice(0, 3)}.${id.slice(3, 6)}.${id.slice(6, 9)}-${id.slice(9)}`;
  return id;
}

/** `(11) 98765-4321`; what is no Brazilian number, or has parts hidden, as it is. */
export function phone(number: string): string {
  const digits = number.replace(/\D/g, "").replace(/^55(?=\d{10,11}$)/, "");
  if (/[*•]/.test(number)) return number;
  if (digits.length === 11) return `(${digits.slice(0, 2)}) ${digits.slice(2, 7)}-${digits.slice(7)}`;
  if (digits.length === 10) return `(${digits.slice(0, 2)}) ${digits.slice(2, 6)}-${digits.slice(6)}`;
  return number;
}

/** `14010-310`; what is no CEP, as it is. */
export function cep(code: string): string {
  return /^\d{8}$/.test(code) ? `${code.slice(0, 5)}-${code.slice(5)}` : code;
}

/** What documents of a model are called; only these number themselves in their keys this way. */
const MODELS: Record<string, string> = { "55": "NF-e", "57": "CT-e", "65": "NFC-e", "67": "CT-e OS" };

/** `NF-e 12.345 série 1`, of an access key; null of what is none. */
export function documentName(key: string): string | null {
  const [, model, series, number] = /^\d{6}[0-9A-Z]{14}(\d{2})(\d{3})(\d{9})\d{10}$/.exec(key) ?? [];
  const name = MODELS[model ?? ""];
  return name ? `${name} ${count(Number(number))} série ${Number(series)}` : null;
}

/** `8,4 MB`. */
export function bytes(size: number): string {
  for (const [unit, word] of [
    [1e9, "GB"],
    [1e6, "MB"],
    [1e3, "kB"],
  ] as const) {
    if (size >= unit) return `${upToOneDecimal.format(size / unit)}${NO_BREAK}${word}`;
  }
  return `${size}${NO_BREAK}B`;
}

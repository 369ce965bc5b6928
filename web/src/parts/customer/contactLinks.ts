const digits = (written: string) => written.replace(/\D/g, "");

/** A number with the country before it; Brazilian where none is said. */
function international(written: string): string {
  const number = digits(written);
  return written.trim().startsWith("+") || number.length > 11 ? number : `55${number}`;
}

/** Whether a number can be called: not a masked one, an extension or a word. */
export function isUsablePhone(written: string | null | undefined): written is string {
  const length = digits(written ?? "").length;
  return !/[*•]/.test(written ?? "") && length >= 10 && length <= 15;
}

export function phoneLink(written: string): string {
  return `tel:+${international(written)}`;
}

export function whatsappLink(written: string): string {
  return `https://wa.me/${international(written)}`;
}

export function mailLink(email: string): string {
  return `mailto:${encodeURIComponent(email).replaceAll("%40", "@")}`;
}

/** The addresses of a field that may hold several, without masked ones. */
export function emailsOf(written: string | null): string[] {
  return (written ?? "").split(/[;,\s]+/).filter((email) => email.includes("@") && !/[*•]/.test(email));
}

const digits = (written: string) => written.replace(/\D/g, "");

/** A number with the country before it; Brazilian where none is said. */
function international(written: string): string {
  const number = digits(written);
  return written.trim().startsWith("+") || number.length > 11 ? number : `55${number}`;
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
  return (written ?? "").split(/[;,\s]+/).filter((email) => email.includes("@") && !email.includes("*"));
}

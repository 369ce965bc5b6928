/** Customers opened lately on this browser, for the search box. */

interface Recent {
  customer: string;
  name: string;
}

const KEY = "carteira-recent";
const KEPT = 8;

function all(): Recent[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter(isRecent) : [];
  } catch {
    // Storage may be forbidden or hold something else; then there is nothing recent.
    return [];
  }
}

function isRecent(kept: unknown): kept is Recent {
  return typeof kept === "object" && kept !== null && "customer" in kept && "name" in kept;
}

function remember(recent: Recent) {
  const others = all().filter((each) => each.customer !== recent.customer);
  try {
    localStorage.setItem(KEY, JSON.stringify([recent, ...others].slice(0, KEPT)));
  } catch {
    // As above.
  }
}

/** What one person saw is nobody else's business. */
function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // As above.
  }
}

export const recentCustomers = { all, remember, forget };

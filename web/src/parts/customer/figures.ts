/** The figures of a customer that are always in sight, in the order people ask for them. */
export const KEY_FIGURES = [
  "revenue_12m_cents",
  "growth_12m",
  "average_ticket_cents",
  "purchase_cycle_days",
  "last_purchase_on",
  "next_purchase_on",
  "open_cents",
  "overdue_cents",
];

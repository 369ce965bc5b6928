import type { User } from "@/api/users";
import { users } from "@/text/users";

/** Whom a user sees, in words. */
export function scopeOf(user: Pick<User, "role" | "seller" | "scope">): string {
  const own = user.role !== "seller" ? users.everyone : user.seller === null ? users.nobody : users.ownOf(user.seller);
  if (user.scope === null || user.scope === "") return own;
  return user.role === "seller" ? `${own}, ${user.scope}` : user.scope;
}

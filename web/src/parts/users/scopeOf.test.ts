import { expect, it } from "vitest";
import { scopeOf } from "./scopeOf";

it.each([
  ["manager", null, null, "todos os clientes"],
  ["manager", null, "uf = 'SP'", "uf = 'SP'"],
  ["seller", "Ana Lima", null, "clientes de Ana Lima"],
  ["seller", "Ana Lima", "uf = 'SP'", "clientes de Ana Lima, uf = 'SP'"],
  ["seller", null, null, "ninguém"],
] as const)("a %s of seller %s with scope %s sees %s", (role, seller, scope, seen) => {
  expect(scopeOf({ role, seller, scope })).toBe(seen);
});

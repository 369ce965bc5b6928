import { describe, expect, it } from "vitest";
import type { MovedCustomer } from "@/api/moves";
import { countedOf, moveAddress, shownMove } from "./moved";

describe("the move that an address shows", () => {
  it.each([
    ["mudaram=ativo:risco_de_perda", { from: "ativo", to: "risco_de_perda", since: "month" }],
    ["mudaram=:risco_de_perda&desde=ontem", { from: null, to: "risco_de_perda", since: "yesterday" }],
    ["mudaram=ativo:qualquer", null],
    ["mudaram=qualquer:ativo", null],
    ["mudaram=ativo", null],
    ["", null],
  ] as const)("%s", (search, move) => {
    expect(shownMove(new URLSearchParams(search))).toEqual(move);
    if (move) expect(shownMove(new URLSearchParams(moveAddress(new URLSearchParams(), move).search))).toEqual(move);
  });
});

it("a move's number counts those who were what it says", () => {
  const moved = ["novo", "ativo", "inativo"].map((from) => ({ customer: from, from }) as MovedCustomer);
  const counted = (from: string | null) =>
    countedOf({ from, to: "risco_de_perda", since: "yesterday" }, moved).map((each) => each.customer);
  expect(counted(null)).toEqual(["novo", "ativo"]);
  expect(counted("inativo")).toEqual(["inativo"]);
});

import { expect, it } from "vitest";
import { askedWhy } from "./useWhy";

it.each([
  ["11222333:revenue_12m_cents", { customer: "11222333", metric: "revenue_12m_cents" }],
  ["tabela:123:abc", { customer: "tabela:123", metric: "abc" }],
  ["11222333", null],
  ["", null],
  [null, null],
])("%s", (written, asked) => {
  expect(askedWhy(written)).toEqual(asked);
});

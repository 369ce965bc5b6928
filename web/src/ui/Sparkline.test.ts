import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Sparkline } from "./Sparkline";

/** Where each bar begins and how high it is. */
function bars(values: number[]): [number, number][] {
  const drawn = renderToStaticMarkup(createElement(Sparkline, { values, label: "receita" }));
  const found = [...drawn.matchAll(/<rect [^>]*?y="([\d.]+)"[^>]*?height="([\d.]+)"/g)];
  return found.map(([, y, height]) => [Number(y), Number(height)]);
}

test("the greatest fills the height and the others their share", () => {
  expect(bars([0, 50, 100])).toEqual([
    [16, 0],
    [8, 8],
    [0, 16],
  ]);
});

test("what falls below zero hangs from the line", () => {
  expect(bars([300, -100])).toEqual([
    [0, 12],
    [12, 4],
  ]);
});

test("a little is seen, and nothing draws nothing", () => {
  expect(bars([1, 100_000])).toEqual([
    [15, 1],
    [0, 16],
  ]);
  expect(bars([0, 0])).toEqual([
    [0, 0],
    [0, 0],
  ]);
});

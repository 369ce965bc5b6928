import { describe, expect, it } from "vitest";
import { addressOf, changedSearch, quoted, viewOf } from "./search";

const search = (written: string) => new URLSearchParams(written);

describe("the view an address asks for", () => {
  it.each([
    ["", {}],
    ["level=root", {}],
    ["level=group&as_of=2025-12-31", { level: "group", as_of: "2025-12-31" }],
    ["level=planet&as_of=ontem", {}],
  ])("%s", (written, view) => {
    expect(viewOf(search(written))).toEqual(view);
  });
});

describe("a change of the address", () => {
  it.each([
    ["sort=name", { where: "uf = 'SP'" }, "sort=name&where=uf+%3D+%27SP%27"],
    ["sort=name&where=x", { where: null }, "sort=name"],
    ["sort=name", { sort: "" }, ""],
  ])("%s", (before, changes, after) => {
    expect(changedSearch(search(before), changes).toString()).toBe(after);
  });
});

describe("the address of another page", () => {
  it("keeps date and level, and nothing else", () => {
    const here = search("as_of=2025-12-31&level=group&sort=name&porque=1%3Aabc");
    expect(addressOf("/carteira", here, { segment: "Vip & cia" })).toBe(
      "/carteira?as_of=2025-12-31&level=group&segment=Vip+%26+cia",
    );
  });

  it("is only a path where nothing is kept", () => {
    expect(addressOf("/", search("sort=name"))).toBe("/");
  });
});

it("a text is a literal with its quotes doubled", () => {
  expect(quoted("D'Ávila")).toBe("'D''Ávila'");
});

import { expect, it } from "vitest";
import { localPath } from "./localPath";

it.each([
  ["/carteira?where=uf%20%3D%20%27SP%27", "/carteira?where=uf%20%3D%20%27SP%27"],
  [null, "/"],
  ["", "/"],
  ["https://exemplo.com", "/"],
  ["//exemplo.com", "/"],
  ["/\\exemplo.com", "/"],
])("%s leads to %s", (wanted, path) => {
  expect(localPath(wanted)).toBe(path);
});

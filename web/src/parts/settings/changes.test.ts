import { describe, expect, it } from "vitest";
import type { Setting, Settings } from "@/api/settings";
import { currentValue, valuesBefore, withValue } from "./changes";

const riskDays = { name: "status.risk_days", value: 90, default: 90, saved: false } as Setting;
const unproven = { name: "base.include_unproven", value: true, default: false, saved: true } as Setting;

describe("changes of settings", () => {
  it("are those that differ from what is in force", () => {
    const changed = withValue({}, riskDays, 60);
    expect(changed).toEqual({ "status.risk_days": 60 });
    expect(withValue(changed, riskDays, 90)).toEqual({});
    expect(withValue(changed, unproven, false)).toEqual({ "status.risk_days": 60, "base.include_unproven": false });
    expect(withValue(changed, unproven, true)).toEqual(changed);
  });

  it("are what a setting shows", () => {
    expect(currentValue({}, unproven)).toBe(true);
    expect(currentValue({ "base.include_unproven": false }, unproven)).toBe(false);
  });

  it("go back to what was in force, or to what the file says", () => {
    const settings = { sections: [{ settings: [riskDays] }, { settings: [unproven] }] } as unknown as Settings;
    const changes = { "status.risk_days": 60, "base.include_unproven": false };
    expect(valuesBefore(settings, changes)).toEqual({ "status.risk_days": null, "base.include_unproven": true });
    expect(valuesBefore(settings, {})).toEqual({});
  });
});

import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { type Answered, answer, answered, client } from "./client";
import type { Answer } from "./types";

export type SettingValue = number | boolean;

/** A setting; its schema says only that its values are anything. */
export type Setting = Omit<Answer<"Setting">, "unit" | "value" | "default"> & {
  unit: "days" | "factor" | "percent" | "months" | "boolean" | "count";
  value: SettingValue;
  default: SettingValue;
};

export type Settings = Omit<Answer<"Settings">, "sections"> & {
  sections: { name: string; label: string; settings: Setting[] }[];
};

/** Settings to be, by name; null takes one back to what the file says. */
export type SettingValues = Record<string, SettingValue | null>;

/** How many customers have a word, and would have it. */
export type Shift = Answer<"Shift">;
export type SettingsEffect = Answer<"Effect">;

export const settingsQuery = queryOptions({
  queryKey: ["settings"],
  queryFn: async () => (await answered(client.GET("/api/v1/settings"))) as Answered<Settings>,
});

export const settingsEffectQuery = (values: SettingValues) =>
  queryOptions({
    queryKey: ["settings", "effect", values],
    queryFn: () => answer(client.POST("/api/v1/settings/effect", { body: { values } })),
    enabled: Object.keys(values).length > 0,
    placeholderData: keepPreviousData,
    retry: false,
  });

/** Saves settings; the answer names the version that it made. */
export async function saveSettings(values: SettingValues, etag: string | undefined): Promise<Answered<Settings>> {
  const call = client.PUT("/api/v1/settings", {
    params: { header: { "if-match": etag ?? "*" } },
    body: { values },
  });
  return (await answered(call)) as Answered<Settings>;
}

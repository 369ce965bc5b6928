import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { type SettingValues, settingsEffectQuery } from "@/api/settings";

const ASKED_AFTER_MS = 400;

/** What changes would do to today's portfolio, or why they cannot be made, a moment after the last of them. */
export function useSettingsEffect(changes: SettingValues) {
  const [asked] = useDebouncedValue(changes, ASKED_AFTER_MS);
  const { data, error } = useQuery(settingsEffectQuery(asked));
  const isChanged = Object.keys(changes).length > 0;
  return { isChanged, effect: isChanged ? data : undefined, error: isChanged ? error : null };
}

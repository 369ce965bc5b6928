import type { Setting, Settings, SettingValue, SettingValues } from "@/api/settings";

/** Every setting of every section. */
function allSettings(settings: Settings): Setting[] {
  return settings.sections.flatMap((section) => section.settings);
}

/** Changes with one more: a value that is in force already is no change. */
export function withValue(changes: SettingValues, setting: Setting, value: SettingValue): SettingValues {
  const { [setting.name]: _, ...others } = changes;
  return value === setting.value ? others : { ...others, [setting.name]: value };
}

/** A value with what is to be changed of it. */
export function currentValue(changes: SettingValues, setting: Setting): SettingValue {
  return changes[setting.name] ?? setting.value;
}

/** What was in force before changes: a setting that nobody saved goes back to what the file says. */
export function valuesBefore(settings: Settings, changes: SettingValues): SettingValues {
  const changed = allSettings(settings).filter((setting) => setting.name in changes);
  return Object.fromEntries(changed.map(({ name, value, saved }) => [name, saved ? value : null]));
}

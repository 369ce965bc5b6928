import { Anchor, NumberInput, Switch } from "@mantine/core";
import type { Setting, SettingValue } from "@/api/settings";
import { settings as words } from "@/text/settings";
import { ratio } from "@/ui/format";
import { WithCode } from "@/ui/WithCode";
import classes from "./SettingRow.module.css";

interface SettingRowProps {
  setting: Setting;
  value: SettingValue;
  /** What the server says is wrong with it. */
  problem: string | undefined;
  mayChange: boolean;
  onChange: (value: SettingValue) => void;
}

/** A value in words: `1,5 vezes o ciclo`, `sim`. */
export function written(setting: Setting, value: SettingValue): string {
  if (typeof value === "boolean") return value ? words.yes : words.no;
  return `${ratio(value)} ${words.units[setting.unit]}`.trim();
}

/** One threshold: what it does, its value, its default. */
export function SettingRow({ setting, value, problem, mayChange, onChange }: SettingRowProps) {
  const isChanged = value !== setting.value;
  return (
    <div className={classes.row} id={setting.name} data-changed={isChanged || undefined}>
      <div className={classes.words}>
        <div className={classes.label} id={`${setting.name}-label`}>
          {setting.label}
        </div>
        <div className={classes.formula}>
          <WithCode>{setting.formula}</WithCode>
        </div>
      </div>
      <div className={classes.value}>
        <Value setting={setting} value={value} problem={problem} mayChange={mayChange} onChange={onChange} />
        <div className={classes.default}>
          {words.default(written(setting, setting.default))}
          {mayChange && value !== setting.default && (
            <Anchor component="button" type="button" size="xs" ml={8} onClick={() => onChange(setting.default)}>
              {words.restore}
            </Anchor>
          )}
        </div>
      </div>
    </div>
  );
}

function Value({ setting, value, problem, mayChange, onChange }: SettingRowProps) {
  if (typeof value === "boolean") {
    return (
      <Switch
        checked={value}
        disabled={!mayChange}
        label={value ? words.yes : words.no}
        aria-labelledby={`${setting.name}-label`}
        error={problem}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    );
  }
  return (
    <NumberInput
      size="xs"
      w={170}
      value={value}
      min={0}
      decimalSeparator=","
      allowDecimal={setting.unit === "factor"}
      step={setting.unit === "factor" ? 0.5 : 1}
      suffix={` ${words.units[setting.unit]}`.trimEnd()}
      disabled={!mayChange}
      aria-labelledby={`${setting.name}-label`}
      error={problem}
      onChange={(changed) => typeof changed === "number" && onChange(changed)}
    />
  );
}

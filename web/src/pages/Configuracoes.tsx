import { Button, Grid, Group, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Problem } from "@/api/Problem";
import { type Settings, type SettingValues, saveSettings, settingsQuery } from "@/api/settings";
import { currentValue, valuesBefore, withValue } from "@/parts/settings/changes";
import { EffectPanel } from "@/parts/settings/EffectPanel";
import { fieldProblem } from "@/parts/settings/fieldProblem";
import { LeaveGuard } from "@/parts/settings/LeaveGuard";
import { SettingRow } from "@/parts/settings/SettingRow";
import { useSettingsEffect } from "@/parts/settings/useSettingsEffect";
import { useCompanyRight } from "@/parts/useView";
import { settings as words } from "@/text/settings";
import { ErrorState } from "@/ui/ErrorState";
import { notifyUndoable } from "@/ui/notifyUndoable";
import { PageHead } from "@/ui/PageHead";
import { Panel } from "@/ui/Panel";
import { Waiting } from "@/ui/Waiting";

/** Thresholds, with the effect of a change shown before it is saved. */
export function Configuracoes() {
  const { data, error, refetch } = useQuery(settingsQuery);
  const changed = data?.body.changed_at;
  return (
    <>
      <PageHead title={words.title} manual="configuracao">
        {words.state}
        {changed && (
          <Text size="sm" c="dimmed">
            {words.changed(changed, data.body.changed_by)}
          </Text>
        )}
      </PageHead>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting lines={10} />}
      {data && <Editor settings={data.body} etag={data.etag} />}
    </>
  );
}

function Editor({ settings, etag }: { settings: Settings; etag: string | undefined }) {
  const mayChange = useCompanyRight("change_settings");
  const [changes, setChanges] = useState<SettingValues>({});
  const save = useSave(etag, () => setChanges({}));
  const number = Object.keys(changes).length;
  const effect = useSettingsEffect(changes);
  return (
    <Grid gap="md">
      <LeaveGuard changed={number} />
      <Grid.Col span={{ base: 12, md: 7 }}>
        <Stack gap="md">
          {settings.sections.map((section) => (
            <Panel key={section.name} title={section.label}>
              {section.settings.map((setting) => (
                <SettingRow
                  key={setting.name}
                  setting={setting}
                  value={currentValue(changes, setting)}
                  problem={fieldProblem(setting.name, effect.error, save.error)}
                  mayChange={mayChange}
                  onChange={(value) => setChanges(withValue(changes, setting, value))}
                />
              ))}
            </Panel>
          ))}
        </Stack>
      </Grid.Col>
      {mayChange && (
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Stack gap="md" pos="sticky" top={68}>
            <EffectPanel {...effect} />
            {save.error && <ErrorState error={save.error} />}
            <SaveBar
              changed={number}
              isSaving={save.isPending}
              onSave={() => save.mutate({ changes, before: valuesBefore(settings, changes) })}
              onDiscard={() => setChanges({})}
            />
          </Stack>
        </Grid.Col>
      )}
    </Grid>
  );
}

/** Saves changes; the way back saves what was in force before. */
function useSave(etag: string | undefined, onSaved: () => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ changes }: { changes: SettingValues; before: SettingValues }) => saveSettings(changes, etag),
    onSuccess: async (saved, { before }) => {
      onSaved();
      await client.invalidateQueries();
      notifyUndoable(words.saved, async () => {
        await saveSettings(before, saved.etag);
        await client.invalidateQueries();
      });
    },
    onError: async (error) => {
      // Somebody else saved meanwhile: what is in force now is shown beside one's own changes.
      if (error instanceof Problem && error.status === 412) await client.invalidateQueries({ queryKey: ["settings"] });
    },
  });
}

interface SaveBarProps {
  changed: number;
  isSaving: boolean;
  onSave: () => void;
  onDiscard: () => void;
}

function SaveBar({ changed, isSaving, onSave, onDiscard }: SaveBarProps) {
  if (changed === 0) return null;
  return (
    <Group gap="xs">
      <Button loading={isSaving} onClick={onSave}>
        {words.save}
      </Button>
      <Button variant="default" onClick={onDiscard}>
        {words.discard}
      </Button>
      <Text size="sm" c="dimmed">
        {words.unsaved(changed)}
      </Text>
    </Group>
  );
}

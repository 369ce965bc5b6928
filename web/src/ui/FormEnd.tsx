import { Button, Group } from "@mantine/core";
import { text } from "@/text/pt-BR";
import { ErrorState } from "./ErrorState";

interface FormEndProps {
  /** What went wrong with the last try. */
  error: Error | null;
  saving: boolean;
  /** Whether what was written cannot be saved yet. */
  incomplete?: boolean;
  onCancel: () => void;
}

/** The end of a form in a dialog: what went wrong, save, cancel. */
export function FormEnd({ error, saving, incomplete = false, onCancel }: FormEndProps) {
  return (
    <>
      {error && <ErrorState error={error} />}
      <Group gap="xs">
        <Button type="submit" loading={saving} disabled={incomplete}>
          {text.save}
        </Button>
        <Button variant="default" onClick={onCancel}>
          {text.cancel}
        </Button>
      </Group>
    </>
  );
}

import { Button, PasswordInput, Stack } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation } from "@tanstack/react-query";
import { changePassword } from "@/api/session";
import { text } from "@/text/pt-BR";
import { ErrorState } from "@/ui/ErrorState";
import { notifyDone } from "@/ui/notify";
import { Panel } from "@/ui/Panel";
import { differs, tooShort } from "../session/passwords";

const words = text.account.password;

/** Changes one's own password. */
export function PasswordPanel() {
  const form = useForm({
    initialValues: { current: "", new: "", repeated: "" },
    validate: { new: tooShort, repeated: (value, all) => differs(all.new, value) },
  });
  const changing = useMutation({
    mutationFn: changePassword,
    onSuccess: () => {
      notifyDone(words.changed);
      form.reset();
    },
  });
  const submit = form.onSubmit((values) => changing.mutate({ current: values.current, new: values.new }));
  return (
    <Panel title={words.title}>
      <form onSubmit={submit} noValidate>
        <Stack gap="sm" maw={360}>
          {changing.error && <ErrorState error={changing.error} />}
          <PasswordInput label={words.current} autoComplete="current-password" {...form.getInputProps("current")} />
          <PasswordInput
            label={words.new}
            description={text.invitation.passwordHint}
            autoComplete="new-password"
            {...form.getInputProps("new")}
          />
          <PasswordInput
            label={text.invitation.repeat}
            autoComplete="new-password"
            {...form.getInputProps("repeated")}
          />
          <Button type="submit" w="fit-content" loading={changing.isPending} disabled={!form.values.current}>
            {words.submit}
          </Button>
        </Stack>
      </form>
    </Panel>
  );
}

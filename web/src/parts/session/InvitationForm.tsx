import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { Problem } from "@/api/Problem";
import { acceptInvitation, sessionQuery } from "@/api/session";
import type { Invitation } from "@/api/types";
import { text } from "@/text/pt-BR";
import { ErrorState } from "@/ui/ErrorState";
import { differs, tooShort } from "./passwords";

const words = text.invitation;
const required = (value: string) => (value.trim() ? null : words.required);

/** Name and login of the first administrator; a password of anyone. */
export function InvitationForm({ token, invitation }: { token: string; invitation: Invitation }) {
  const firstRun = invitation.purpose === "first_run";
  const client = useQueryClient();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { name: "", login: invitation.login ?? "", password: "", repeated: "", code: "" },
    validate: {
      ...(firstRun && { name: required, login: required }),
      password: tooShort,
      repeated: (value, all) => differs(all.password, value),
    },
  });
  const accepting = useMutation({
    mutationFn: acceptInvitation,
    onSuccess: async (session) => {
      client.setQueryData(sessionQuery.queryKey, session);
      await navigate("/", { replace: true });
    },
    onError: (error) => {
      if (error instanceof Problem) {
        for (const each of error.errors) if (each.field) form.setFieldError(each.field, each.detail);
      }
    },
  });
  const submit = form.onSubmit(({ name, login, password, code }) =>
    accepting.mutate({
      token,
      password,
      ...(firstRun && { name: name.trim(), login: login.trim() }),
      ...(code && { code }),
    }),
  );
  const wantsCode = accepting.error instanceof Problem && accepting.error.code === "second_factor_needed";
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="sm">
        {accepting.error && !(wantsCode && form.values.code === "") && <ErrorState error={accepting.error} />}
        {firstRun && <TextInput label={words.name} autoComplete="name" autoFocus {...form.getInputProps("name")} />}
        {firstRun && (
          <TextInput
            label={words.login}
            autoComplete="username"
            autoCapitalize="none"
            {...form.getInputProps("login")}
          />
        )}
        {!firstRun && (
          <input type="text" name="username" autoComplete="username" value={invitation.login ?? ""} readOnly hidden />
        )}
        <PasswordInput
          label={words.password}
          description={words.passwordHint}
          autoComplete="new-password"
          {...form.getInputProps("password")}
        />
        <PasswordInput label={words.repeat} autoComplete="new-password" {...form.getInputProps("repeated")} />
        {(wantsCode || form.values.code !== "") && (
          <TextInput
            label={text.signIn.code}
            description={text.signIn.codeHint}
            autoComplete="one-time-code"
            inputMode="numeric"
            autoFocus
            {...form.getInputProps("code")}
          />
        )}
        <Button type="submit" size="md" fullWidth loading={accepting.isPending} mt={4}>
          {firstRun ? words.submit : words.submitPassword}
        </Button>
      </Stack>
    </form>
  );
}

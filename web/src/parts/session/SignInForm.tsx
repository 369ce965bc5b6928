import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Problem } from "@/api/Problem";
import { sessionQuery, signIn } from "@/api/session";
import { text } from "@/text/pt-BR";

const words = text.signIn;

/** Password first; the second factor's code when the server asks for it. */
export function SignInForm() {
  const client = useQueryClient();
  const form = useForm({ initialValues: { login: "", password: "", code: "" } });
  const entering = useMutation({
    mutationFn: signIn,
    onSuccess: (session) => client.setQueryData(sessionQuery.queryKey, session),
  });
  const problem = entering.error instanceof Problem ? entering.error : null;
  const asksCode = problem?.code === "second_factor_needed" || form.values.code !== "";
  const shown = problem && problem.code !== "second_factor_needed" ? problem.message : null;
  const submit = form.onSubmit(({ login, password, code }) =>
    entering.mutate({ login, password, ...(code && { code }) }),
  );
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {shown && (
          <Alert color="red" variant="light" role="alert">
            {shown}
          </Alert>
        )}
        <TextInput
          label={words.login}
          size="md"
          autoComplete="username"
          autoCapitalize="none"
          autoFocus
          required
          withAsterisk={false}
          {...form.getInputProps("login")}
        />
        <PasswordInput
          label={words.password}
          size="md"
          autoComplete="current-password"
          required
          withAsterisk={false}
          {...form.getInputProps("password")}
        />
        {asksCode && (
          <TextInput
            label={words.code}
            description={words.codeHint}
            size="md"
            autoComplete="one-time-code"
            inputMode="numeric"
            autoFocus
            {...form.getInputProps("code")}
          />
        )}
        <Button type="submit" size="md" fullWidth loading={entering.isPending} mt={4}>
          {words.submit}
        </Button>
      </Stack>
    </form>
  );
}

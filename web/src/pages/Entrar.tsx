import { Alert, Button, Divider, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Navigate, useSearchParams } from "react-router";
import { methodsQuery, sessionQuery } from "@/api/session";
import { EntryCard } from "@/parts/EntryCard";
import { localPath } from "@/parts/session/localPath";
import { SignInForm } from "@/parts/session/SignInForm";
import { text } from "@/text/pt-BR";
import { ErrorState } from "@/ui/ErrorState";

/** `/entrar`: who are you? */
export function Entrar() {
  const [search] = useSearchParams();
  const wanted = localPath(search.get("para"));
  const session = useQuery(sessionQuery);
  const methods = useQuery(methodsQuery);
  if (session.data) return <Navigate to={wanted} replace />;
  const problem = session.error ?? methods.error;
  const oidc = methods.data?.oidc;
  return (
    <EntryCard title={text.signIn.title}>
      {problem && <ErrorState error={problem} onRetry={() => void methods.refetch()} />}
      {search.has("problema") && (
        <Alert color="red" variant="light">
          {text.signIn.oidcFailed}
        </Alert>
      )}
      {methods.data?.first_run && (
        <Alert color="petrol" variant="light">
          {text.signIn.firstRun}
        </Alert>
      )}
      <Stack gap="md">
        {methods.data?.password !== false && <SignInForm />}
        {methods.data?.ldap && (
          <Text size="xs" c="dimmed">
            {text.signIn.ldap}
          </Text>
        )}
        {oidc && (
          <>
            <Divider label={text.signIn.or} />
            <Button component="a" href={oidc.start} variant="default" size="md" fullWidth>
              {text.signIn.with(oidc.name)}
            </Button>
          </>
        )}
      </Stack>
    </EntryCard>
  );
}

import { Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useLocation } from "react-router";
import { Problem } from "@/api/Problem";
import { invitationQuery } from "@/api/session";
import { EntryCard } from "@/parts/EntryCard";
import { InvitationForm } from "@/parts/session/InvitationForm";
import { text } from "@/text/pt-BR";
import { ErrorState } from "@/ui/ErrorState";
import { Waiting } from "@/ui/Waiting";

/** `/convite#TOKEN`: the first administrator, or someone invited, chooses a password. */
export function Convite() {
  const token = useLocation().hash.slice(1);
  const { data: invitation, error } = useQuery(invitationQuery(token));
  const words = text.invitation;
  if (error instanceof Problem && (error.status === 404 || error.status === 400 || error.status === 422)) {
    return (
      <EntryCard title={words.gone}>
        <Text size="sm">{words.goneDetail}</Text>
      </EntryCard>
    );
  }
  const firstRun = invitation?.purpose === "first_run";
  return (
    <EntryCard title={firstRun ? words.firstRunTitle : words.title}>
      {error && <ErrorState error={error} />}
      {!invitation && !error && <Waiting lines={3} height={34} />}
      {firstRun && (
        <Text size="sm" c="dimmed">
          {words.firstRunDetail}
        </Text>
      )}
      {invitation && !firstRun && (
        <Text size="sm" c="dimmed">
          {words.greeting(invitation.name ?? invitation.login ?? "")}
        </Text>
      )}
      {invitation && <InvitationForm token={token} invitation={invitation} />}
    </EntryCard>
  );
}

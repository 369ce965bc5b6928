import { Button } from "@mantine/core";
import { IconLink } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { verificationQuery } from "@/api/audit";
import { audit } from "@/text/audit";
import { Callout } from "@/ui/Callout";
import { ErrorState } from "@/ui/ErrorState";

/** Whether the chain is whole, once it was asked. */
export function Verification() {
  const { data, error } = useQuery(verificationQuery);
  if (error) return <ErrorState error={error} />;
  if (!data) return null;
  return data.whole ? (
    <Callout tone="good" live>
      {audit.whole(data.entries)}
    </Callout>
  ) : (
    <Callout tone="bad" live>
      {audit.broken(data.broken_at ?? 0, data.entries)}
    </Callout>
  );
}

/** Asks for the chain to be verified. */
export function VerifyButton() {
  const { refetch, isFetching } = useQuery(verificationQuery);
  return (
    <Button
      variant="default"
      leftSection={<IconLink size={16} aria-hidden />}
      loading={isFetching}
      onClick={() => void refetch()}
    >
      {audit.verify}
    </Button>
  );
}

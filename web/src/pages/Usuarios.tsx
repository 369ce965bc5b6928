import { Button } from "@mantine/core";
import {
  IconCircleCheck,
  IconCircleOff,
  IconMail,
  IconShieldCheck,
  IconShieldOff,
  IconUserPlus,
} from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { type User, usersQuery } from "@/api/users";
import { InvitationModal } from "@/parts/users/InvitationModal";
import { scopeOf } from "@/parts/users/scopeOf";
import { UserActions } from "@/parts/users/UserActions";
import { UserEditor } from "@/parts/users/UserEditor";
import { useRight } from "@/parts/useView";
import { text } from "@/text/pt-BR";
import { users as words } from "@/text/users";
import { DateText } from "@/ui/DateText";
import { ErrorState } from "@/ui/ErrorState";
import { PageHead } from "@/ui/PageHead";
import { Panel } from "@/ui/Panel";
import { type RecordColumn, RecordTable } from "@/ui/RecordTable";
import { Waiting } from "@/ui/Waiting";
import { WordChip } from "@/ui/WordChip";
import classes from "./Usuarios.module.css";

/** What is open beside the list. */
type Open = { what: "editor"; user: User | null } | { what: "link"; name: string; link: string } | null;

/** Who may sign in, as what, and whom they see. */
export function Usuarios() {
  const { data, error, refetch } = useQuery(usersQuery);
  const mayManage = useRight("manage_users");
  const [open, setOpen] = useState<Open>(null);
  const invited = (name: string, link: string) => setOpen({ what: "link", name, link });
  const add = (
    <Button
      leftSection={<IconUserPlus size={16} aria-hidden />}
      onClick={() => setOpen({ what: "editor", user: null })}
    >
      {words.add}
    </Button>
  );
  const actions: RecordColumn<User> = {
    label: words.actions,
    right: true,
    cell: (user) => <UserActions user={user} onEdit={() => setOpen({ what: "editor", user })} onInvited={invited} />,
  };
  return (
    <>
      <PageHead title={words.title} manual="usuarios" actions={mayManage && add}>
        {data && words.state(data.filter((user) => !user.disabled).length, data.length)}
      </PageHead>
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Waiting lines={6} />}
      {data && (
        <Panel title={words.title}>
          <RecordTable
            label={words.title}
            columns={mayManage ? [...COLUMNS, actions] : COLUMNS}
            rows={data}
            keyOf={(user) => user.id}
            faint={(user) => user.disabled}
          />
        </Panel>
      )}
      {open?.what === "editor" && <UserEditor user={open.user} onClose={() => setOpen(null)} onInvited={invited} />}
      {open?.what === "link" && <InvitationModal name={open.name} link={open.link} onClose={() => setOpen(null)} />}
    </>
  );
}

const COLUMNS: RecordColumn<User>[] = [
  {
    label: words.name,
    main: true,
    cell: (user) => (
      <span className={classes.person}>
        {user.name}
        <span className={classes.login}>{user.login}</span>
      </span>
    ),
  },
  { label: words.role, cell: (user) => text.roles[user.role] },
  { label: words.scope, grows: true, cell: scopeOf },
  { label: words.secondFactor, cell: (user) => <SecondFactor user={user} /> },
  { label: words.lastSeen, cell: (user) => (user.last_seen_at ? <DateText on={user.last_seen_at} /> : words.never) },
  { label: words.situation, cell: (user) => <Situation user={user} /> },
];

function SecondFactor({ user }: { user: User }) {
  return (
    <WordChip icon={user.totp ? IconShieldCheck : IconShieldOff} tone={user.totp ? "good" : "plain"}>
      {user.totp ? words.totp.true : words.totp.false}
    </WordChip>
  );
}

function Situation({ user }: { user: User }) {
  if (user.disabled) {
    return (
      <WordChip icon={IconCircleOff} tone="plain">
        {words.disabled}
      </WordChip>
    );
  }
  const isInvited = !user.password && user.last_seen_at === null;
  return isInvited ? (
    <WordChip icon={IconMail} tone="attention" title={words.invitedMeans}>
      {words.invited}
    </WordChip>
  ) : (
    <WordChip icon={IconCircleCheck} tone="good">
      {words.active}
    </WordChip>
  );
}

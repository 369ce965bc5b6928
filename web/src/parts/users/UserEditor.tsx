import { Autocomplete, Modal, Radio, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { Problem } from "@/api/Problem";
import { ownersQuery } from "@/api/portfolio";
import type { Role } from "@/api/types";
import { addUser, changeUser, type User, type UserDraft } from "@/api/users";
import { PredicateInput } from "@/parts/predicate/PredicateInput";
import { text } from "@/text/pt-BR";
import { users as words } from "@/text/users";
import { FormEnd } from "@/ui/FormEnd";
import { notifyDone } from "@/ui/notify";

const ROLES = Object.keys(words.roleMeans) as Role[];

const BLANK: UserDraft = { login: "", name: "", role: "seller", seller: null, scope: null };

interface UserEditorProps {
  /** Who is edited; nothing for somebody new. */
  user: User | null;
  onClose: () => void;
  /** Somebody new was added; this is their link. */
  onInvited: (name: string, link: string) => void;
}

/** A person's name, role and whom they see. */
export function UserEditor({ user, onClose, onInvited }: UserEditorProps) {
  const [draft, setDraft] = useState<UserDraft>(user ?? BLANK);
  const { data: owners = [] } = useQuery(ownersQuery);
  const change = (some: Partial<UserDraft>) => setDraft({ ...draft, ...some });
  const save = useSaved(user, onClose, onInvited);
  const problem = save.error instanceof Problem ? save.error : null;
  const sellers = owners.map((owner) => owner.owner).filter((owner) => owner !== null);

  function submit(event: FormEvent) {
    event.preventDefault();
    save.mutate(draft);
  }

  return (
    <Modal opened onClose={onClose} size="lg" title={user ? words.editTitle(user.name) : words.add}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <TextInput
            label={words.name}
            required
            value={draft.name}
            error={problem?.field("name")}
            data-autofocus
            onChange={(event) => change({ name: event.currentTarget.value })}
          />
          <TextInput
            label={words.login}
            description={words.loginHint}
            required
            readOnly={user !== null}
            value={draft.login}
            error={problem?.field("login")}
            onChange={(event) => change({ login: event.currentTarget.value })}
          />
          <Radio.Group label={words.role} value={draft.role} onChange={(role) => change({ role: role as Role })}>
            <Stack gap={6} mt={4}>
              {ROLES.map((role) => (
                <Radio key={role} value={role} label={text.roles[role]} description={words.roleMeans[role]} />
              ))}
            </Stack>
          </Radio.Group>
          {draft.role === "seller" && (
            <Autocomplete
              label={words.seller}
              description={words.sellerHint}
              data={sellers}
              value={draft.seller ?? ""}
              error={problem?.field("seller") ?? (draft.seller ? undefined : words.sellerNeeded)}
              onChange={(seller) => change({ seller: seller || null })}
            />
          )}
          <PredicateInput
            label={words.scopeLabel}
            description={words.scopeHint}
            level="root"
            value={draft.scope ?? ""}
            onChange={(scope) => change({ scope: scope || null })}
          />
          <FormEnd error={save.error} saving={save.isPending} onCancel={onClose} />
        </Stack>
      </form>
    </Modal>
  );
}

function useSaved(user: User | null, onClose: () => void, onInvited: UserEditorProps["onInvited"]) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async ({ login, name, role, seller, scope }: UserDraft) => {
      if (user === null) return (await addUser({ login, name, role, seller, scope })).link;
      // What is emptied is sent empty: what is absent stays.
      await changeUser(user, { name, role, seller: seller ?? "", scope: scope ?? "" });
      return null;
    },
    onSuccess: async (link, { name }) => {
      await client.invalidateQueries({ queryKey: ["users"] });
      onClose();
      if (link === null) notifyDone(words.saved(name));
      else onInvited(name, link);
    },
  });
}

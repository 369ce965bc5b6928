import classes from "@/parts/account/account.module.css";
import { PasswordPanel } from "@/parts/account/PasswordPanel";
import { SessionsPanel } from "@/parts/account/SessionsPanel";
import { TokensPanel } from "@/parts/account/TokensPanel";
import { TotpPanel } from "@/parts/account/TotpPanel";
import { useSession } from "@/parts/useView";
import { text } from "@/text/pt-BR";
import { PageHead } from "@/ui/PageHead";

/** `/conta`: password, second factor, sessions and keys of whoever is signed in. */
export function MinhaConta() {
  const { user } = useSession();
  return (
    <>
      <PageHead title={text.frame.account} manual="minha-conta">
        {text.account.answer(user.name, user.login)}, {text.roles[user.role]?.toLowerCase()}.
      </PageHead>
      <div className={classes.grid}>
        <PasswordPanel />
        <TotpPanel />
        <SessionsPanel />
        <TokensPanel />
      </div>
    </>
  );
}

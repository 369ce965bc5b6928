import { AppShell } from "@mantine/core";
import { useDisclosure, useLocalStorage } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Navigate, Outlet, useLocation, useNavigation, useSearchParams } from "react-router";
import { sessionQuery } from "@/api/session";
import { useServerEvents } from "@/api/useServerEvents";
import { text } from "@/text/pt-BR";
import { ErrorState } from "@/ui/ErrorState";
import classes from "./Frame.module.css";
import { Rail } from "./Rail";
import { Starting } from "./Starting";
import { TopBar } from "./TopBar";

const WhyDrawer = lazy(async () => ({ default: (await import("@/parts/why/WhyDrawer")).WhyDrawer }));

/** Lets only people who signed in further; the others come back to where they wanted to go. */
export function Frame() {
  const { data: session, error, isPending, refetch } = useQuery(sessionQuery);
  const location = useLocation();
  if (isPending) return <Starting />;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!session) {
    const wanted = location.pathname + location.search;
    return <Navigate to={wanted === "/" ? "/entrar" : `/entrar?para=${encodeURIComponent(wanted)}`} replace />;
  }
  return <Shell />;
}

function Shell() {
  const [opened, { toggle, close }] = useDisclosure(false);
  const [folded, setFolded] = useLocalStorage({ key: "carteira-rail-folded", defaultValue: false });
  const [search] = useSearchParams();
  const navigating = useNavigation().state !== "idle";
  useServerEvents();
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: folded ? 60 : 190, breakpoint: "sm", collapsed: { mobile: !opened } }}
      padding={{ base: "sm", sm: "md" }}
      transitionDuration={0}
    >
      <a className="skip-link" href="#conteudo">
        {text.frame.skip}
      </a>
      <AppShell.Header className={classes.header}>
        <TopBar menuOpened={opened} onMenu={toggle} />
        {navigating && <div className={classes.progress} />}
      </AppShell.Header>
      <AppShell.Navbar className={classes.rail} aria-label={text.frame.menu}>
        <Rail folded={folded} onFold={() => setFolded(!folded)} onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main className={classes.main} id="conteudo" tabIndex={-1}>
        <Outlet />
      </AppShell.Main>
      {search.has("porque") && (
        <Suspense fallback={null}>
          <WhyDrawer />
        </Suspense>
      )}
    </AppShell>
  );
}

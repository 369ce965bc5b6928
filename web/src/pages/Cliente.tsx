import { Button, Tabs } from "@mantine/core";
import { useDocumentTitle } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Link, useParams } from "react-router";
import { customerQuery } from "@/api/customers";
import { isAbsent } from "@/api/Problem";
import { CustomerSide } from "@/parts/customer/CustomerSide";
import { CustomerThumbBar } from "@/parts/customer/CustomerThumbBar";
import classes from "@/parts/customer/customer.module.css";
import { HistoryTab } from "@/parts/customer/HistoryTab";
import { PurchasesTab } from "@/parts/customer/PurchasesTab";
import { RegistrationTab } from "@/parts/customer/RegistrationTab";
import { SummaryTab } from "@/parts/customer/SummaryTab";
import { TitlesTab } from "@/parts/customer/TitlesTab";
import { recentCustomers } from "@/parts/recentCustomers";
import { useAddress } from "@/parts/useAddress";
import { useView } from "@/parts/useView";
import { text } from "@/text/pt-BR";
import { EmptyState } from "@/ui/EmptyState";
import { ErrorState } from "@/ui/ErrorState";
import { ManualLink } from "@/ui/ManualLink";
import { PageHead } from "@/ui/PageHead";
import { Waiting } from "@/ui/Waiting";

const words = text.customer;
const TABS = ["resumo", "compras", "titulos", "cadastro", "historico"] as const;

/** `/clientes/:key`: who is this, how does it buy and pay, and what happened? */
export function Cliente() {
  const { key = "" } = useParams();
  const { view, search, change } = useView();
  const { data, error, refetch } = useQuery(customerQuery(key, view));
  const customer = data?.body;
  const name = customer?.name ?? null;
  useDocumentTitle(`${name ?? text.frame.pages.Carteira} · ${text.product}`);
  useEffect(() => {
    if (name) recentCustomers.remember({ customer: key, name });
  }, [key, name]);
  if (isAbsent(error)) return <Absent />;
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!customer) return <Waiting lines={12} height={28} />;
  const asked = TABS.find((tab) => tab === search.get("aba")) ?? "resumo";
  const open = (tab: string | null) => change({ aba: tab === "resumo" ? null : tab }, { replace: true });
  return (
    <div className={classes.page}>
      <CustomerSide customer={customer} />
      <div className={classes.centre}>
        <Tabs value={asked} onChange={open} keepMounted={false}>
          <div className={classes.tabs}>
            <Tabs.List className={classes.tabList}>
              {TABS.map((tab) => (
                <Tabs.Tab key={tab} value={tab}>
                  {words.tabs[tab]}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            <ManualLink chapter="cliente" title={words.page} />
          </div>
          <Tabs.Panel value="resumo">
            <SummaryTab customer={customer} />
          </Tabs.Panel>
          <Tabs.Panel value="compras">
            <PurchasesTab customer={key} />
          </Tabs.Panel>
          <Tabs.Panel value="titulos">
            <TitlesTab customer={key} />
          </Tabs.Panel>
          <Tabs.Panel value="cadastro">
            <RegistrationTab customer={customer} etag={data.etag} />
          </Tabs.Panel>
          <Tabs.Panel value="historico">
            <HistoryTab customer={customer} />
          </Tabs.Panel>
        </Tabs>
      </div>
      <CustomerThumbBar customer={customer} onNote={() => open("historico")} />
    </div>
  );
}

/** Where there is no such customer, or none that the person sees. */
function Absent() {
  const address = useAddress();
  const list = (
    <Button component={Link} to={address("/carteira")} variant="default">
      {text.frame.pages.Carteira}
    </Button>
  );
  return (
    <>
      <PageHead title={words.page} manual="cliente" />
      <EmptyState title={words.absent} action={list}>
        {words.absentDetail}
      </EmptyState>
    </>
  );
}

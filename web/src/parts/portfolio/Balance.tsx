import { Table, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { simulateTransfer } from "@/api/portfolio";
import { text } from "@/text/pt-BR";
import { ErrorState } from "@/ui/ErrorState";
import { count, money } from "@/ui/format";
import { Money } from "@/ui/Money";
import { Waiting } from "@/ui/Waiting";
import { type Chosen, whom } from "./useChange";

const words = text.bulk;

/** How the sellers' portfolios would be after a transfer. */
export function Balance({ chosen, to }: { chosen: Chosen; to: string }) {
  const { customers, where } = whom(chosen);
  const transfer = { from: null, to, ...(customers && { customers }), ...(where && { where }) };
  const { data, error } = useQuery({
    queryKey: ["owners", "simulation", transfer],
    queryFn: () => simulateTransfer(transfer),
  });
  if (error) return <ErrorState error={error} />;
  if (!data) return <Waiting lines={4} />;
  const touched = data.sellers.filter((each) => each.customers_before !== each.customers_after);
  return (
    <div>
      <Text size="sm" fw={600}>
        {words.balance}
      </Text>
      <Text size="sm" c="dimmed">
        {words.moved(data.moved.customers, money(data.moved.revenue_12m_cents))}
      </Text>
      {touched.length > 0 && (
        <Table.ScrollContainer minWidth={420} mt={6}>
          <Table verticalSpacing={5} fz="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.seller}</Table.Th>
                <Table.Th ta="right">{words.customersWord}</Table.Th>
                <Table.Th ta="right">{words.revenueWord}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {touched.map((each) => (
                <Table.Tr key={each.seller ?? ""}>
                  <Table.Td>{each.seller ?? words.noOwner}</Table.Td>
                  <Table.Td ta="right" className="number">
                    {count(each.customers_before)} → <b>{count(each.customers_after)}</b>
                  </Table.Td>
                  <Table.Td ta="right" className="number">
                    <Money cents={each.revenue_before_cents} short /> →{" "}
                    <b>
                      <Money cents={each.revenue_after_cents} short />
                    </b>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </div>
  );
}

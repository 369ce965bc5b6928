import { Button, Menu } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { type ExportFormat, exportUrl, type ListOf } from "@/api/portfolio";
import { text } from "@/text/pt-BR";

const words = text.exports;
const FORMATS: ExportFormat[] = ["xlsx", "csv", "parquet"];

/** Takes the list as it is seen: its filters, its order, its columns. */
export function ExportMenu({ list, columns, count }: { list: ListOf; columns: string; count: number }) {
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <Button variant="default" size="sm" leftSection={<IconDownload size={16} aria-hidden />}>
          {words.title}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{words.what(count)}</Menu.Label>
        {FORMATS.map((format) => (
          <Menu.Item key={format} component="a" href={exportUrl(format, { ...list, columns })} download>
            {words[format]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

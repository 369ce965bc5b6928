import { Button, Group, Text } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconFileUpload, IconFolderOpen, IconUpload } from "@tabler/icons-react";
import { type DragEvent, type ReactNode, useRef, useState } from "react";
import { imports } from "@/text/imports";
import { notifyProblem } from "@/ui/notify";
import classes from "./DropZone.module.css";
import { chosenFiles, droppedFiles } from "./droppedFiles";
import { lots } from "./lots";
import type { Sending } from "./sendFiles";

const words = imports.drop;

/** Where files, folders and archives are dropped, together. */
export function DropZone() {
  const [isOver, setOver] = useState(false);
  const [isReading, setReading] = useState(false);

  async function take(files: Sending[] | Promise<Sending[]>) {
    setReading(true);
    try {
      const found = await files;
      if (found.length === 0) notifications.show({ message: words.empty });
      await lots.add(found);
    } catch (error) {
      notifyProblem(error);
    } finally {
      setReading(false);
    }
  }

  function over(event: DragEvent) {
    event.preventDefault();
    setOver(true);
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    setOver(false);
    void take(droppedFiles(event.dataTransfer));
  }

  return (
    <section
      className={classes.zone}
      data-over={isOver || undefined}
      aria-label={words.label}
      aria-busy={isReading}
      onDragEnter={over}
      onDragOver={over}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconUpload size={28} stroke={1.6} aria-hidden />
      <div className={classes.words}>
        <Text fw={600}>{isReading ? words.reading : words.title}</Text>
        <Text size="sm" c="dimmed">
          {words.detail}
        </Text>
      </div>
      <Group gap="xs">
        <Chooser icon={<IconFileUpload size={16} aria-hidden />} label={words.files} onFiles={take} />
        <Chooser icon={<IconFolderOpen size={16} aria-hidden />} label={words.folder} onFiles={take} folder />
      </Group>
    </section>
  );
}

interface ChooserProps {
  icon: ReactNode;
  label: string;
  onFiles: (files: Sending[]) => void;
  folder?: boolean;
}

/** A button that opens the file chooser of the system. */
function Chooser({ icon, label, onFiles, folder = false }: ChooserProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={label}
        {...(folder && { webkitdirectory: "" })}
        onChange={(event) => {
          onFiles(chosenFiles(event.currentTarget.files ?? []));
          event.currentTarget.value = "";
        }}
      />
      <Button variant="default" leftSection={icon} onClick={() => input.current?.click()}>
        {label}
      </Button>
    </>
  );
}

import { fileSending, type Sending } from "./sendFiles";

/** The files of a drop, those in folders under the folder's path. */
export async function droppedFiles(drop: DataTransfer): Promise<Sending[]> {
  // Entries are gone once the event is over: all are taken before the first is waited for.
  const entries = [...drop.items].map((item) => item.webkitGetAsEntry());
  if (entries.some((entry) => entry !== null)) {
    return filesOf(entries.filter((entry) => entry !== null));
  }
  return chosenFiles(drop.files);
}

/** The files of a file chooser, with their paths where a folder was chosen. */
export function chosenFiles(files: Iterable<File>): Sending[] {
  return [...files].map((file) => fileSending(file.webkitRelativePath || file.name, file));
}

/** The files below entries of a drop, folder by folder. */
export async function filesOf(entries: readonly FileSystemEntry[]): Promise<Sending[]> {
  const found: Sending[] = [];
  await collect(entries, found);
  return found;
}

async function collect(entries: readonly FileSystemEntry[], found: Sending[]): Promise<void> {
  for (const entry of entries) {
    if (entry.isFile) {
      found.push(fileSending(entry.fullPath.replace(/^\//, ""), await fileOf(entry as FileSystemFileEntry)));
    } else {
      await collect(await entriesOf(entry as FileSystemDirectoryEntry), found);
    }
  }
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject));
}

/** All entries of a folder. Its reader gives a hundred at a time, and none when it is through. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) {
      return all;
    }
    all.push(...some);
  }
}

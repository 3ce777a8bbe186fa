/** Files that were chosen or dropped, those inside folders with their path. */
import type { NamedFile } from 'patchwise';

import { byId } from './elements';

/** The files of an input, which can then be given the same ones again. */
export function takeFiles(id: string): File[] {
  const input = byId<HTMLInputElement>(id);
  const files = Array.from(input.files ?? []);
  input.value = '';
  return files;
}

/** Gives what is dropped on a zone, which is marked meanwhile. */
export function listenToDrop(zone: HTMLElement, use: (files: NamedFile[]) => void): void {
  const mark = (isOver: boolean) => (event: DragEvent) => {
    event.preventDefault();
    zone.classList.toggle('over', isOver);
  };
  zone.addEventListener('dragover', mark(true));
  zone.addEventListener('dragleave', mark(false));
  zone.addEventListener('drop', (event) => {
    mark(false)(event);
    if (event.dataTransfer) void readDrop(event.dataTransfer).then(use);
  });
}

async function readDrop(transfer: DataTransfer): Promise<NamedFile[]> {
  // Taken before the first await: afterwards the browser has emptied the list.
  const dropped = Array.from(transfer.items, (item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const lists = dropped
    .filter((entry) => entry !== null)
    .map((entry) => (entry instanceof File ? [name(entry)] : readEntry(entry)));
  return (await Promise.all(lists)).flat();
}

/** What has no place in a file system, as an image dragged out of a page. */
function name(file: File): NamedFile {
  return { path: file.name, file };
}

async function readEntry(entry: FileSystemEntry): Promise<NamedFile[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject));
    return [{ path: entry.fullPath.replace(/^\//, ''), file }];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: NamedFile[] = [];
  // A reader gives a folder in pieces, an empty one at the end.
  for (;;) {
    const piece = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (piece.length === 0) return found;
    found.push(...(await Promise.all(piece.map(readEntry))).flat());
  }
}

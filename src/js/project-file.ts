/**
 * A project as one file, to send and to open elsewhere: a zip whose layout docs/project-file.md describes. Values are JSON
 * files, other entries files of their own, and kept files such as images lie under their paths.
 */
import { BlobReader, BlobWriter, TextReader, ZipReader, ZipWriter, configure } from '@zip.js/zip.js';
import type { FileEntry } from '@zip.js/zip.js';

import { PatchwiseError } from './errors.js';
import { isOfFiles, type EntryValue, type Project, type Projects } from './storage.js';
import type { NamedFile } from './types.js';

/** Of the layout; files of a later one are refused. */
const VERSION = 1;
const FORMAT = 'patchwise project';
const ABOUT = 'project.json';
const [VALUES, DATA, FILES] = ['values/', 'data/', 'images/'];
/** The most that a value or an entry may unpack to, in bytes: a bound for files that unpack to anything. */
const MAX_VALUE_BYTES = 2 ** 28;
const MAX_DATA_BYTES = 2 ** 31;
const MAX_FILE_BYTES = 2 ** 28;

interface About {
  format: string;
  version: number;
  name: string;
  /** Milliseconds since 1970. */
  created: number;
}

export interface ProjectFileOptions {
  /** Called with the number of files that are done, and of all. */
  onFile?: (done: number, total: number) => void;
  /** Aborting rejects with its reason. */
  signal?: AbortSignal;
}

// What is written is compressed already; what is read is small or stored.
configure({ useWebWorkers: false });

/** The project as a zip file. It is read piece by piece; images are held by the browser, not in the page's memory. */
export async function exportProject(project: Project, { onFile, signal }: ProjectFileOptions = {}): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'), { level: 0, ...(signal && { signal }) });
  const about: About = { format: FORMAT, version: VERSION, name: project.name, created: project.created };
  await writer.add(ABOUT, new TextReader(JSON.stringify(about, null, 2)));
  for (const name of project.entries) {
    if (project.isValue(name)) {
      const value = await project.readValue(name);
      await writer.add(`${VALUES}${encodeURIComponent(name)}.json`, new TextReader(JSON.stringify(value)));
    } else {
      const bytes = await project.read(name);
      if (bytes) await writer.add(DATA + encodeURIComponent(name), new BlobReader(bytes));
    }
  }
  const files = await project.files();
  const counts = new Map<string, number>();
  for (const [index, { path, file }] of files.entries()) {
    const count = (counts.get(path) ?? 0) + 1;
    counts.set(path, count);
    await writer.add(FILES + (count === 1 ? path : numbered(path, count)), new BlobReader(file));
    onFile?.(index + 1, files.length);
  }
  return writer.close();
}

/** Makes a project of a file of {@link exportProject}; gives its id. A file that is no project, is cut short or of a later
 * version is refused with `invalid-data`, and leaves no project. */
export async function importProject(
  projects: Projects,
  file: Blob,
  { onFile, signal }: ProjectFileOptions = {},
): Promise<string> {
  const reader = new ZipReader(new BlobReader(file));
  const listed = await reader.getEntries().catch(() => {
    throw refused('it is no zip, or it was cut short', 'Get the file again');
  });
  const entries = listed.filter((entry): entry is FileEntry => !entry.directory);
  const { name } = await readAbout(entries);
  const count = entries.filter(({ filename }) => filename.startsWith(FILES)).length;
  const project = await projects.create(name);
  try {
    const changes: Record<string, EntryValue> = {};
    for (const entry of entries) {
      if (entry.filename.startsWith(VALUES)) {
        const key = decode(entry.filename.slice(VALUES.length).replace(/\.json$/, ''));
        if (!isOfFiles(key)) changes[key] = parse(await readText(entry), entry.filename) as EntryValue;
      } else if (entry.filename.startsWith(DATA)) {
        const key = decode(entry.filename.slice(DATA.length));
        if (!isOfFiles(key)) changes[key] = await readBlob(entry, MAX_DATA_BYTES);
      }
      signal?.throwIfAborted();
    }
    await project.keepFiles(filesOf(entries, signal), (done) => onFile?.(done, count));
    await project.write(changes);
    await project.close();
    return project.id;
  } catch (error) {
    await project.close();
    await projects.erase(project.id).catch(() => undefined);
    throw error;
  } finally {
    await reader.close();
  }
}

/** A path for a file that has the same one as another: in the order of paths, which loading uses, it comes next. */
function numbered(path: string, count: number): string {
  const ending = /\.[^./]+$/.exec(path)?.[0] ?? '';
  return `${path}~${String(count).padStart(6, '0')}${ending}`;
}

async function readAbout(entries: readonly FileEntry[]): Promise<About> {
  const entry = entries.find(({ filename }) => filename === ABOUT);
  if (!entry) throw refused(`it has no ${ABOUT}`, 'Choose a file that was saved as a project');
  const about = parse(await readText(entry), ABOUT) as Partial<About> | null;
  if (about?.format !== FORMAT || typeof about.version !== 'number' || typeof about.name !== 'string') {
    throw refused(`its ${ABOUT} is of something else`, 'Choose a file that was saved as a project');
  }
  if (about.version > VERSION) {
    throw refused(`it is of version ${about.version}, and this page reads up to ${VERSION}`, 'Use a newer page');
  }
  return about as About;
}

async function* filesOf(entries: readonly FileEntry[], signal?: AbortSignal): AsyncGenerator<NamedFile> {
  for (const entry of entries) {
    if (!entry.filename.startsWith(FILES)) continue;
    signal?.throwIfAborted();
    yield { path: entry.filename.slice(FILES.length), file: await readBlob(entry, MAX_FILE_BYTES) };
  }
}

async function readText(entry: FileEntry): Promise<string> {
  return (await readBlob(entry, MAX_VALUE_BYTES)).text();
}

async function readBlob(entry: FileEntry, maxBytes: number): Promise<Blob> {
  const { filename, uncompressedSize } = entry;
  if (uncompressedSize > maxBytes) {
    throw refused(`${filename} has ${uncompressedSize} bytes, and ${maxBytes} are the most`, 'Use another file');
  }
  try {
    return await entry.getData(new BlobWriter(), { checkSignature: true });
  } catch {
    throw refused(`${filename} in it is damaged`, 'Get the file again');
  }
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw refused(`${name} in it is no JSON`, 'Get the file again');
  }
}

function decode(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    throw refused(`${name} in it is no name of an entry`, 'Choose a file that was saved as a project');
  }
}

function refused(problem: string, remedy: string): PatchwiseError {
  return new PatchwiseError('invalid-data', `The project file cannot be opened: ${problem}. ${remedy}.`);
}

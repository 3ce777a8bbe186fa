/** Keeps the page's work in this browser, so that it is there after a reload, a crash or a killed tab. */
import { PatchwiseError } from 'patchwise';
import type { DataSource, Labels, NamedFile } from 'patchwise';
import { Projects } from 'patchwise/storage';
import type { EntryValue, Project, ProjectInfo } from 'patchwise/storage';

import { byId, create } from './elements';
import { currentRun } from './runs';
import type { KeptRun, PastRun } from './runs';
import type { Action, State } from './state';

/** Between two checkpoints of a training, in milliseconds. */
const EVERY_MS = 10_000;

/** The parts of a page that are kept. */
export interface Host {
  state(): State;
  /** The data that are loaded. */
  source(): DataSource | undefined;
  /** The last checkpoint of the current run. */
  checkpoint(): Uint8Array | undefined;
  model(): Promise<Uint8Array | undefined>;
  /** Values of all controls, by form and name. */
  forms(): Record<string, string>;
}

/** A project's content. */
export interface Kept {
  source: DataSource;
  forms: Record<string, string>;
  run: KeptRun | undefined;
  /** Runs before it. */
  runs: readonly PastRun[];
  checkpoint: Uint8Array | undefined;
  model: Blob | undefined;
  labels: Labels;
}

type Part = 'model' | 'checkpoint' | 'run' | 'runs' | 'labels';
/** What begins: a run, one that goes on, or other work on images that no project has yet. */
type Start = 'new' | 'resumed' | 'work';

export class Keeper {
  readonly #host: Host;
  #projects: Projects | undefined;
  #project: Project | undefined;
  /** The project that is being read, until the page has its content. */
  #next: Project | undefined;
  /** The change that is being written. */
  #writing: Promise<unknown> = Promise.resolve();
  /** When the last checkpoint was kept. */
  #keptAt = 0;
  /** The data that the project has, by identity. */
  #source: DataSource | undefined;

  constructor(host: Host) {
    this.#host = host;
  }

  /** The project to continue: the last one that was worked on. */
  async open(): Promise<ProjectInfo | undefined> {
    return this.#attempt(async () => {
      this.#projects = await Projects.open();
      const all = await this.#list();
      return all.find(({ deleted, problem }) => deleted === null && problem === null);
    });
  }

  /** What a project holds. It is not worked on before {@link adopt}; {@link drop} leaves the current one. */
  async read(id: string): Promise<Kept | undefined> {
    return this.#inTurn(async () => {
      const project = this.#project?.id === id ? this.#project : await this.#projects?.open(id);
      if (!project) return undefined;
      this.#next = project;
      const source = await project.readValue<DataSource>('source');
      if (!source) throw new PatchwiseError('storage-failed', 'The project is empty. Start anew.');
      const files = await project.files();
      const checkpoint = await project.read('checkpoint');
      return {
        source: source.kind === 'files' ? { ...source, files } : source,
        forms: (await project.readValue<Record<string, string>>('forms')) ?? {},
        run: await project.readValue<KeptRun>('run'),
        runs: await readRuns(project),
        checkpoint: checkpoint && new Uint8Array(await checkpoint.arrayBuffer()),
        model: await project.read('model'),
        labels: (await project.readValue<Labels>('labels')) ?? { classNames: [], classes: {} },
      };
    });
  }

  /** Work goes on in the project that was read. */
  async adopt({ source }: Kept): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#next !== this.#project) await this.#project?.close();
      [this.#project, this.#next, this.#source] = [this.#next, undefined, source];
      await this.#list();
    });
  }

  async drop(): Promise<void> {
    await this.#inTurn(async () => {
      if (this.#next !== this.#project) await this.#next?.close();
      this.#next = undefined;
    });
  }

  /** Looks at what happened, and keeps what is new. */
  see(action: Action, previous: State): void {
    switch (action.kind) {
      case 'started':
        return this.#keep(['run', 'runs'], action.info ? 'new' : 'resumed');
      case 'trained':
        if (Date.now() - this.#keptAt > EVERY_MS) this.#keep(['checkpoint', 'run']);
        return;
      case 'evaluated':
        return this.#keep(['run']);
      case 'labeled':
        return this.#keep(['labels'], 'work');
      case 'learned':
        return this.#keep(['model', 'run']);
      case 'run-used':
        return this.#keep(['run', 'runs', 'model'], 'new');
      case 'run-removed':
        return this.#keep(['runs']);
      case 'model-loaded':
        // Another network: what is kept stays as it is.
        return void this.#inTurn(() => this.#leave());
      case 'ended':
        if (['training', 'paused', 'evaluating'].includes(previous.phase)) this.#keep(['model', 'checkpoint', 'run']);
    }
  }

  /** Keeps what there is now, as when the page is hidden. */
  keepNow(): void {
    if (this.#project) this.#keep(['checkpoint', 'run']);
  }

  #keep(parts: Part[], start?: Start): void {
    // What a project that is being read had is not new.
    if (this.#next) return;
    if (parts.includes('run')) this.#keptAt = Date.now();
    void this.#inTurn(() => this.#write(parts, start));
  }

  async #write(parts: Part[], start: Start | undefined): Promise<void> {
    const source = this.#host.source();
    if (!this.#projects || !source) return;
    // Other data are another project.
    if (this.#source !== source) {
      if (!start) return;
      await this.#leave();
    }
    if (!this.#project && !start) return;
    const project = this.#project ?? (await this.#begin(this.#projects, source));
    const { runs, sorting, ...state } = this.#host.state();
    const checkpoint = this.#host.checkpoint();
    const model = parts.includes('model') ? await this.#host.model() : undefined;
    await project.write({
      forms: this.#host.forms(),
      // What a run before it left is not its own.
      ...((start === 'new' || start === 'resumed') && { model: null }),
      ...(start === 'new' && { checkpoint: null }),
      ...(parts.includes('checkpoint') && checkpoint && { checkpoint }),
      ...(model && { model }),
      ...(parts.includes('labels') && { labels: { ...sorting.labels } }),
      ...(parts.includes('run') && { run: { ...currentRun(state) } }),
      ...(parts.includes('runs') && changesOf(project, runs)),
    });
    byId('kept-problem').textContent = '';
    await this.#list();
  }

  /** A new project for these data. */
  async #begin(projects: Projects, source: DataSource): Promise<Project> {
    const { dataset } = this.#host.state();
    const time = new Date().toLocaleString([], { dateStyle: 'short', timeStyle: 'short' });
    const project = await projects.create(`${(dataset?.name ?? 'Images').slice(0, 60)}, ${time}`);
    try {
      await this.#keepSource(project, source);
    } catch (error) {
      await project.close();
      await projects.erase(project.id).catch(() => undefined);
      throw error;
    }
    this.#project = project;
    return project;
  }

  async #leave(): Promise<void> {
    await this.#project?.close();
    [this.#project, this.#source] = [undefined, undefined];
    await this.#list();
  }

  /** One change after the other; says what could not be kept. */
  #inTurn<T>(work: () => Promise<T>): Promise<T | undefined> {
    const next = this.#writing.then(() => this.#attempt(work));
    this.#writing = next;
    return next;
  }

  async #keepSource(project: Project, source: DataSource): Promise<void> {
    if (source.kind === 'files') {
      const { files, ...options } = source;
      await project.keepFiles(Array.from(files, named));
      await project.write({ source: { ...options, files: [] } });
    } else {
      await project.write({ source });
    }
    this.#source = source;
  }

  /** Shows all projects. */
  async #list(): Promise<ProjectInfo[]> {
    const projects = this.#projects;
    if (!projects) return [];
    const { used, quota } = await projects.usage();
    const all = await projects.list();
    const lines = all.map((info) => this.#line(projects, info));
    byId('projects').replaceChildren(...lines);
    const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 1 : 0)} MB`;
    byId('kept-text').textContent = lines.length
      ? `Kept in this browser (${megabytes(used)} of ${megabytes(quota)} used):`
      : 'Once a training starts, it is kept in this browser: images, settings, network and results.';
    return all;
  }

  #line(projects: Projects, { id, name, deleted, problem }: ProjectInfo): HTMLElement {
    const isOpen = this.#project?.id === id;
    const state = isOpen ? ' (open)' : problem ? ` (${problem})` : deleted ? ' (deleted)' : '';
    const line = create('li', { class: 'row' }, create('span', {}, name + state));
    const act = (text: string, work: () => Promise<void>, needs = '') => {
      const button = create('button', { type: 'button', 'aria-label': `${text} ${name}` }, text);
      if (needs) button.dataset['needs'] = needs;
      button.addEventListener(
        'click',
        () => void this.#inTurn(() => work().then(async () => void (await this.#list()))),
      );
      line.append(button);
    };
    if (deleted) act('Undo', () => projects.restore(id));
    if (deleted || problem) return line;
    if (!isOpen) act('Open', () => Promise.resolve(this.onOpen(id)), 'idle');
    act('Rename', () => this.#rename(projects, id, name));
    act('Save as a file', () => this.#export(projects, id));
    if (!isOpen) act('Delete', () => projects.delete(id));
    return line;
  }

  async #rename(projects: Projects, id: string, name: string): Promise<void> {
    const given = prompt('The name of the project:', name)?.trim();
    if (!given || given === name) return;
    await (this.#project?.id === id ? this.#project.rename(given) : projects.rename(id, given));
  }

  /** Offers a project as one file. */
  async #export(projects: Projects, id: string): Promise<void> {
    const own = this.#project?.id === id ? this.#project : undefined;
    const project = own ?? (await projects.open(id));
    try {
      const { exportProject } = await import('patchwise/project-file');
      this.onSave(
        `${project.name.replaceAll(/[^\p{L}\p{N}]+/gu, '-')}.patchwise.zip`,
        await exportProject(project, { onFile }),
      );
    } finally {
      byId('project-progress').textContent = '';
      if (!own) await project.close();
    }
  }

  /** Makes a project of a file, and opens it. */
  async import(file: Blob): Promise<void> {
    await this.#inTurn(async () => {
      if (!this.#projects) return;
      try {
        const { importProject } = await import('patchwise/project-file');
        const id = await importProject(this.#projects, file, { onFile });
        await this.#list();
        this.onOpen(id);
      } finally {
        byId('project-progress').textContent = '';
      }
    });
  }

  /** What a file that is saved does. */
  onSave: (name: string, file: Blob) => void = () => undefined;

  /** What opening a project of the list does. */
  onOpen: (id: string) => void = () => undefined;

  /** Says what could not be kept; the work itself goes on. */
  async #attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      byId('kept-problem').textContent = `Not kept: ${error instanceof Error ? error.message : String(error)}`;
      return undefined;
    }
  }
}

const onFile = (done: number, total: number) => {
  byId('project-progress').textContent = `${done} of ${total} images`;
};

/** The entry with the network of a past run. */
const modelOf = (id: string) => `model of ${id}`;

async function readRuns(project: Project): Promise<PastRun[]> {
  const runs = (await project.readValue<PastRun[]>('runs')) ?? [];
  return Promise.all(runs.map(async (run) => ({ ...run, model: (await project.read(modelOf(run.info.id))) ?? null })));
}

/** Past runs as entries: their networks beside a list of all else. */
function changesOf(project: Project, all: readonly PastRun[]): Record<string, EntryValue> {
  const runs = all.filter(({ isRemoved }) => !isRemoved);
  const changes: Record<string, EntryValue> = { runs: runs.map((run) => ({ ...run, model: null })) };
  const names = new Set(runs.map(({ info }) => modelOf(info.id)));
  for (const name of project.entries) if (name.startsWith(modelOf('')) && !names.has(name)) changes[name] = null;
  for (const { info, model } of runs)
    if (model && !project.entries.includes(modelOf(info.id))) changes[modelOf(info.id)] = model;
  return changes;
}

/** A folder that was chosen gives its files a path. */
function named(file: File | NamedFile): NamedFile {
  return file instanceof File ? { path: file.webkitRelativePath || file.name, file } : file;
}

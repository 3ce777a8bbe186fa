/** Keeps the page's work in this browser, so that it is there after a reload, a crash or a killed tab. */
import { PatchwiseError } from 'patchwise';
import type { DataSource, NamedFile } from 'patchwise';
import { Projects } from 'patchwise/storage';
import type { Project, ProjectInfo } from 'patchwise/storage';

import { byId, create } from './elements';
import type { Action, KeptRun, State } from './state';

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
  checkpoint: Uint8Array | undefined;
  model: Blob | undefined;
}

type Part = 'model' | 'checkpoint' | 'run';

export class Keeper {
  readonly #host: Host;
  #projects: Projects | undefined;
  #project: Project | undefined;
  /** The change that is being written. */
  #writing: Promise<void> = Promise.resolve();
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
      await this.#list();
      const all = await this.#projects.list();
      return all.find(({ deleted, problem }) => deleted === null && problem === null);
    });
  }

  /** Opens a project and gives what it holds; work goes on in it. */
  async restore(id: string): Promise<Kept | undefined> {
    return this.#attempt(async () => {
      await this.#project?.close();
      this.#project = undefined;
      const project = await this.#projects?.open(id);
      const source = await project?.readValue<DataSource>('source');
      if (!project || !source) throw new PatchwiseError('storage-failed', 'The project is empty. Start anew.');
      const files = await project.files();
      const checkpoint = await project.read('checkpoint');
      this.#project = project;
      this.#source = source.kind === 'files' ? { ...source, files } : source;
      await this.#list();
      return {
        source: this.#source,
        forms: (await project.readValue<Record<string, string>>('forms')) ?? {},
        run: await project.readValue<KeptRun>('run'),
        checkpoint: checkpoint && new Uint8Array(await checkpoint.arrayBuffer()),
        model: await project.read('model'),
      };
    });
  }

  /** Looks at what happened, and keeps what is new. */
  see(action: Action, previous: State): void {
    switch (action.kind) {
      case 'started':
        return this.#keep(['run'], true);
      case 'trained':
        if (Date.now() - this.#keptAt > EVERY_MS) this.#keep(['checkpoint', 'run']);
        return;
      case 'evaluated':
        return this.#keep(['run']);
      case 'ended':
        if (previous.phase === 'training' || previous.phase === 'evaluating')
          this.#keep(['model', 'checkpoint', 'run']);
    }
  }

  /** Keeps what there is now, as when the page is hidden. */
  keepNow(): void {
    if (this.#project) this.#keep(['checkpoint', 'run']);
  }

  #keep(parts: Part[], isNew = false): void {
    this.#keptAt = Date.now();
    this.#writing = this.#writing.then(() => this.#attempt(() => this.#write(parts, isNew)).then(() => undefined));
  }

  async #write(parts: Part[], isNew: boolean): Promise<void> {
    const source = this.#host.source();
    if (!this.#projects || !source) return;
    // Other data are another project.
    if (isNew && this.#project && this.#source !== source) {
      await this.#project.close();
      this.#project = undefined;
    }
    if (!this.#project) {
      if (!isNew) return;
      const { dataset } = this.#host.state();
      const time = new Date().toLocaleString([], { dateStyle: 'short', timeStyle: 'short' });
      this.#project = await this.#projects.create(`${dataset?.name ?? 'Images'}, ${time}`);
      await this.#keepSource(this.#project, source);
    }
    const { history, chance, reports, training } = this.#host.state();
    const [checkpoint, model] = [this.#host.checkpoint(), parts.includes('model') && (await this.#host.model())];
    await this.#project.write({
      forms: this.#host.forms(),
      ...(parts.includes('checkpoint') && checkpoint && { checkpoint }),
      ...(model && { model }),
      ...(parts.includes('run') && { run: { history, chance, reports, training } satisfies KeptRun }),
    });
    await this.#list();
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
  async #list(): Promise<void> {
    const projects = this.#projects;
    if (!projects) return;
    const { used, quota } = await projects.usage();
    const lines = (await projects.list()).map((info) => this.#line(projects, info));
    byId('projects').replaceChildren(...lines);
    const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(bytes < 10 * 2 ** 20 ? 1 : 0)} MB`;
    byId('kept-text').textContent = lines.length
      ? `Kept in this browser (${megabytes(used)} of ${megabytes(quota)} used):`
      : 'Once a training starts, it is kept in this browser: images, settings, network and results.';
  }

  #line(projects: Projects, { id, name, deleted, problem }: ProjectInfo): HTMLElement {
    const isOpen = this.#project?.id === id;
    const state = isOpen ? ' (open)' : problem ? ` (${problem})` : deleted ? ' (deleted)' : '';
    const line = create('li', { class: 'row' }, create('span', {}, name + state));
    const act = (text: string, work: () => Promise<void>) => {
      const button = create('button', { type: 'button', 'aria-label': `${text} ${name}` }, text);
      button.addEventListener('click', () => void this.#attempt(work).then(() => this.#list()));
      line.append(button);
    };
    if (isOpen) return line;
    if (deleted) act('Undo', () => projects.restore(id));
    else {
      if (!problem) act('Open', () => Promise.resolve(this.onOpen(id)));
      act('Delete', () => (problem ? projects.erase(id) : projects.delete(id)));
    }
    return line;
  }

  /** What opening a project of the list does. */
  onOpen: (id: string) => void = () => undefined;

  /** Says what could not be kept; the work itself goes on. */
  async #attempt<T>(work: () => Promise<T>): Promise<T | undefined> {
    try {
      const result = await work();
      byId('kept-problem').textContent = '';
      return result;
    } catch (error) {
      byId('kept-problem').textContent = `Not kept: ${error instanceof Error ? error.message : String(error)}`;
      return undefined;
    }
  }
}

/** A folder that was chosen gives its files a path. */
function named(file: File | NamedFile): NamedFile {
  return file instanceof File ? { path: file.webkitRelativePath || file.name, file } : file;
}

/** Keeps the page's work in this browser, so that it is there after a reload, a crash or a killed tab. */
import type { DataSource, Labels } from 'patchwise';
import { Projects } from 'patchwise/storage';
import type { EntryValue, Project, ProjectInfo } from 'patchwise/storage';

import { byId, create, redraw } from './elements';
import { titleOfData } from './engine';
import { readForms, readLabels, readRun, readRuns, readSource } from './kept';
import { erase, inEnglish, number, t, write } from './language';
import { problemOf, wordsOf } from './problems';
import type { Problem } from './problems';
import { currentRun } from './runs';
import type { KeptRun, PastRun } from './runs';
import type { Action, State } from './state';

const NOT_KEPT = 'project-not-kept';
const NOT_OPENED = 'project-not-opened';

/** Between two checkpoints of a training, in milliseconds. */
const EVERY_MS = 10_000;

/** The parts of a page that are kept. */
export interface Host {
  state(): State;
  /** The data that are loaded. */
  source(): DataSource | undefined;
  /** The last checkpoint of the current run. */
  checkpoint(): Uint8Array | undefined;
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

/** How it is said that something failed. */
type Frame = typeof NOT_KEPT | typeof NOT_OPENED;

type Part = 'model' | 'checkpoint' | 'run' | 'runs' | 'labels';

/** What is kept, as it was when that was decided: by the time it is written, the page may be at something else. */
interface Moment {
  source: DataSource;
  state: State;
  forms: Record<string, string>;
  checkpoint: Uint8Array | undefined;
}

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
      if (this.#next !== this.#project) await this.#next?.close();
      this.#next = project;
      return contentOf(project);
    }, NOT_OPENED);
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
      case 'learned':
        return this.#keep(['run']);
      case 'remembered':
        return this.#keep(['model']);
      case 'labeled':
        return this.#keep(['labels'], 'work');
      case 'run-used':
        return this.#keep(['run', 'runs', 'model'], 'new');
      case 'run-removed':
        return this.#keep(['runs']);
      case 'model-loaded':
        // Another network: what is kept stays as it is.
        return void this.#inTurn(() => this.#leave());
      case 'ended':
        if (['training', 'paused', 'evaluating'].includes(previous.phase)) this.#keep(['checkpoint', 'run']);
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
    const host = this.#host;
    const source = host.source();
    if (!source) return;
    const moment = { source, state: host.state(), forms: host.forms(), checkpoint: host.checkpoint() };
    void this.#inTurn(() => this.#write(moment, parts, start));
  }

  async #write({ source, state, forms, checkpoint }: Moment, parts: Part[], start?: Start): Promise<void> {
    if (!this.#projects) return;
    // Other data are another project.
    if (this.#source !== source) {
      if (!start) return;
      await this.#leave();
    }
    if (!this.#project && !start) return;
    const project = this.#project ?? (await this.#begin(this.#projects, source, state.dataset?.name));
    const { runs, sorting, model } = state;
    await project.write({
      forms,
      // What a run before it left is not its own.
      ...((start === 'new' || start === 'resumed') && { model: null }),
      ...(start === 'new' && { checkpoint: null }),
      ...(parts.includes('checkpoint') && checkpoint && { checkpoint }),
      ...(parts.includes('model') && model && { model }),
      ...(parts.includes('labels') && { labels: { ...sorting.labels } }),
      ...(parts.includes('run') && { run: { ...currentRun(state) } }),
      ...(parts.includes('runs') && changesOf(project, runs)),
    });
    byId('kept-problem').textContent = '';
    await this.#list();
  }

  /** A new project for these data. */
  async #begin(projects: Projects, source: DataSource, data = 'Images'): Promise<Project> {
    const name = t('project-name', { data: titleOfData(data).slice(0, 60), date: Date.now() });
    const project = await projects.create(name);
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
  #inTurn<T>(work: () => Promise<T>, problem: Frame = NOT_KEPT): Promise<T | undefined> {
    const next = this.#writing.then(() => this.#attempt(work, problem));
    this.#writing = next;
    return next;
  }

  async #keepSource(project: Project, source: DataSource): Promise<void> {
    if (source.kind === 'files') {
      const { files, ...options } = source;
      await project.keepFiles(files);
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
    redraw(byId('projects'), lines);
    this.onList();
    if (lines.length) write(byId('kept-text'), 'projects-kept', { used: sizeOf(used), quota: sizeOf(quota) });
    else write(byId('kept-text'), 'projects-none');
    return all;
  }

  /** Shows the projects anew, as in another language. */
  async show(): Promise<void> {
    await this.#inTurn(() => this.#list());
  }

  #describe({ id, name, deleted, problem }: Pick<ProjectInfo, 'id' | 'name' | 'deleted' | 'problem'>): string {
    if (this.#project?.id === id) return t('project-state-open', { name });
    if (problem) return t('project-state-problem', { name, problem });
    return deleted ? t('project-state-deleted', { name }) : name;
  }

  #line(projects: Projects, { id, name, deleted, problem }: ProjectInfo): HTMLElement {
    const isOpen = this.#project?.id === id;
    const line = create('li', { class: 'row' }, create('span', {}, this.#describe({ id, name, deleted, problem })));
    const act = (text: string, work: () => Promise<void>, needs = '') => {
      const button = write(create('button', { type: 'button' }), text, { name });
      if (needs) button.dataset['needs'] = needs;
      button.addEventListener(
        'click',
        () => void this.#inTurn(() => work().then(async () => void (await this.#list()))),
      );
      line.append(button);
    };
    if (deleted) act('project-undo', () => projects.restore(id));
    if (deleted || problem) return line;
    if (!isOpen) act('project-open', () => Promise.resolve(this.onOpen(id)), 'idle');
    act('project-rename', () => this.#rename(projects, id, name));
    act('project-save', () => this.#export(projects, id));
    act('project-delete', () => this.#delete(projects, id), isOpen ? 'idle' : '');
    return line;
  }

  /** The page goes on with what it shows; that is another project once it is worked on. */
  async #delete(projects: Projects, id: string): Promise<void> {
    if (this.#project?.id === id) await this.#leave();
    await projects.delete(id);
  }

  async #rename(projects: Projects, id: string, name: string): Promise<void> {
    const given = prompt(t('project-new-name'), name)?.trim();
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
      erase(byId('project-progress'));
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
        await this.#check(this.#projects, id);
        await this.#list();
        this.onOpen(id);
      } finally {
        erase(byId('project-progress'));
      }
    }, NOT_OPENED);
  }

  /** Nothing is left of a project that cannot be used. */
  async #check(projects: Projects, id: string): Promise<void> {
    const project = await projects.open(id);
    try {
      await contentOf(project);
    } catch (error) {
      await project.close();
      await projects.erase(id).catch(() => undefined);
      throw error;
    }
    await project.close();
  }

  /** What a file that is saved does. */
  onSave: (name: string, file: Blob) => void = () => undefined;

  /** What a project that could not be opened does. */
  onProblem: (problem: Problem) => void = () => undefined;

  /** What a new list asks for. */
  onList: () => void = () => undefined;

  /** What opening a project of the list does. */
  onOpen: (id: string) => void = () => undefined;

  /** Says what could not be kept; the work itself goes on. */
  async #attempt<T>(work: () => Promise<T>, frame: Frame = NOT_KEPT): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      const problem = { ...problemOf(error), frame };
      const { text, detail } = wordsOf(problem);
      byId('kept-problem').replaceChildren(text, ...(detail ? [' ', inEnglish(create('span', {}, detail))] : []));
      // What was asked for is said where it is seen; the rest beside the list.
      if (frame === NOT_OPENED) this.onProblem(problem);
      return undefined;
    }
  }
}

const onFile = (done: number, total: number) => {
  write(byId('project-progress'), 'project-progress', { done, total });
};

function sizeOf(bytes: number): string {
  const megabytes = bytes / 2 ** 20;
  const isLarge = megabytes >= 10_000;
  const digits = megabytes < 10 ? 1 : 0;
  return number(isLarge ? megabytes / 1024 : megabytes, {
    style: 'unit',
    unit: isLarge ? 'gigabyte' : 'megabyte',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
}

/** The entry with the network of a past run. */
const modelOf = (id: string) => `model of ${id}`;

/** What a project holds, looked at. */
async function contentOf(project: Project): Promise<Kept> {
  const source = readSource(await project.readValue('source'));
  const checkpoint = await project.read('checkpoint');
  const runs = readRuns(await project.readValue('runs'));
  const withModel = async (run: PastRun) => ({ ...run, model: (await project.read(modelOf(run.info.id))) ?? null });
  return {
    source: source.kind === 'files' ? { ...source, files: await project.files() } : source,
    forms: readForms(await project.readValue('forms')),
    run: readRun(await project.readValue('run')),
    runs: await Promise.all(runs.map(withModel)),
    checkpoint: checkpoint && new Uint8Array(await checkpoint.arrayBuffer()),
    model: await project.read('model'),
    labels: readLabels(await project.readValue('labels')),
  };
}

/** Past runs as entries: their networks beside a list of all else. */
function changesOf(project: Project, all: readonly PastRun[]): Record<string, EntryValue> {
  const runs = all.filter(({ isRemoved }) => !isRemoved);
  const changes: Record<string, EntryValue> = { runs: runs.map((run) => ({ ...run, model: null })) };
  // Those of runs that were removed stay until the project is opened next: that can be undone.
  const names = new Set(all.map(({ info }) => modelOf(info.id)));
  for (const name of project.entries) if (name.startsWith(modelOf('')) && !names.has(name)) changes[name] = null;
  for (const { info, model } of runs)
    if (model && !project.entries.includes(modelOf(info.id))) changes[modelOf(info.id)] = model;
  return changes;
}

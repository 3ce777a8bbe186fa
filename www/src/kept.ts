/** What a project may hold: what came from a file or from another version is looked at before the page shows it. */
import type { DataSource, Labels } from 'patchwise';

import { t } from './language';
import { PageError } from './problems';
import { NO_RUN } from './runs';
import type { KeptRun, PastRun } from './runs';

type Fields = Record<string, unknown>;

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isIndex = (value: unknown): value is number => Number.isInteger(value) && (value as number) >= 0;

const damaged = (entry: string) => new PageError(t('project-damaged', { entry }));

export function readSource(value: unknown): DataSource {
  if (value === undefined) throw new PageError(t('project-no-images'));
  if (!isObject(value) || (value['kind'] !== 'scenes' && value['kind'] !== 'files')) throw damaged('source');
  return value as unknown as DataSource;
}

export function readForms(value: unknown): Record<string, string> {
  if (value === undefined) return {};
  if (!isObject(value) || !Object.values(value).every((text) => typeof text === 'string')) throw damaged('forms');
  return value as Record<string, string>;
}

export function readRun(value: unknown): KeptRun | undefined {
  if (value === undefined) return undefined;
  // Versions before had fewer fields.
  const run = isObject(value) ? { ...NO_RUN, ...value } : undefined;
  if (!run || !isRun(run)) throw damaged('run');
  return run;
}

export function readRuns(value: unknown): PastRun[] {
  if (value === undefined) return [];
  const isPast = (run: unknown) => isObject(run) && isRun(run) && run.info !== null;
  if (!Array.isArray(value) || !value.every(isPast)) throw damaged('runs');
  return value as PastRun[];
}

export function readLabels(value: unknown): Labels {
  if (value === undefined) return { classNames: [], classes: {} };
  const { classNames, classes } = isObject(value) ? value : {};
  const isNames = Array.isArray(classNames) && classNames.every((name) => typeof name === 'string');
  if (!isNames || !isObject(classes)) throw damaged('labels');
  const isKnown = ([index, label]: [string, unknown]) =>
    isIndex(Number(index)) && isIndex(label) && label < classNames.length;
  if (!Object.entries(classes).every(isKnown)) throw damaged('labels');
  return { classNames, classes: classes as Labels['classes'] };
}

function isRun(run: Fields | KeptRun): run is KeptRun {
  const { info, history, chance, reports, training, fewLabels } = run as Fields;
  const isPoint = (point: unknown) =>
    isObject(point) &&
    isNumber(point['step']) &&
    isNumber(point['loss']) &&
    (point['accuracy'] === null || isNumber(point['accuracy']));
  const isReport = (report: unknown) =>
    isObject(report) &&
    typeof report['protocol'] === 'string' &&
    isObject(report['pretrained']) &&
    Array.isArray(report['classNames']) &&
    Array.isArray(report['notes']);
  const isInfo =
    isObject(info) && typeof info['id'] === 'string' && typeof info['data'] === 'string' && isObject(info['config']);
  return (
    (info === null || isInfo) &&
    Array.isArray(history) &&
    history.every(isPoint) &&
    (chance === null || isNumber(chance)) &&
    Array.isArray(reports) &&
    reports.every(isReport) &&
    (training === null || (isObject(training) && isNumber(training['step']) && isNumber(training['totalSteps']))) &&
    (fewLabels === null || fewLabels === undefined || (isObject(fewLabels) && isNumber(fewLabels['total'])))
  );
}

/** “Runs side by side”: their settings, figures and curves. */
import type { Catalog, EvaluationReport } from 'patchwise';

import { lineChart } from './chart';
import type { Line } from './chart';
import { byId, create, redraw } from './elements';
import { titleOf, titleOfData } from './engine';
import { percent } from './format';
import { nameOfAugmentation } from './forms';
import { decimal, list, number, share, t, write } from './language';
import { allRuns } from './runs';
import type { FewLabels, KeptRun, PastRun, RunInfo } from './runs';
import { colorOf, sign } from './scatter';
import type { Point, State } from './state';

/** Runs whose curves are drawn, the last ones. */
const CURVES = 6;

interface Tasks {
  use(run: PastRun): void;
  remove(id: string, isRemoved: boolean): void;
}

type Run = KeptRun & { info: RunInfo };

export function renderRuns(state: State, previous: State, tasks: Tasks): void {
  const { runs, info, reports, fewLabels, phase, training, catalog } = state;
  // Curves of a run under way would be drawn anew at each step.
  const isSame =
    runs === previous.runs &&
    info === previous.info &&
    reports === previous.reports &&
    fewLabels === previous.fewLabels &&
    phase === previous.phase &&
    catalog === previous.catalog;
  if (isSame) return;
  const all = allRuns(state).filter(
    ({ history, reports, fewLabels }) => history.length > 0 || reports.length > 0 || fewLabels || training,
  );
  byId('runs-figure').hidden = all.length === 0;
  byId('runs-none').hidden = all.length > 0;
  redraw(byId('runs-table'), all.length > 0 ? [headOf(all, catalog), bodyOf(all, state, tasks)] : []);
  byId('runs-charts').replaceChildren(...(all.length > 1 ? drawCurves(all) : []));
}

/** Kinds of evaluation that some run has, once each. */
function protocolsOf(all: readonly Run[]): EvaluationReport['protocol'][] {
  return [...new Set(all.flatMap(({ reports }) => reports.map(({ protocol }) => protocol)))];
}

function headOf(all: readonly Run[], catalog: Catalog | null): HTMLElement {
  const protocols = protocolsOf(all).map((protocol) => titleOf('protocol', protocol, catalog));
  const heads = [
    t('runs-run'),
    t('runs-network'),
    t('runs-method'),
    t('runs-settings'),
    t('runs-images'),
    t('runs-steps'),
    t('loss'),
    t('runs-pretext'),
    ...protocols,
    t('runs-few-labels'),
  ];
  return create('thead', {}, create('tr', {}, ...heads.map((text) => create('th', { scope: 'col' }, text))));
}

function bodyOf(all: readonly Run[], state: State, tasks: Tasks): HTMLElement {
  const protocols = protocolsOf(all);
  const lines = all.map((run, place) => {
    const past = state.runs.find(({ info }) => info.id === run.info.id);
    const cells = cellsOf(run, protocols, state.catalog).map((text) => create('td', {}, text));
    const head = create('th', { scope: 'row' }, sign(place), number(place + 1));
    const buttons = past ? buttonsOf(past, place + 1, tasks) : [t('runs-current')];
    const attributes: Record<string, string> = past?.isRemoved ? { class: 'removed' } : {};
    return create('tr', attributes, head, create('td', { class: 'buttons' }, ...buttons), ...cells);
  });
  return create('tbody', {}, ...lines);
}

function buttonsOf(run: PastRun, number: number, { use, remove }: Tasks): HTMLElement[] {
  const { isRemoved, model, info } = run;
  const button = (text: string, needs: string, act: () => void) => {
    const button = write(create('button', { type: 'button' }), text, { number });
    if (needs) button.dataset['needs'] = needs;
    button.addEventListener('click', act);
    return button;
  };
  if (isRemoved) return [button('run-undo', '', () => remove(info.id, false))];
  const buttons = [button('run-remove', '', () => remove(info.id, true))];
  return model ? [button('run-use', 'idle', () => use(run)), ...buttons] : buttons;
}

function cellsOf(run: Run, protocols: EvaluationReport['protocol'][], catalog: Catalog | null): string[] {
  const { info, history, training, reports, fewLabels } = run;
  const recent = history.slice(-Math.ceil(history.length / 10));
  const accuracies = recent.flatMap(({ accuracy }) => accuracy ?? []);
  const evaluations = protocols.map((protocol) => describe(reports.filter((report) => report.protocol === protocol)));
  return [
    titleOf('method', info.config.method ?? 'patch-rotnet', catalog),
    settingsOf(info, catalog),
    titleOfData(info.data),
    training ? t('run-step', { step: training.step, total: training.totalSteps }) : t('none'),
    recent.length > 0 ? number(decimal(mean(recent.map(({ loss }) => loss)), 2)) : t('none'),
    accuracies.length > 0 ? percent(mean(accuracies)) : t('none'),
    ...evaluations,
    fewLabels ? describeFew(fewLabels) : t('none'),
  ];
}

function describeFew({ correct, total }: FewLabels): string {
  return t('run-few-labels', { share: share(correct / total, 1), total });
}

/** Accuracies of an evaluation, beside random weights where they are known. */
function describe(reports: readonly EvaluationReport[]): string {
  const texts = reports.map(({ pretrained, random }) => {
    const accuracy = share(pretrained.accuracy, 1);
    return random ? t('run-accuracy-random', { accuracy, random: share(random.accuracy, 1) }) : number(accuracy);
  });
  return texts.join('; ') || t('none');
}

function settingsOf({ config }: RunInfo, catalog: Catalog | null): string {
  const { backbone, epochs, batchSize, optimizer, patchRatio, augmentation, seed } = config;
  const parts = [
    backbone && titleOf('backbone', backbone, catalog),
    epochs && t('run-epochs', { count: epochs }),
    batchSize && t('run-batch-size', { size: batchSize }),
    optimizer?.learningRate && t('run-learning-rate', { rate: optimizer.learningRate }),
    patchRatio && t('run-patch-size', { ratio: patchRatio }),
    augmentation && nameOfAugmentation(augmentation),
    // No number to count with.
    seed !== undefined && t('run-seed', { seed: String(seed) }),
  ];
  return list(parts.flatMap((part) => part || []));
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

/** Loss and accuracy of the last runs, each in its colour. */
function drawCurves(all: readonly Run[]): Node[] {
  const drawn = all.map((run, place) => ({ ...run, color: colorOf(place) })).slice(-CURVES);
  const lines = (value: (point: Point) => number | null): Line[] =>
    drawn.map(({ history, color }) => ({
      className: 'run',
      color,
      points: history.flatMap((point) => {
        const y = value(point);
        return y === null ? [] : [{ x: point.step, y }];
      }),
    }));
  const losses = lines(({ loss }) => loss);
  const highest = losses.flatMap(({ points }) => points).reduce((highest, { y }) => Math.max(highest, y), 0);
  const accuracies = lines(({ accuracy }) => accuracy).filter(({ points }) => points.length > 0);
  const loss = lineChart({
    title: t('runs-loss-by-step'),
    lines: losses.filter(({ points }) => points.length > 0),
    range: [0, Math.ceil(highest * 2) / 2],
    format: (value) => number(decimal(value, 2)),
  });
  const parts = [create('div', { class: 'chart' }, create('strong', {}, t('loss')), loss)];
  if (accuracies.length > 0) {
    const accuracy = lineChart({
      title: t('runs-pretext-by-step'),
      lines: accuracies,
      range: [0, 1],
      format: (value) => percent(value, 0),
    });
    parts.push(create('div', { class: 'chart' }, create('strong', {}, t('chart-pretext')), accuracy));
  }
  return parts;
}

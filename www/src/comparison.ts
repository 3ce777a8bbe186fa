/** A table of methods: what is run, what it adds up to, and how it is exported. Nothing here touches the document. */
import type { DatasetSummary, EvaluationReport, Method, PretrainConfig, Protocol } from 'patchwise';

/** A row of the table: a method, or untrained weights. */
export type RowName = Method | 'random';

/** What the table measures, in the order of its columns. */
export const COMPARED: readonly Protocol[] = ['linear', 'finetune', 'knn', 'retrieval'];

export const COLUMNS = ['linear', 'finetune', 'knn', 'recall@1', 'recall@5', 'recall@10', 'mAP'] as const;
export type Column = (typeof COLUMNS)[number];

/** Columns as tables are headed. */
export const HEADS: Record<Column, string> = {
  linear: 'linear',
  finetune: 'fine-tuned',
  knn: 'kNN',
  'recall@1': 'recall@1',
  'recall@5': 'recall@5',
  'recall@10': 'recall@10',
  mAP: 'mAP',
};

export const TITLES: Record<RowName, string> = {
  random: 'Random weights',
  supervised: 'Supervised',
  rotnet: 'RotNet',
  'patch-rotnet': 'Patch RotNet',
  'patch-relnet': 'Patch RelNet',
  'deep-infomax': 'Deep InfoMax',
  'deep-cluster': 'Deep Cluster',
};

/** Learning rates that suit some minutes of training, by method; Adam's, falling by a cosine. */
export const LEARNING_RATES: Record<Method, number> = {
  rotnet: 0.003,
  'patch-rotnet': 0.003,
  'patch-relnet': 0.003,
  'deep-infomax': 0.001,
  'deep-cluster': 0.003,
  supervised: 0.003,
};

/** A cosine, but for Deep Cluster: its last layer begins anew with each epoch, and needs a rate to learn with. */
export function scheduleFor(method: Method): 'cosine' | 'constant' {
  return method === 'deep-cluster' ? 'constant' : 'cosine';
}

/** Clusters of Deep Cluster: ten for each class, fewer where four images each would not be there. */
export function clustersFor({ classNames, unlabeled }: Pick<DatasetSummary, 'classNames' | 'unlabeled'>): number {
  const usual = classNames.length > 0 ? 10 * classNames.length : 100;
  return Math.max(2, Math.min(usual, Math.floor(unlabeled / 4)));
}

/** One figure of one run, 0..1. */
export interface Figure {
  row: RowName;
  seed: number;
  column: Column;
  value: number;
}

/** What is to be run: each row with each seed, under each protocol. */
export interface Plan {
  rows: readonly RowName[];
  seeds: number;
  protocols: readonly Protocol[];
  pretrain: PretrainConfig;
  /** For Deep Cluster. */
  clusters: number;
  finetuneEpochs: number;
}

/** What a method is trained with, but for the seed. */
export function configOf(plan: Plan, method: Method): PretrainConfig {
  return {
    ...plan.pretrain,
    ...(method === 'deep-cluster' ? { numTargets: plan.clusters } : {}),
    method,
    optimizer: { kind: 'adam', learningRate: LEARNING_RATES[method] },
    schedule: { kind: scheduleFor(method) },
  };
}

/** The figures of a report. */
export function figuresOf(row: RowName, seed: number, report: EvaluationReport): Figure[] {
  const { accuracy, retrieval } = report.pretrained;
  const of = (column: Column, value: number): Figure => ({ row, seed, column, value });
  if (!retrieval) return [of(report.protocol as Column, accuracy)];
  return [
    of('recall@1', retrieval.recallAt1),
    of('recall@5', retrieval.recallAt5),
    of('recall@10', retrieval.recallAt10),
    of('mAP', retrieval.meanAveragePrecision),
  ];
}

export interface Cell {
  mean: number;
  /** Of a sample; undefined for a single seed. */
  deviation: number | undefined;
  values: number[];
}

/** Mean and standard deviation over seeds, where there are figures. */
export function cellOf(figures: readonly Figure[], row: RowName, column: Column): Cell | undefined {
  const values = figures.filter((figure) => figure.row === row && figure.column === column).map(({ value }) => value);
  if (values.length === 0) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : undefined, values };
}

/** A cell in percent. */
export function show(cell: Cell | undefined): string {
  if (!cell) return '';
  const percent = (part: number) => (part * 100).toFixed(1);
  return cell.deviation === undefined ? percent(cell.mean) : `${percent(cell.mean)} ± ${percent(cell.deviation)}`;
}

/** The table, and below it what it was made with. */
export function toMarkdown(figures: readonly Figure[], plan: Plan, data: DatasetSummary): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |\n`;
  const columns = columnsOf(plan);
  const head = ['method, %', ...columns.map((column) => HEADS[column])];
  const rows = plan.rows.map((row) => [TITLES[row], ...columns.map((column) => show(cellOf(figures, row, column)))]);
  const table = line(head) + line(head.map(() => '---')) + rows.map(line).join('');
  return `${table}\n${describe(figures, plan, data)}\n`;
}

/** The columns that a plan fills. */
export function columnsOf({ protocols }: Plan): Column[] {
  return COLUMNS.filter((column) => column !== 'finetune' || protocols.includes('finetune'));
}

/** Which seeds the figures are of, so far. */
export function describeSeeds(figures: readonly Figure[]): string {
  const seeds = Math.max(1, ...figures.map(({ seed }) => seed));
  return seeds === 1 ? 'seed 1' : `mean ± standard deviation of seeds 1 to ${seeds}`;
}

function describe(figures: readonly Figure[], plan: Plan, data: DatasetSummary): string {
  const { backbone, patchRatio, epochs, batchSize, augmentation } = plan.pretrain;
  const tuned = plan.protocols.includes('finetune') ? `; fine-tuned: ${plan.finetuneEpochs} epochs` : '';
  const rates = plan.rows.flatMap((row) =>
    row === 'random' ? [] : [`${TITLES[row]} ${LEARNING_RATES[row]} ${scheduleFor(row)}`],
  );
  return (
    `${data.name} at ${data.imageSize} px: ${data.unlabeled} images to learn from, ${data.train} with labels, ` +
    `${data.test} to test. ${backbone === 'resnet32' ? 'ResNet-32' : 'ResNet-8'}, patch ratio ${patchRatio}, ` +
    `epochs: ${epochs}, images a step: ${batchSize}, ${augmentation?.crop ? 'with' : 'without'} crops; ` +
    `Adam at ${rates.join(', ') || 'no rate'}${tuned}; ${describeSeeds(figures)}.`
  );
}

/** One line a figure, so that other programs can take means of their own. */
export function toCsv(figures: readonly Figure[]): string {
  const body = figures.map(({ row, seed, column, value }) => `${row},${seed},${column},${value}\n`);
  return `method,seed,measure,value\n${body.join('')}`;
}

export function toJson(figures: readonly Figure[], plan: Plan, data: DatasetSummary): string {
  const configs = Object.fromEntries(
    plan.rows.filter((row) => row !== 'random').map((row) => [row, configOf(plan, row as Method)]),
  );
  const { name, imageSize, unlabeled, train, test, classNames } = data;
  return JSON.stringify(
    { data: { name, imageSize, unlabeled, train, test, classNames }, plan, configs, figures },
    null,
    2,
  );
}

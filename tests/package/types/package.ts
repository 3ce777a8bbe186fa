// The types of the package as its users see them; only the compiler reads this.
import { expectTypeOf } from 'expect-type';
import { open, PatchwiseError } from 'patchwise';
import type {
  Classification,
  DatasetSummary,
  DeviceInfo,
  Embedding,
  ErrorCode,
  EvaluationReport,
  ImageBatch,
  LabelsReport,
  LoadEvent,
  Match,
  MethodInfo,
  ModelInfo,
  NamedFile,
  Neighbor,
  OpenOptions,
  Patchwise,
  PretrainEvent,
  PretrainSummary,
  Run,
  Table,
} from 'patchwise';
import { download, downloads, removeDownload } from 'patchwise/download';
import type { DownloadEvent, DownloadInfo } from 'patchwise/download';
import { filesBelow } from 'patchwise/node';
import { exportProject } from 'patchwise/project-file';
import { Projects } from 'patchwise/storage';
import type { Project, ProjectInfo } from 'patchwise/storage';

declare const patchwise: Patchwise;
declare const file: File;
declare const blob: Blob;

expectTypeOf(open).parameter(0).toEqualTypeOf<OpenOptions | undefined>();
expectTypeOf(
  open({ device: 'cpu', threads: 2, wasmUrl: new URL('https://x'), workerUrl: '/y' }),
).resolves.toEqualTypeOf<Patchwise>();
// @ts-expect-error No such device.
void open({ device: 'gpu' });
expectTypeOf(patchwise.device).toEqualTypeOf<DeviceInfo>();

expectTypeOf(patchwise.load({ kind: 'scenes' })).toEqualTypeOf<Run<LoadEvent, DatasetSummary | undefined>>();
expectTypeOf(patchwise.load({ kind: 'files', files: [file, { path: 'a/b.png', file: blob }] })).resolves.toEqualTypeOf<
  DatasetSummary | undefined
>();
void patchwise.load({ kind: 'files', files: [file], format: 'idx', trainSplit: 'train', labelColumn: 'fine' });
// @ts-expect-error Files are needed.
void patchwise.load({ kind: 'files' });
// @ts-expect-error No such format.
void patchwise.load({ kind: 'files', files: [file], format: 'xml' });

expectTypeOf(
  patchwise.pretrain({ method: 'patch-relnet', optimizer: { kind: 'adam', learningRate: 1e-3 } }),
).toEqualTypeOf<Run<PretrainEvent, PretrainSummary>>();
// @ts-expect-error No such method.
void patchwise.pretrain({ method: 'jigsaw' });
expectTypeOf(patchwise.evaluate({ protocol: 'knn' })).resolves.toEqualTypeOf<EvaluationReport | undefined>();
expectTypeOf(patchwise.compare()).resolves.toEqualTypeOf<Table | undefined>();
expectTypeOf(patchwise.embed()).resolves.toEqualTypeOf<Embedding | undefined>();
expectTypeOf(patchwise.search(blob)).resolves.toEqualTypeOf<Match[] | undefined>();
expectTypeOf(patchwise.learnLabels()).resolves.toEqualTypeOf<LabelsReport | undefined>();
expectTypeOf(patchwise.methods()).resolves.toEqualTypeOf<MethodInfo[]>();
expectTypeOf(patchwise.neighbors({ index: 1, count: 2 })).resolves.toEqualTypeOf<Neighbor[]>();
expectTypeOf(patchwise.images({ indices: [1] })).resolves.toEqualTypeOf<ImageBatch>();
expectTypeOf(patchwise.features(blob)).resolves.toEqualTypeOf<Float32Array>();
expectTypeOf(patchwise.classify([blob, { data: new Uint8Array(3), width: 1, height: 1 }])).resolves.toEqualTypeOf<
  Classification[]
>();
expectTypeOf(patchwise.save()).resolves.toEqualTypeOf<Uint8Array>();
expectTypeOf(patchwise.loadModel(blob)).resolves.toEqualTypeOf<ModelInfo>();
expectTypeOf(patchwise.lastCheckpoint).toEqualTypeOf<Uint8Array | undefined>();

expectTypeOf<PatchwiseError>().toExtend<Error>();
expectTypeOf<PatchwiseError['code']>().toEqualTypeOf<ErrorCode>();
expectTypeOf<'download-failed'>().toExtend<ErrorCode>();

async function events(): Promise<void> {
  for await (const event of patchwise.pretrain()) {
    if (event.kind === 'progress') expectTypeOf(event.remainingMs).toEqualTypeOf<number | null>();
    if (event.kind === 'restarted') expectTypeOf(event.reason).toEqualTypeOf<PatchwiseError>();
    // @ts-expect-error Only progress has it.
    if (event.kind === 'started') void event.remainingMs;
  }
}
void events;

expectTypeOf(download('https://x/y')).toEqualTypeOf<Run<DownloadEvent, File | undefined>>();
expectTypeOf(downloads()).resolves.toEqualTypeOf<DownloadInfo[]>();
expectTypeOf(removeDownload(new URL('https://x/y'))).resolves.toBeVoid();
expectTypeOf(filesBelow('/data')).resolves.toEqualTypeOf<NamedFile[]>();
expectTypeOf(Projects.open()).resolves.toEqualTypeOf<Projects>();
expectTypeOf<Projects['list']>().returns.resolves.toEqualTypeOf<ProjectInfo[]>();
expectTypeOf(exportProject).parameter(0).toEqualTypeOf<Project>();

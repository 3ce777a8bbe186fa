/** The public class: one device with its data and network. */
import type { Connection } from './connection.js';
import { openDevice } from './device.js';
import { PatchwiseError } from './errors.js';
import { embed } from './embed.js';
import { evaluate } from './evaluate.js';
import { loadData } from './load.js';
import { pretrain } from './pretrain.js';
import { Run } from './run.js';
import type {
  Attention,
  AttendOptions,
  DataSource,
  DatasetSummary,
  DeviceInfo,
  Embedding,
  EmbeddingConfig,
  EmbeddingEvent,
  EvaluationConfig,
  EvaluationEvent,
  EvaluationReport,
  ImageBatch,
  LoadEvent,
  ModelInfo,
  Neighbor,
  NeighborsOptions,
  OpenOptions,
  PretrainConfig,
  PretrainEvent,
  PretrainOptions,
  PretrainSummary,
  RunOptions,
  ViewBatch,
  ViewsOptions,
} from './types.js';

/** Opens a device in a worker of its own. */
export async function open(options: OpenOptions = {}): Promise<Patchwise> {
  const { connection, info } = await openDevice(options.device ?? 'auto');
  const patchwise = new Patchwise(connection, info);
  options.signal?.addEventListener('abort', () => patchwise.close(), { once: true });
  return patchwise;
}

/** A device with its data and network. Make one with {@link open}. */
export class Patchwise {
  /** What computes, and why. */
  readonly device: DeviceInfo;
  readonly #connection: Connection;
  #isBusy = false;
  #lastCheckpoint: Uint8Array | undefined;

  /** @internal */
  constructor(connection: Connection, device: DeviceInfo) {
    this.#connection = connection;
    this.device = device;
  }

  /** The whole run as it was some seconds ago; it outlives a lost device. Give it to `pretrain` as `resume`. */
  get lastCheckpoint(): Uint8Array | undefined {
    return this.#lastCheckpoint;
  }

  /** Loads data in place of what was loaded before; the network stays. */
  load(source: DataSource, options: RunOptions = {}): Run<LoadEvent, DatasetSummary | undefined> {
    return this.#exclusively(() => loadData(this.#connection, source, options));
  }

  /** Trains a backbone, without labels but for the method `supervised`. */
  pretrain(config: PretrainConfig = {}, options: PretrainOptions = {}): Run<PretrainEvent, PretrainSummary> {
    const keep = (bytes: Uint8Array) => {
      this.#lastCheckpoint = bytes;
    };
    return this.#exclusively(() => pretrain(this.#connection, config, options, keep));
  }

  /** Measures the current network beside random weights. The result is undefined where it was aborted. */
  evaluate(
    config: EvaluationConfig = {},
    options: RunOptions = {},
  ): Run<EvaluationEvent, EvaluationReport | undefined> {
    return this.#exclusively(() => evaluate(this.#connection, config, options));
  }

  /** The test images most similar to one of them, best first, once `evaluate` has measured `retrieval`. */
  neighbors(options: NeighborsOptions): Promise<Neighbor[]> {
    return this.#connection.call('neighbors', options);
  }

  /**
   * Draws features of test images in two dimensions by t-SNE, those of the last `linear` or `finetune` evaluation
   * where there was one. The result is undefined where it was aborted.
   */
  embed(config: EmbeddingConfig = {}, options: RunOptions = {}): Run<EmbeddingEvent, Embedding | undefined> {
    return this.#exclusively(() => embed(this.#connection, config, options));
  }

  /** Images of a split as bytes, with their labels. */
  images(options: Omit<ViewsOptions, 'patchRatio' | 'seed'>): Promise<ImageBatch> {
    return this.#connection.call('images', { split: 'unlabeled', ...options });
  }

  /** The eight views of some images. */
  views(options: ViewsOptions): Promise<ViewBatch> {
    return this.#connection.call('views', { split: 'unlabeled', ...options });
  }

  /** Grad-CAM over the eight views of some images. Also works while a run is on, between its steps. */
  attend(options: AttendOptions): Promise<Attention> {
    return this.#connection.call('attend', { split: 'test', ...options });
  }

  /** The network as safetensors bytes; tensor names are in the README. */
  save(): Promise<Uint8Array> {
    return this.#connection.call('save');
  }

  /** Reads bytes of `save`, or of a checkpoint, as the current network. */
  loadModel(bytes: Uint8Array): Promise<ModelInfo> {
    return this.#connection.call('loadModel', bytes);
  }

  /** Bytes that the engine's memory holds. */
  memory(): Promise<number> {
    return this.#connection.call('memory');
  }

  /** Ends the worker. Calls still open are refused with the code `closed`; bytes already saved stay. */
  close(): void {
    this.#connection.close();
  }

  /** One long run at a time; the worker's state would not make sense otherwise. */
  #exclusively<Event, Result>(start: () => AsyncGenerator<Event, Result, void>): Run<Event, Result> {
    const claim = () => {
      if (this.#isBusy) {
        throw new PatchwiseError('busy', 'Another run is still on. Await it, or stop it, before the next.');
      }
      this.#isBusy = true;
    };
    const release = () => {
      this.#isBusy = false;
    };
    const guarded = async function* () {
      claim();
      try {
        return yield* start();
      } finally {
        release();
      }
    };
    return new Run(guarded());
  }
}

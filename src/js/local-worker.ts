/** An engine in this thread, with the calls of a worker: for a GPU device that somebody has, which no other thread can use. */
import { PatchwiseError } from './errors.js';
import type { Request, Response } from './protocol.js';
import type { GivenDevice } from './types.js';
import * as module from './wasm/webgpu/patchwise.js';
import { serve, type Port, type WasmModule } from './worker.js';

/** The one that the engine of this thread computes on: it cannot change it. */
let used: GPUDevice | undefined;

type Listener = (event: { data: Response }) => void;

export function startLocalWorker(given: GivenDevice): Worker {
  const device = given as unknown as GPUDevice;
  if (used && used !== device) {
    const message = 'This thread computes on another device already. Give that one, or call `open` in a new worker.';
    throw new PatchwiseError('device-unavailable', message);
  }
  used = device;
  const toPage: Listener[] = [];
  const toEngine: ((event: { data: Request }) => void)[] = [];
  let isEnded = false;
  const later = (tell: () => void) => void Promise.resolve().then(() => isEnded || tell());
  const port: Port = {
    postMessage: (data) => later(() => toPage.forEach((listener) => listener({ data }))),
    addEventListener: (type: string, listener: never) => {
      if (type === 'message') toEngine.push(listener);
      else listenToPanics(listener);
    },
  };
  const fail = serve(onDevice(device), 'webgpu', port);
  void device.lost.then(({ message }) => {
    fail({
      code: 'device-failed',
      message: `The given device was lost: ${message}. Open another one in a new worker.`,
    });
  });
  const worker: Pick<Worker, 'postMessage' | 'terminate'> & { addEventListener(type: string, listener: never): void } =
    {
      addEventListener: (type, listener) => void (type === 'message' && toPage.push(listener)),
      postMessage: (data: Request) => later(() => toEngine.forEach((listener) => listener({ data }))),
      terminate: () => void (isEnded = true),
    };
  return worker as unknown as Worker;
}

/** Errors of the thread are not the engine's, unless it has left a note. */
function listenToPanics(listener: (event: ErrorEvent) => void): void {
  globalThis.addEventListener?.('error', (event) => {
    if ('patchwisePanic' in globalThis) listener(event);
  });
}

/** The module, which opens the given device where it would ask for one. */
function onDevice(device: GPUDevice): WasmModule {
  const { features, limits } = device;
  const info = (device as { adapterInfo?: GPUAdapterInfo }).adapterInfo ?? {};
  const adapter = { features, limits, info, isFallbackAdapter: false, requestDevice: async () => device };
  const open: WasmModule['Engine']['open'] = async (kind, fit) => {
    const { gpu } = navigator;
    Object.defineProperty(gpu, 'requestAdapter', { value: async () => adapter, configurable: true });
    try {
      return await module.Engine.open(kind, fit);
    } finally {
      Reflect.deleteProperty(gpu, 'requestAdapter');
    }
  };
  return { default: module.default, Engine: { open, isTrusted: module.Engine.isTrusted } };
}

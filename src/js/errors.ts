import type { ErrorCode as EngineErrorCode, MessagePart } from './generated.js';

/** Stable names of what can go wrong; they never change between versions. */
export type ErrorCode = EngineErrorCode | 'closed' | 'download-failed' | 'internal-error' | 'out-of-memory';

/** Every error that this package throws. */
export class PatchwiseError extends Error {
  readonly code: ErrorCode;
  /** The option that the error is about, where it is about one. */
  readonly field: string | undefined;
  /** The message in pieces, so that names of options and calls can be replaced by one's own. */
  readonly parts: readonly MessagePart[];

  constructor(code: ErrorCode, message: string, details: { field?: string; parts?: readonly MessagePart[] } = {}) {
    super(message);
    this.name = 'PatchwiseError';
    this.code = code;
    this.field = details.field;
    this.parts = details.parts ?? [message];
  }

  /** Whether nothing works after it: the device or its worker is gone. */
  get isFatal(): boolean {
    return ['device-failed', 'internal-error', 'out-of-memory'].includes(this.code);
  }
}

/** Whether a reason for an end says that memory was refused: the engine's words, and those of browsers. */
export const isOutOfMemory = (reason: string): boolean =>
  /out of memory|memory allocation|could not allocate/i.test(reason);

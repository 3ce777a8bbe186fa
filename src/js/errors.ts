/** Stable names of what can go wrong; they never change between versions. */
export type ErrorCode =
  | 'invalid-config'
  | 'invalid-data'
  | 'label-out-of-range'
  | 'no-images'
  | 'too-few-images'
  | 'no-labels'
  | 'non-finite-loss'
  | 'invalid-model'
  | 'device-unavailable'
  | 'device-failed'
  | 'out-of-order'
  | 'busy'
  | 'closed'
  | 'internal-error';

/** Every error that this package throws. */
export class PatchwiseError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = 'PatchwiseError';
    this.code = code;
  }
}

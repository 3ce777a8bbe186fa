/** Files under their paths. */
import type { NamedFile } from './types.js';

/** A file under its path: one that was chosen or dropped in a folder has it. Undefined for what is neither. */
export function toNamed(given: unknown): NamedFile | undefined {
  if (given instanceof File) return { path: given.webkitRelativePath || given.name, file: given };
  if (typeof given !== 'object' || given === null) return undefined;
  const named = given as Partial<NamedFile>;
  // A part of a blob is not made a blob of its own only to look at it.
  const isNamed = typeof named.path === 'string' && (named.within?.blob ?? named.file) instanceof Blob;
  return isNamed ? (named as NamedFile) : undefined;
}

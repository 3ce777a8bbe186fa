/** What was measured of a device, kept for the next visit where the page may keep anything. */

/** Drivers, browsers and this package change. */
const MAX_AGE_MS = 30 * 24 * 3600 * 1000;

interface Kept {
  value: unknown;
  /** When it was kept, in milliseconds since 1970. */
  at: number;
}

/** What was kept under a key, if it is not too old: an object with these names, whose values are numbers or lists of them. */
export function recall<T extends object>(key: string, names: (keyof T & string)[]): T | undefined {
  try {
    const { value, at } = JSON.parse(localStorage.getItem(key) ?? '{}') as Partial<Kept>;
    if (at === undefined || !(Math.abs(Date.now() - at) < MAX_AGE_MS)) return undefined;
    if (typeof value !== 'object' || value === null) return undefined;
    const values = names.flatMap((name) => (value as Record<string, unknown>)[name]);
    return values.every(Number.isFinite) ? (value as T) : undefined;
  } catch {
    // No storage here, or it holds something else.
    return undefined;
  }
}

/** Keeps a value; where nothing can be kept, it is measured again next time. */
export function remember(key: string, value: object): void {
  try {
    localStorage.setItem(key, JSON.stringify({ value, at: Date.now() } satisfies Kept));
  } catch {
    // Storage is full or forbidden.
  }
}

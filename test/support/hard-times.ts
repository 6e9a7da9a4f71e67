import type { HttpFetch } from '../../functions/kernel/platform/platform.ts';
import { faultyTable } from './faulty-table.ts';
import type { TestPlatform } from './test-platform.ts';

/** What happens at one await of an operation, be it the table or a provider that it waits for. */
export interface Blow {
  /** Counts table calls and requests together, from 0. */
  readonly at: number;
  readonly kind: 'crash before' | 'crash after' | 'silent before' | 'silent after';
}

export interface HardTimes {
  /** The platform as one process has it. */
  readonly platform: TestPlatform;
  /** What was awaited so far, in order. */
  readonly awaits: readonly string[];
  /** Resolves when the process has died: whatever it awaits then is never answered. */
  readonly died: Promise<void>;
}

const forever = (): Promise<never> => new Promise(() => undefined);

/** A process that reaches table and providers until its blow falls. */
export const hardTimes = (platform: TestPlatform, blow?: Blow): HardTimes => {
  const awaits: string[] = [];
  let isDead = false;
  let die = (): void => undefined;
  const cutOff = new Promise<void>((resolve) => {
    die = resolve;
  });
  const next = (what: string): Pick<Blow, 'kind'> | undefined => {
    if (isDead) return { kind: 'crash before' };
    const at = awaits.push(what) - 1;
    if (blow?.at !== at) return undefined;
    isDead = blow.kind.startsWith('crash');
    return { kind: blow.kind };
  };
  const table = faultyTable(platform.table, ({ kind }) => next(kind));
  const fetchThrough: HttpFetch = async (input, init) => {
    const { kind } = next(new URL(input).pathname) ?? { kind: undefined };
    if (kind === undefined) return platform.fetch(input, init);
    if (kind.endsWith('after')) await platform.fetch(input, init);
    if (kind.startsWith('silent')) throw new TypeError('fetch failed');
    die();
    return forever();
  };
  return {
    platform: { ...platform, table, fetch: fetchThrough },
    awaits,
    died: Promise.race([table.crashed, cutOff]),
  };
};

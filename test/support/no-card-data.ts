import { formatWithOptions } from 'node:util';
import { afterAll, afterEach } from 'vitest';
import { cardNumbersIn } from './card-numbers.ts';

/**
 * Loaded before every test file. Whatever a test, its hooks or the modules it loads make the code
 * print, by console or directly, is read after the test, and a card number in it fails the test: a
 * log line is the easiest place for one to leak and the hardest to clean up.
 */
interface Output {
  readonly printed: string[];
  readonly listeners: WeakSet<object>;
}

const shared: typeof globalThis & { nodalTestOutput?: Output } = globalThis;

/** One for all test files that share a process: what is printed is heard once, whichever file it is printed for. */
const { printed, listeners } = (shared.nodalTestOutput ??= { printed: [], listeners: new WeakSet() });

const consoleMethods = ['debug', 'dir', 'error', 'info', 'log', 'table', 'trace', 'warn'] as const;

const listenToConsole = (): void => {
  for (const method of consoleMethods) {
    if (listeners.has(console[method])) continue;
    const original = console[method].bind(console) as (...values: unknown[]) => void;
    console[method] = (...values: unknown[]): void => {
      printed.push(formatWithOptions({ depth: 8 }, ...values));
      original(...values);
    };
    listeners.add(console[method]);
  }
};

const listenToStream = (stream: NodeJS.WriteStream): void => {
  if (listeners.has(stream.write)) return;
  const write = stream.write.bind(stream) as (...values: unknown[]) => boolean;
  stream.write = (...values: unknown[]): boolean => {
    const [chunk] = values;
    printed.push(chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : String(chunk));
    return write(...values);
  };
  listeners.add(stream.write);
};

const refuseCardNumbers = (): void => {
  const leaked = cardNumbersIn(printed.splice(0).join('\n'));
  if (leaked.length === 0) return;
  const hints = leaked.map((number) => `${String(number.length)} digits ending in ${number.slice(-2)}`);
  throw new Error(`The output of this test contains a card number: ${hints.join(', ')}`);
};

listenToConsole();
listenToStream(process.stdout);
listenToStream(process.stderr);

afterEach(refuseCardNumbers);
afterAll(refuseCardNumbers);

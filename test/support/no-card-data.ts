import { formatWithOptions } from 'node:util';
import { afterAll, afterEach } from 'vitest';
import { cardNumbersIn } from './card-numbers.ts';

/**
 * Loaded before every test file. Whatever a test, its hooks or the modules it loads make the code
 * print, by console or directly, is read after the test, and a card number in it fails the test: a
 * log line is the easiest place for one to leak and the hardest to clean up.
 */
let printed: string[] = [];

const consoleMethods = ['debug', 'dir', 'error', 'info', 'log', 'table', 'trace', 'warn'] as const;

const listenToConsole = (): void => {
  for (const method of consoleMethods) {
    const original = console[method].bind(console) as (...values: unknown[]) => void;
    console[method] = (...values: unknown[]): void => {
      printed.push(formatWithOptions({ depth: 8 }, ...values));
      original(...values);
    };
  }
};

const listenToStream = (stream: NodeJS.WriteStream): void => {
  const write = stream.write.bind(stream) as (...values: unknown[]) => boolean;
  stream.write = (...values: unknown[]): boolean => {
    const [chunk] = values;
    printed.push(chunk instanceof Uint8Array ? Buffer.from(chunk).toString() : String(chunk));
    return write(...values);
  };
};

const refuseCardNumbers = (): void => {
  const leaked = cardNumbersIn(printed.join('\n'));
  printed = [];
  if (leaked.length === 0) return;
  const hints = leaked.map((number) => `${String(number.length)} digits ending in ${number.slice(-2)}`);
  throw new Error(`The output of this test contains a card number: ${hints.join(', ')}`);
};

listenToConsole();
listenToStream(process.stdout);
listenToStream(process.stderr);

afterEach(refuseCardNumbers);
afterAll(refuseCardNumbers);

import type { LocalPlatform } from '../platform.ts';

/** True for a number whose check digit is right (ISO/IEC 7812-1 annex B). */
export const isLuhnValid = (digits: string): boolean => {
  if (!/^\d{12,19}$/u.test(digits)) return false;
  const sum = [...digits].toReversed().reduce((total, digit, position) => {
    const value = Number(digit) * (position % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
};

/** Base64 of a text that stands anywhere inside a longer one: one spelling for each of the three alignments. */
const base64Spellings = (text: string): readonly string[] =>
  [0, 1, 2].map((offset) => {
    const encoded = Buffer.from('\0'.repeat(offset) + text).toString('base64');
    // The first and last characters also hold bits of the neighbours.
    return encoded.slice(Math.ceil((offset * 8) / 6), Math.floor(((offset + text.length) * 8) / 6));
  });

/** How a secret could be written down; in lower case, since hexadecimal comes in both. */
const spellings = (secret: string): readonly string[] => [
  secret.toLowerCase(),
  [...secret].toReversed().join('').toLowerCase(),
  Buffer.from(secret).toString('hex'),
];

const asText = (value: unknown): string =>
  JSON.stringify(value, (_name, inner: unknown) => {
    if (typeof inner === 'bigint') return inner.toString();
    return inner instanceof Uint8Array ? Buffer.from(inner).toString('base64') : inner;
  });

const separators = /[\s\-_.+]/gu;

/** Undoes the escapes of JSON and of URLs; an escaped line end or tab is a space. */
const unescaped = (text: string): string =>
  text
    .replaceAll(/\\+[nrt]/gu, ' ')
    .replaceAll(/(?:\\+u00|%)([0-9a-f]{2})/giu, (_escape, byte: string) => String.fromCharCode(Number(`0x${byte}`)));

/** A text, and how it reads without escapes and without separators. */
interface Reading {
  readonly text: string;
  readonly plain: string;
  readonly readings: readonly string[];
}

const readingOf = (text: string): Reading => {
  const plain = unescaped(text);
  const readings = [text, plain, plain.replaceAll(separators, '')].map((reading) => reading.toLowerCase());
  return { text, plain, readings };
};

/** @returns whether a text holds the secret, in any of its spellings */
const holder = (secret: string): ((read: Reading) => boolean) => {
  const spelled = spellings(secret);
  const inBase64 = base64Spellings(secret).flatMap((spelling) => [
    spelling,
    spelling.replaceAll('+', '-').replaceAll('/', '_'),
  ]);
  return ({ text, readings }) =>
    spelled.some((spelling) => readings.some((reading) => reading.includes(spelling))) ||
    inBase64.some((spelling) => text.includes(spelling));
};

/** Whether the text holds the secret, in any of its spellings. */
export const holds = (text: string, secret: string): boolean => holder(secret)(readingOf(text));

/** Something that was shown to its caller alone. */
export interface Secret {
  /** As people call it. */
  readonly what: 'card number' | 'CVV' | 'PIN block' | '3-D Secure password' | 'session token' | 'pairing code';
  readonly value: string;
}

/** Three digits stand in many a time and id: a CVV is looked for beside its name. */
const finder = ({ what, value }: Secret): ((read: Reading) => boolean) => {
  if (what !== 'CVV') return holder(value);
  const named = new RegExp(`c(?:v[vc]|sc)2?\\W{1,8}${value}(?!\\d)`, 'iu');
  return ({ plain }) => named.test(plain);
};

/** A place that was searched. */
export interface Searched {
  readonly place: string;
  readonly count: number;
  /** How many of its texts hold a secret. */
  readonly hits: number;
}

/** Looks for secrets in everything that the platform stored, logged or published. */
export const searchFor = async (secrets: readonly Secret[], platform: LocalPlatform): Promise<readonly Searched[]> => {
  const places: readonly (readonly [string, readonly string[]])[] = [
    ['stored items', (await platform.items()).map(asText)],
    // The twin is the issuer and holds what is secret of a card, but only encrypted.
    ['items of the twin', (await platform.sandboxItems()).map(asText)],
    ['log lines', platform.logs()],
    ['events', platform.events().map(asText)],
    ['dead letters', platform.deadLetters().map(asText)],
    ['workflow states', platform.executions().map(asText)],
  ];
  const finders = secrets.map(finder);
  return places.map(([place, texts]) => ({
    place,
    count: texts.length,
    hits: texts.map(readingOf).filter((read) => finders.some((find) => find(read))).length,
  }));
};

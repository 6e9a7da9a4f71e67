import type { TestPlatform } from '../../support/test-platform.ts';

const base64At = (digits: string, offset: number): string => {
  // What stands before shifts the letters; those that depend on a neighbour are left out.
  const encoded = Buffer.from('x'.repeat(offset) + digits).toString('base64');
  return encoded.slice(offset === 0 ? 0 : offset + 1, -4);
};

/** Every way in which a card number could hide in a text. */
export const spellingsOf = (pan: string): readonly string[] => {
  const groups = pan.match(/\d{4}/g) ?? [];
  const hex = Buffer.from(pan).toString('hex');
  const reversed = Array.from(pan).reverse().join('');
  return [
    pan,
    reversed,
    groups.join(' '),
    groups.join('-'),
    hex,
    hex.toUpperCase(),
    Array.from(pan, (digit) => `\\u003${digit}`).join(''),
    Array.from(pan, (digit) => `%3${digit}`).join(''),
    ...[0, 1, 2].map((offset) => base64At(pan, offset)),
    BigInt(pan).toString(16),
  ];
};

const plain = (value: unknown): string =>
  JSON.stringify(value, (_, member: unknown) => (typeof member === 'bigint' ? member.toString() : member));

/** Everything that the platform wrote, said or sent so far, sink by sink. */
export const tracesOf = async (platform: TestPlatform): Promise<Readonly<Record<string, string>>> => ({
  table: plain(await platform.items()),
  log: platform.logLines().join('\n'),
  bus: plain(platform.sent.busEntries),
  queues: plain(platform.sent.messages),
  workflows: plain([platform.sent.started, platform.sent.answeredTokens]),
  schedules: plain([...platform.sent.schedules]),
});

/** Where a card number is found, in any spelling. */
export const sinksWith = async (platform: TestPlatform, pan: string): Promise<readonly string[]> =>
  Object.entries(await tracesOf(platform))
    .filter(([, text]) => spellingsOf(pan).some((spelling) => text.toLowerCase().includes(spelling.toLowerCase())))
    .map(([sink]) => sink);

const membersNamed = (value: unknown, name: RegExp): readonly unknown[] => {
  if (typeof value === 'string' && value.startsWith('{')) {
    const parsed: unknown = JSON.parse(value);
    return membersNamed(parsed, name);
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, member]: [string, unknown]) => [
    ...(name.test(key) ? [member] : []),
    ...membersNamed(member, name),
  ]);
};

/** Values of all stored members, however deep, whose name says that they are card data. */
export const storedCardData = async (platform: TestPlatform): Promise<readonly unknown[]> =>
  membersNamed(await platform.items(), /^(?:pan|cvv|cvc2?|password|threeDsPassword)$/i).filter(
    (value) => value !== null,
  );

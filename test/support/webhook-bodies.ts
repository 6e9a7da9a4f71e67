import type { Dice } from './seeded.ts';

/** What has to become of a webhook: refused at the door, or taken and then kept, parked or applied. */
export type WebhookFate = 401 | 400 | 413 | 'quarantined' | 'parked' | 'applied';

/** What the corpus is made for. */
export interface WebhookWorkshop {
  readonly dice: Dice;
  readonly secret: string;
  /** Unix seconds. */
  readonly now: number;
  /** RFC 3339, later than everything known of the cards. */
  readonly later: string;
  /** The issuer's id of a card that is active and that no other case speaks of. */
  card(): string;
}

export interface Draft {
  readonly detail: string;
  readonly body: Buffer;
  readonly fate: WebhookFate;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

export interface Shop extends WebhookWorkshop {
  readonly eventId: string;
}

export const event = (shop: Shop, change: Readonly<Record<string, unknown>> = {}) => ({
  type: 'card.status_changed',
  reference: 'pi_nobody',
  occurredAt: shop.later,
  data: { from: 'active', to: 'suspended' },
  ...change,
});

export const text = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

const largest = 256 * 1024;
const padded = (bytes: number): Buffer => Buffer.from(`{"a":"${'x'.repeat(bytes - 8)}"}`);

/** Bodies that are signed well and that two parsers may read differently, or none. */
export const hostile = (shop: Shop): Draft => {
  const { dice } = shop;
  const whole = JSON.stringify(event(shop));
  const inside = (member: string): string => `${whole.slice(0, -1)},${member}}`;
  const depth = dice.pick([33, 100, 1_000, 40_000]);
  const surrogate = dice.pick(['\\ud800', '\\udfff', '\\udc00\\ud800', '\\uD83D x']);
  const [detail, body] = dice.pick<readonly [string, string | Buffer]>([
    [`${String(depth)} objects deep`, inside(`"x":${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`)],
    [`${String(depth)} lists deep`, inside(`"x":${'['.repeat(depth)}${']'.repeat(depth)}`)],
    [`${String(depth)} deep and open`, inside(`"x":${'{"a":['.repeat(Math.min(depth, 40_000))}`)],
    ['type twice', inside('"type":"card.status_changed"')],
    ['type twice, escaped', inside('"typ\\u0065":"kyc.completed"')],
    ['data twice', inside('"data":{}')],
    ['1e400', inside('"x":1e400')],
    ['a number of 10,000 digits', inside(`"x":${'9'.repeat(10_000)}`)],
    ['NaN', inside(`"x":${dice.pick(['NaN', 'Infinity', '-Infinity', '0x10', '01', '+1', '.5', '1.'])}`)],
    [`half a pair ${surrogate}`, inside(`"x":"${surrogate}"`)],
    ['__proto__', inside('"__proto__":{"type":"kyc.completed"}')],
    ['__proto__, escaped', inside('"\\u005f_proto__":{"polluted":true}')],
    ['__proto__ in data', JSON.stringify(event(shop)).replace('"data":{', '"data":{"__proto__":{},')],
    ['byte-order mark', `\ufeff${whole}`],
    ['NUL in a string', inside('"x":"a\\u0000b"')],
    ['NUL behind', `${whole}\u0000`],
    ['not UTF-8', Buffer.concat([Buffer.from(whole.slice(0, -1)), Buffer.from([0xff, 0xfe, 0x7d])])],
    ['overlong UTF-8', Buffer.concat([Buffer.from(`{"x":"`), Buffer.from([0xc0, 0xaf]), Buffer.from('"}')])],
    ['UTF-16', Buffer.from(whole, 'utf16le')],
    ['a comment', `${whole}// nothing`],
    ['a comma more', `${whole.slice(0, -1)},}`],
    ['single quotes', whole.replaceAll('"', "'")],
    ['two values', whole + whole],
    ['1,001 members', inside(Array.from({ length: 1_001 }, (_, at) => `"m${String(at)}":1`).join(','))],
    ['nothing', ''],
    ['spaces', ' \n\t'],
  ]);
  if (dice.chance(0.02)) return { detail: 'one byte too many', body: padded(largest + 1), fate: 413 };
  if (dice.chance(0.02)) return { detail: 'the largest body', body: padded(largest), fate: 'quarantined' };
  return { detail, body: Buffer.from(body), fate: 'quarantined' };
};

const strange = (dice: Dice): unknown =>
  dice.pick<unknown>([null, true, 0, -1, 1.5, '', [], {}, [{}], { toString: 1 }, 'x'.repeat(dice.between(129, 2_000))]);

/** Bodies that are JSON and not, or only nearly, what the protocol says. */
export const fuzzed = (shop: Shop): Draft => {
  const { dice } = shop;
  const member = dice.pick(['type', 'reference', 'occurredAt', 'data']);
  const value = strange(dice);
  const isGoodData = member === 'data' && typeof value === 'object' && value !== null && !Array.isArray(value);
  const { [member]: _left, ...less } = event(shop) as Record<string, unknown>;
  const to = dice.pick<unknown>([
    undefined,
    null,
    1,
    'destroyed',
    'Suspended',
    ' suspended',
    ['suspended'],
    '__proto__',
  ]);
  const unknownReference = dice.pick(['', '__proto__', 'constructor', '#', 'pi_%00', '‮pi', dice.text(128)]);
  return dice.pick<() => Draft>([
    () => {
      // A text that is short enough is a type nobody knows, or a reference to nothing.
      const parks = isGoodData || (member === 'reference' && value === '');
      return {
        detail: `${member} is ${JSON.stringify(value)}`,
        body: text(event(shop, { [member]: value })),
        fate: parks ? 'parked' : 'quarantined',
      };
    },
    () => ({ detail: `no ${member}`, body: text(less), fate: member === 'data' ? 'parked' : 'quarantined' }),
    () => ({
      detail: `occurredAt ${dice.text(3)}`,
      body: text(
        event(shop, {
          occurredAt: dice.pick(['2026-02-30T00:00:00Z', '2026-11-21', '1', 'T', '2026-11-21T25:00:00Z']),
        }),
      ),
      fate: 'quarantined',
    }),
    () => ({
      detail: `status ${JSON.stringify(to)}`,
      body: text(event(shop, { reference: shop.card(), data: { to } })),
      fate: 'quarantined',
    }),
    () => ({
      detail: `reference ${unknownReference}`,
      body: text(event(shop, { reference: unknownReference })),
      fate: 'parked',
    }),
    () => ({
      detail: 'a scalar',
      body: text(dice.pick<unknown>([null, 1, 'event', true, 1e308])),
      fate: 'quarantined',
    }),
  ])();
};

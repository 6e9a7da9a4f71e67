import { createHmac } from 'node:crypto';
import type { Dice } from './seeded.ts';

/** Classes of inbound webhooks and how many of each there are, 10,000 in all. */
export const webhookCounts = {
  signature: 2_000,
  'body changed after signing': 1_000,
  'replay under another id': 1_000,
  timestamp: 700,
  'hostile JSON': 2_000,
  'schema fuzz': 2_000,
  'batch with one bad event': 300,
  'unknown event': 500,
  'valid control': 500,
} as const;

export type WebhookClass = keyof typeof webhookCounts;

/** What has to become of a webhook: refused at the door, or taken and then kept, parked or applied. */
export type WebhookFate = 401 | 400 | 413 | 'quarantined' | 'parked' | 'applied';

export interface WebhookCase {
  readonly kind: WebhookClass;
  readonly detail: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly fate: WebhookFate;
}

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

interface Draft {
  readonly detail: string;
  readonly body: Buffer;
  readonly fate: WebhookFate;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}

interface Shop extends WebhookWorkshop {
  readonly eventId: string;
}

const event = (shop: Shop, change: Readonly<Record<string, unknown>> = {}) => ({
  type: 'card.status_changed',
  reference: 'pi_nobody',
  occurredAt: shop.later,
  data: { from: 'active', to: 'suspended' },
  ...change,
});

const text = (value: unknown): Buffer => Buffer.from(JSON.stringify(value));

const signatureOf = (
  { secret, now, eventId }: Shop,
  body: Buffer,
  { key = secret, algorithm = 'sha256', timestamp = String(now), encoding = 'hex' as 'hex' | 'base64' } = {},
): string =>
  createHmac(algorithm, key)
    .update(Buffer.concat([Buffer.from(`${timestamp}.${eventId}.`), body]))
    .digest(encoding);

const signatures = (shop: Shop): Draft => {
  const { dice } = shop;
  const body = text(event(shop));
  const hex = signatureOf(shop, body);
  const cut = dice.between(0, 63);
  const space = dice.pick([' ', '\t', '\n', '\u00a0']);
  const [detail, signature] = dice.pick<readonly [string, string | undefined]>([
    ['missing', undefined],
    ['empty', ''],
    ['no version', hex],
    ['another version', `v${dice.pick(['0', '2', '10', '1a'])}=${hex}`],
    ['another secret', `v1=${signatureOf(shop, body, { key: dice.text(32) })}`],
    ['no secret', `v1=${signatureOf(shop, body, { key: '' })}`],
    [`cut at ${String(cut)}`, `v1=${hex.slice(0, cut)}`],
    ['too long', `v1=${hex}${dice.pick(['0', 'ff', hex])}`],
    ['SHA-1', `v1=${signatureOf(shop, body, { algorithm: 'sha1' })}`],
    ['SHA-512', `v1=${signatureOf(shop, body, { algorithm: 'sha512' })}`],
    ['base64', `v1=${signatureOf(shop, body, { encoding: 'base64' })}`],
    ['upper-case version', `V1=${hex}`],
    ['space before', `${space}v1=${hex}`],
    ['space inside', `v1=${space}${hex}`],
    ['space behind', `v1=${hex}${space}`],
    ['two, comma', `v1=${hex},v1=${hex}`],
    ['two, space', `v1=${hex} v1=${hex}`],
    ['one bit off', `v1=${hex.slice(0, cut)}${((parseInt(hex[cut]!, 16) ^ 1) & 15).toString(16)}${hex.slice(cut + 1)}`],
  ]);
  return { detail, body, fate: 401, headers: { 'x-signature': signature } };
};

const changed = (shop: Shop): Draft => {
  const { dice } = shop;
  const signed = text(event(shop));
  const bytes = Buffer.from(signed);
  const at = dice.between(0, bytes.length - 1);
  const bit = dice.between(0, 7);
  bytes[at]! ^= 1 << bit;
  const [detail, body] = dice.pick<readonly [string, Buffer]>([
    [`byte ${String(at)}, bit ${String(bit)}`, bytes],
    [`cut at ${String(at)}`, signed.subarray(0, at)],
    ['a space more', Buffer.concat([signed, Buffer.from(' ')])],
    ['a space before', Buffer.concat([Buffer.from(' '), signed])],
    ['a NUL more', Buffer.concat([signed, Buffer.from([0])])],
    [
      'members in another order',
      Buffer.from(JSON.stringify(Object.fromEntries(Object.entries(event(shop)).toReversed()))),
    ],
    ['a member more', text(event(shop, { extra: dice.text(4) }))],
  ]);
  return { detail, body, fate: 401, headers: { 'x-signature': `v1=${signatureOf(shop, signed)}` } };
};

const replays = (shop: Shop): Draft => {
  const { dice, eventId } = shop;
  const body = text(event(shop));
  const other = dice.pick([`${eventId}x`, eventId.slice(1), dice.text(20), eventId.toUpperCase(), `${eventId} `, '']);
  const headers = { 'x-signature': `v1=${signatureOf(shop, body)}`, 'x-event-id': other };
  return { detail: JSON.stringify(other), body, fate: 401, headers };
};

const timestamps = (shop: Shop): Draft => {
  const { dice, now } = shop;
  const body = text(event(shop));
  const timestamp = dice.pick([
    String(now - dice.between(301, 100_000)),
    String(now + dice.between(301, 100_000)),
    String(now * 1000),
    `${String(now)}.5`,
    `-${String(now)}`,
    `+${String(now)}`,
    `0x${now.toString(16)}`,
    `${String(now)}e0`,
    ` ${String(now)}`,
    '',
    'now',
    '٠١٢٣٤٥٦٧٨٩',
    new Date(now * 1000).toISOString(),
  ]);
  // Signed over this very timestamp: only its age or its shape is wrong.
  const headers = { 'x-timestamp': timestamp, 'x-signature': `v1=${signatureOf(shop, body, { timestamp })}` };
  return { detail: timestamp, body, fate: 401, headers };
};

const largest = 256 * 1024;
const padded = (bytes: number): Buffer => Buffer.from(`{"a":"${'x'.repeat(bytes - 8)}"}`);

const hostile = (shop: Shop): Draft => {
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

const fuzzed = (shop: Shop): Draft => {
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

const badBatches = (shop: Shop): Draft => {
  const { dice, eventId } = shop;
  const good = Array.from({ length: dice.between(1, 9) }, (_, at) => ({
    eventId: `${eventId}-${String(at)}`,
    ...event(shop),
  }));
  const [first] = good;
  const bad = dice.pick<unknown>([
    event(shop),
    { ...first, eventId: 'a b' },
    { ...first, eventId: 'x'.repeat(129) },
    { ...first, eventId: 1 },
    first,
    { ...first, eventId: 'other', type: 7 },
    { ...first, eventId: 'other', occurredAt: 'then' },
    { ...first, eventId: 'other', data: [] },
    { ...first, eventId: 'other', reference: undefined },
    null,
    'event',
    [],
    [first],
  ]);
  const at = dice.between(0, good.length);
  const batch = JSON.stringify(good.toSpliced(at, 0, bad as (typeof good)[number]));
  const body = dice.pick([
    batch,
    `${' '.repeat(dice.between(1, 5))}${batch}`,
    `${batch.slice(0, -1)},]`,
    '[]',
    JSON.stringify(
      Array.from({ length: 11 }, (_, place) => ({ eventId: `${eventId}-${String(place)}`, ...event(shop) })),
    ),
  ]);
  return { detail: `bad event at ${String(at)}`, body: Buffer.from(body), fate: 400 };
};

const unknown = (shop: Shop): Draft => {
  const { dice } = shop;
  const types = [
    'card.painted',
    'CARD.STATUS_CHANGED',
    'card',
    '',
    'card.status_changed ',
    '__proto__',
    'constructor',
    'toString',
  ];
  const type = dice.pick([...types, dice.text(dice.between(1, 64))]);
  return { detail: type, body: text(event(shop, { type, reference: shop.card() })), fate: 'quarantined' };
};

const controls = (shop: Shop): Draft => {
  const { dice } = shop;
  const about = event(shop, { reference: shop.card() });
  const [detail, body] = dice.pick<readonly [string, Buffer]>([
    ['plain', text(about)],
    ['with spaces', Buffer.from(JSON.stringify(about, null, 2))],
    ['with members of its own', text({ ...about, extra: { deep: [1, 2, { three: 'ü😀' }] } })],
    ['in a batch of its own', text([{ eventId: shop.eventId, ...about }])],
    ['escaped', Buffer.from(JSON.stringify(about).replaceAll('a', '\\u0061'))],
  ]);
  return { detail, body, fate: 'applied' };
};

const makers: Readonly<Record<WebhookClass, (shop: Shop) => Draft>> = {
  signature: signatures,
  'body changed after signing': changed,
  'replay under another id': replays,
  timestamp: timestamps,
  'hostile JSON': hostile,
  'schema fuzz': fuzzed,
  'batch with one bad event': badBatches,
  'unknown event': unknown,
  'valid control': controls,
};

/** The cases, one after the other; from the dice alone. */
export function* webhookCorpus(workshop: WebhookWorkshop): Generator<WebhookCase> {
  let number = 0;
  for (const kind of Object.keys(webhookCounts) as WebhookClass[]) {
    for (let left = webhookCounts[kind]; left > 0; left -= 1) {
      number += 1;
      const shop = { ...workshop, eventId: `evt-corpus-${String(number)}` };
      const { headers: own, ...draft } = makers[kind](shop);
      const headers = {
        'x-signature': `v1=${signatureOf(shop, draft.body)}`,
        'x-timestamp': String(shop.now),
        'x-event-id': shop.eventId,
        ...own,
      };
      const sent = Object.entries(headers).filter((entry): entry is [string, string] => entry[1] !== undefined);
      yield { kind, ...draft, headers: Object.fromEntries(sent) };
    }
  }
}

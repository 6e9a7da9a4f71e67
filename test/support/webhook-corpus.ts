import { createHmac } from 'node:crypto';
import type { Draft, Shop, WebhookFate, WebhookWorkshop } from './webhook-bodies.ts';
import { event, fuzzed, hostile, text } from './webhook-bodies.ts';

export type { WebhookFate };

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

export interface WebhookCase {
  readonly kind: WebhookClass;
  readonly detail: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly fate: WebhookFate;
}

const signatureOf = (
  { secret, now, eventId }: Shop,
  body: Buffer,
  {
    key = secret,
    algorithm = 'sha256',
    timestamp = String(now),
    encoding = 'hex',
  }: Partial<Readonly<Record<'key' | 'algorithm' | 'timestamp', string>>> & {
    readonly encoding?: 'hex' | 'base64';
  } = {},
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
      const headers: Readonly<Record<string, string | undefined>> = {
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

import { localKeyRing, type LocalKeyRing } from '../../local/key-ring.ts';
import { algorithms, bombs, curves, headers } from './jwe-hostile-headers.ts';
import {
  currentKid,
  fail,
  good,
  make,
  olderKid,
  refuse,
  revokedKid,
  type CorpusCase,
  type CorpusClass,
  type Draft,
  type Workshop,
} from './jwe-workshop.ts';
import { seeded } from './seeded.ts';

const structures = (shop: Workshop): Draft => {
  const { dice } = shop;
  const token = make(shop, {});
  const parts = token.split('.');
  const index = dice.between(0, 4);
  const withPart = (text: string): string => parts.map((part, at) => (at === index ? text : part)).join('.');
  const part = parts[index]!;
  const at = dice.between(0, part.length - 1);
  return dice.pick([
    () => refuse(`part ${String(index)} missing`, parts.filter((_, position) => position !== index).join('.')),
    () => refuse(`part ${String(index)} empty`, withPart('')),
    () => refuse(`part ${String(index)} twice`, [...parts, part].join('.')),
    () => refuse('dots', token + '.'.repeat(dice.between(1, 2000))),
    () => refuse(`part ${String(index)} padded`, withPart(`${part}${'='.repeat(dice.between(1, 2))}`)),
    () => {
      const strange = dice.pick([' ', '\n', '\t', '+', '/', '%', '"', '\u0000', 'é', '-\u200b', '=']);
      return refuse(
        `part ${String(index)} with ${JSON.stringify(strange)}`,
        withPart(part.slice(0, at) + strange + part.slice(at)),
      );
    },
    () =>
      refuse(
        'one character too many',
        // One character beyond a whole group of four encodes no byte.
        withPart(`${part.slice(0, part.length - (part.length % 4))}A`),
      ),
    () => refuse('IV length', make(shop, { iv: dice.bytes(dice.pick([8, 11, 13, 16, 24, 32])) })),
    () => refuse('tag length', make(shop, { tagBytes: dice.between(4, 15) })),
    () => refuse('encrypted key too long', make(shop, { wrappedKey: dice.bytes(dice.between(513, 2000)) })),
    () =>
      refuse(
        'JSON serialization',
        JSON.stringify({
          protected: parts[0],
          encrypted_key: parts[1],
          iv: parts[2],
          ciphertext: parts[3],
          tag: parts[4],
        }),
      ),
  ])();
};

/** Any bit of any part; a flip in the header's text may also break its shape, which is told apart here. */
const bitFlips = (shop: Workshop): Draft => {
  const { dice } = shop;
  const parts = make(shop, { header: { ...good, kid: currentKid } }).split('.');
  const index = dice.between(1, 4);
  const bytes = Buffer.from(parts[index]!, 'base64url');
  const bit = dice.between(0, bytes.length * 8 - 1);
  bytes[bit >> 3]! ^= 1 << (bit & 7);
  parts[index] = bytes.toString('base64url');
  return fail(`part ${String(index)}, bit ${String(bit)}`, parts.join('.'));
};

const otherKeys = (shop: Workshop): Draft => {
  const { dice, foreign, revoked } = shop;
  return dice.pick([
    () => fail('another ring, no kid', make(shop, {}, foreign)),
    () => fail('another ring under our kid', make(shop, { header: { ...good, kid: currentKid } }, foreign)),
    () => fail('unknown kid', make(shop, { header: { ...good, kid: `msg-${dice.text(6)}` } })),
    () => fail('revoked kid', make(shop, { header: { ...good, kid: revokedKid } }, revoked)),
    () => fail('older key without kid', make(shop, {}, shop.older)),
    () => fail('content key length', make(shop, { contentKey: dice.bytes(dice.pick([1, 16, 24, 31, 33, 48, 64])) })),
    () => fail('OAEP hash', make(shop, { oaepHash: 'sha1' })),
  ])();
};

const mixed = (shop: Workshop): Draft => {
  const { dice } = shop;
  const one = make(shop, {}).split('.');
  const two = make(shop, { header: { ...good, kid: currentKid } }).split('.');
  const from = dice.between(1, 15) * 2;
  const taken = one.map((part, index) => ((from >> index) & 1 ? two[index]! : part));
  return fail(`parts ${from.toString(2)}`, taken.join('.'));
};

const controls = (shop: Workshop): Draft => {
  const { dice, current, older } = shop;
  const sha1 = dice.chance(0.4);
  const [kid, spki] = dice.pick([
    [undefined, current] as const,
    [currentKid, current] as const,
    [olderKid, older] as const,
  ]);
  const header = {
    ...(dice.chance(0.5) ? { typ: dice.pick(['JWE', 'JOSE']) } : {}),
    enc: 'A256GCM',
    ...(dice.chance(0.3) ? { cty: dice.pick(['json', 'application/json']) } : {}),
    alg: sha1 ? 'RSA-OAEP' : 'RSA-OAEP-256',
    ...(kid === undefined ? {} : { kid }),
  };
  const token = make(shop, { header, oaepHash: sha1 ? 'sha1' : 'sha256' }, spki);
  return { detail: JSON.stringify(header), token, expected: 'decrypted' };
};

const makers: Readonly<Record<CorpusClass, (shop: Workshop) => Draft>> = {
  'algorithm outside the allow-list': algorithms,
  'header member': headers,
  structure: structures,
  'bit flip': bitFlips,
  'bomb, PBES2 or compressed': bombs,
  'another ring, unknown or revoked key': otherKeys,
  'parts of two messages': mixed,
  'curve or low-order point': curves,
  'valid control': controls,
};

const ring = async (): Promise<{ keys: LocalKeyRing; spki: Record<string, Uint8Array> }> => {
  const keys = localKeyRing(revokedKid);
  const spki: Record<string, Uint8Array> = {};
  for (const kid of [revokedKid, olderKid, currentKid]) {
    if (kid !== revokedKid) keys.rotate(kid);
    spki[kid] = (await keys.current()).spki;
  }
  keys.revoke(revokedKid);
  return { keys, spki };
};

/**
 * Generated messages with the outcome each must have. What is mutated, where and how follows from the seed alone;
 * keys and OAEP padding are fresh, so no outcome may depend on them.
 */
export const jweCorpus = async (
  seed: number,
  counts: Readonly<Record<CorpusClass, number>>,
): Promise<{ readonly keys: LocalKeyRing; readonly cases: readonly CorpusCase[] }> => {
  const { keys, spki } = await ring();
  const foreign = (await localKeyRing(currentKid).current()).spki;
  const dice = seeded(seed);
  const names = Object.keys(makers) as CorpusClass[];
  const cases = names.flatMap((name) =>
    Array.from({ length: counts[name] }, (_, index): CorpusCase => {
      const plaintext = JSON.stringify({ index, text: dice.text(dice.between(1, 200)) });
      const shop = {
        dice,
        current: spki[currentKid]!,
        older: spki[olderKid]!,
        revoked: spki[revokedKid]!,
        foreign,
        plaintext,
      };
      return { name, plaintext, ...makers[name](shop) };
    }),
  );
  return { keys, cases };
};

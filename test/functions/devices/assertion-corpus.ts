import { createHmac, generateKeyPairSync, randomUUID } from 'node:crypto';
import type { Phone } from '../../support/phones.ts';
import { epochOf, signed } from '../../support/phones.ts';
import type { TestPlatform } from '../../support/test-platform.ts';
import type { Owner } from './given-phones.ts';

/** Everything a hostile assertion can be made of. */
export interface Workshop {
  readonly platform: TestPlatform;
  readonly owner: Owner;
  /** Of the same tenant. */
  readonly neighbour: Owner;
  /** Of another tenant. */
  readonly stranger: Owner;
}

interface Forgery {
  readonly assertion: string;
  /** The owner's, unless it says otherwise. */
  readonly installationId?: string;
}

export interface AssertionCase {
  readonly name: string;
  readonly expected: 'accepted' | 'refused';
  readonly make: (shop: Workshop) => Promise<Forgery>;
}

const claimsOf = ({ platform, owner }: Workshop, changes: Readonly<Record<string, unknown>> = {}) => ({
  installationId: owner.installationId,
  nonce: randomUUID(),
  iat: epochOf(platform),
  ...changes,
});

const part = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

const by = async (shop: Workshop, phone: Phone, changes: Readonly<Record<string, unknown>> = {}): Promise<Forgery> => ({
  assertion: await signed(phone.privateKey, claimsOf(shop, changes)),
});

const withClaims = (name: string, changes: (shop: Workshop) => Readonly<Record<string, unknown>>): AssertionCase => ({
  name,
  expected: 'refused',
  make: (shop) => by(shop, shop.owner.phone, changes(shop)),
});

const atSecond = (name: string, seconds: number, expected: AssertionCase['expected'] = 'refused'): AssertionCase => ({
  ...withClaims(name, ({ platform }) => ({ iat: epochOf(platform) + seconds })),
  expected,
});

/** Signed as it says, by another algorithm. */
const unsignedAs = (name: string, alg: string, signature: (text: string, shop: Workshop) => string): AssertionCase => ({
  name,
  expected: 'refused',
  make: async (shop) => {
    const text = `${part({ alg })}.${part(claimsOf(shop))}`;
    return { assertion: `${text}.${signature(text, shop)}` };
  },
});

const respelt = (name: string, change: (assertion: string) => string): AssertionCase => ({
  name,
  expected: 'refused',
  make: async (shop) => ({ assertion: change((await by(shop, shop.owner.phone)).assertion) }),
});

const withHeader = (
  name: string,
  header: (shop: Workshop) => Readonly<Record<string, unknown>>,
  expected: AssertionCase['expected'] = 'refused',
): AssertionCase => ({
  name,
  expected,
  make: async (shop) => ({ assertion: await signed(shop.owner.phone.privateKey, claimsOf(shop), header(shop)) }),
});

/** A payload that is signed by the right key and is no set of claims. */
const withPayload = (name: string, payload: (shop: Workshop) => string): AssertionCase => ({
  name,
  expected: 'refused',
  make: async (shop) => {
    const { CompactSign } = await import('jose');
    const signing = new CompactSign(Buffer.from(payload(shop))).setProtectedHeader({ alg: 'ES256' });
    return { assertion: await signing.sign(shop.owner.phone.privateKey) };
  },
});

const good: readonly AssertionCase[] = [
  { name: 'a good one', expected: 'accepted', make: (shop) => by(shop, shop.owner.phone) },
  atSecond('at the oldest moment', -300, 'accepted'),
  atSecond('at the latest moment', 300, 'accepted'),
  withHeader('with a type', () => ({ typ: 'JWT' }), 'accepted'),
  withHeader('with a key id', ({ owner }) => ({ kid: owner.installationId }), 'accepted'),
];

const wrongKeys: readonly AssertionCase[] = [
  { name: "by a neighbour's key", expected: 'refused', make: (shop) => by(shop, shop.neighbour.phone) },
  { name: "by a stranger's key", expected: 'refused', make: (shop) => by(shop, shop.stranger.phone) },
  {
    name: "of a neighbour's installation, by the owner's key",
    expected: 'refused',
    make: async (shop) => {
      const { installationId } = shop.neighbour;
      return { ...(await by(shop, shop.owner.phone, { installationId })), installationId };
    },
  },
  {
    name: "of a stranger's installation, by the owner's key",
    expected: 'refused',
    make: async (shop) => {
      const { installationId } = shop.stranger;
      return { ...(await by(shop, shop.owner.phone, { installationId })), installationId };
    },
  },
  {
    name: "a neighbour's own, for the owner's installation",
    expected: 'refused',
    make: (shop) => by(shop, shop.neighbour.phone, { installationId: shop.neighbour.installationId }),
  },
  {
    name: "the owner's own, for a neighbour's installation",
    expected: 'refused',
    make: async (shop) => ({
      ...(await by(shop, shop.owner.phone)),
      installationId: shop.neighbour.installationId,
    }),
  },
  {
    name: 'for an unknown installation',
    expected: 'refused',
    make: async (shop) => {
      const installationId = shop.platform.ids.next('ins', shop.owner.tenant);
      return { ...(await by(shop, shop.owner.phone, { installationId })), installationId };
    },
  },
  {
    name: 'for what is no id',
    expected: 'refused',
    make: async (shop) => ({
      ...(await by(shop, shop.owner.phone, { installationId: 'ins_1' })),
      installationId: 'ins_1',
    }),
  },
];

const wrongClaims: readonly AssertionCase[] = [
  atSecond('too old', -301),
  atSecond('from the future', 301),
  atSecond('an hour old', -3_600),
  withClaims('in milliseconds', ({ platform }) => ({ iat: epochOf(platform) * 1_000 })),
  withClaims('with a fraction of a second', ({ platform }) => ({ iat: epochOf(platform) + 0.5 })),
  withClaims('with its time as text', ({ platform }) => ({ iat: String(epochOf(platform)) })),
  withClaims('without a time', () => ({ iat: undefined })),
  withClaims('without a nonce', () => ({ nonce: undefined })),
  withClaims('with an empty nonce', () => ({ nonce: '' })),
  withClaims('with a nonce that is a number', () => ({ nonce: 12_345_678 })),
  withClaims('with a nonce of 257 characters', () => ({ nonce: 'n'.repeat(257) })),
  withClaims('without an installation', () => ({ installationId: undefined })),
  withClaims('with one claim more', () => ({ aud: 'nodal' })),
  withClaims('with an expiry', ({ platform }) => ({ exp: epochOf(platform) + 60 })),
  withPayload('with a claim twice', ({ owner, platform }) => {
    const { installationId } = owner;
    return `{"installationId":"${installationId}","nonce":"${randomUUID()}","iat":0,"iat":${epochOf(platform)}}`;
  }),
  withPayload('whose claims are a list', (shop) => JSON.stringify([claimsOf(shop)])),
  withPayload('whose claims are no JSON', () => 'installationId'),
  withPayload('without claims', () => ''),
];

const wrongAlgorithms: readonly AssertionCase[] = [
  unsignedAs('not signed (none)', 'none', () => ''),
  unsignedAs('not signed (None)', 'None', () => part('x')),
  unsignedAs('signed HS256 with the public key', 'HS256', (text, { owner }) =>
    createHmac('sha256', JSON.stringify(owner.phone.publicKeyJwk)).update(text).digest('base64url'),
  ),
  {
    name: 'signed RS256',
    expected: 'refused',
    make: async (shop) => {
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      return { assertion: await signed(privateKey, claimsOf(shop), { alg: 'RS256' }) };
    },
  },
  {
    name: 'signed ES384',
    expected: 'refused',
    make: async (shop) => {
      const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
      return { assertion: await signed(privateKey, claimsOf(shop), { alg: 'ES384' }) };
    },
  },
  unsignedAs('with a signature of zeros', 'ES256', () => Buffer.alloc(64).toString('base64url')),
  unsignedAs('with a short signature', 'ES256', () => Buffer.alloc(63, 1).toString('base64url')),
  withHeader('with the key in its header', ({ neighbour }) => ({ jwk: neighbour.phone.publicKeyJwk })),
  withHeader('with a place to fetch keys from', () => ({ jku: 'https://keys.example.com' })),
  withHeader('with a certificate', () => ({ x5c: ['MII'] })),
  withHeader('with an endless key id', () => ({ kid: 'k'.repeat(129) })),
];

const wrongForms: readonly AssertionCase[] = [
  respelt('with one character of its signature changed', (text) => {
    const at = text.length - 10;
    return `${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`;
  }),
  respelt('padded', (text) => `${text}=`),
  respelt('with a part too many', (text) => `${text}.AA`),
  respelt('with a part too few', (text) => text.split('.').slice(0, 2).join('.')),
  respelt('with an empty header', (text) => `.${text.split('.').slice(1).join('.')}`),
  respelt('with white space', (text) => ` ${text}`),
  respelt('as JSON', (text) => {
    const [header, payload, signature] = text.split('.');
    return JSON.stringify({ protected: header, payload, signature });
  }),
  { name: 'of 8 KB', expected: 'refused', make: async () => ({ assertion: 'A'.repeat(8_192) }) },
];

/** Assertions, each with what must become of it. */
export const assertionCorpus: readonly AssertionCase[] = [
  ...good,
  ...wrongKeys,
  ...wrongClaims,
  ...wrongAlgorithms,
  ...wrongForms,
];

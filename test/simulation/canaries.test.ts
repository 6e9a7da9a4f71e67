import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createCustomer } from '../../functions/customers/create-customer/declaration.ts';
import { wire } from '../../functions/customers/create-customer/handler.ts';
import type { TenantContext } from '../../functions/kernel/tenancy/tenant-context.ts';
import { holds, isLuhnValid } from '../../local/demo/leak-scan.ts';
import { encryptingCaller, sealFor } from '../support/caller-keys.ts';
import type { TestRequest } from '../support/http-call.ts';
import { call } from '../support/http-call.ts';
import type { ProbeUseCase } from '../support/probe-operation.ts';
import { probe, wireProbe } from '../support/probe-operation.ts';
import type { TestPlatform } from '../support/test-platform.ts';
import { startTestPlatform } from '../support/test-platform.ts';

/** A number that no program has, valid by its check digit, made anew for every run: found anywhere, it leaked. */
const canaryPan = (): string => {
  const digits = `6${Array.from(randomBytes(14), (byte) => byte % 10).join('')}`;
  const last = Array.from({ length: 10 }, (_, digit) => String(digit)).find((digit) => isLuhnValid(digits + digit));
  return `${digits}${last ?? ''}`;
};

const pan = canaryPan();
const secret = `canary+/${randomBytes(18).toString('base64')}`;

const forms = (canary: string): readonly (readonly [string, string])[] => [
  ['as it is', `{"pan":"${canary}"}`],
  ['among other characters', `x${canary}x`],
  ['spaced in fours', canary.replaceAll(/(.{4})/gu, '$1 ')],
  ['hyphenated', canary.replaceAll(/(.{4})/gu, '$1-')],
  ['over escaped lines', JSON.stringify(JSON.stringify(`${canary.slice(0, 8)}\n${canary.slice(8)}`))],
  ['in escapes of JSON', [...canary].map((one) => `\\u00${Buffer.from(one).toString('hex')}`).join('')],
  ['in escapes of URLs', [...canary].map((one) => `%${Buffer.from(one).toString('hex')}`).join('')],
  ['hexadecimal', Buffer.from(`a${canary}`).toString('hex')],
  ['hexadecimal in capitals', Buffer.from(canary).toString('hex').toUpperCase()],
  ['base64', Buffer.from(`{"p":"${canary}"}`).toString('base64')],
  ['base64url, off by one', Buffer.from(`{"pa":"${canary}"}`).toString('base64url')],
  ['reversed', [...canary].toReversed().join('')],
];

describe('The search for canaries', () => {
  it.each(forms(pan))('I11 finds a card number %s', (_, text) => {
    expect(holds(`before ${text} after`, pan)).toBe(true);
  });

  it.each(forms(secret).filter(([name]) => !/spaced|hyphen|lines/.test(name)))('I11 finds a secret %s', (_, text) => {
    expect(holds(`before ${text} after`, secret)).toBe(true);
  });

  it('I11 plants twelve forms, and sees nothing where there is nothing', () => {
    expect(forms(pan)).toHaveLength(12);
    expect(forms(pan).some(([, text]) => holds(text, canaryPan()))).toBe(false);
    expect(holds(`${pan.slice(0, 6)}******${pan.slice(-4)}`, pan)).toBe(false);
  });
});

let platform: TestPlatform;
let tenant: TenantContext;

beforeAll(async () => {
  platform = await startTestPlatform();
  tenant = await platform.tenant();
});
afterAll(() => platform.stop());

const asText = (value: unknown): string =>
  JSON.stringify(value, (_, inner: unknown) => (typeof inner === 'bigint' ? inner.toString() : inner));

/** Everything that outlives a request. */
const sinks = async (): Promise<readonly string[]> => [
  ...(await platform.items()).map(asText),
  ...platform.logLines(),
  asText({ ...platform.sent, schedules: [...platform.sent.schedules] }),
];

const person = { firstName: 'Asha', lastName: 'Rao', phone: '+919812345678', email: 'asha@example.com' };

/** Requests that carry card data where none belongs. */
const strays = async (): Promise<readonly TestRequest[]> => {
  const { header } = encryptingCaller();
  const encrypted = { 'Encrypted-Request': 'true', 'Public-Key': header };
  return [
    { as: { tenant }, body: { ...person, pan, cvv: '123', secret } },
    { as: { tenant }, body: { ...person, phone: pan, email: secret } },
    { as: { tenant }, body: `{"pan":"${pan}","secret":"${secret}` },
    { as: { tenant }, body: person, query: { pan, secret } },
    { as: { tenant }, body: person, headers: { 'Content-Type': `text/${pan}`, 'x-secret': secret } },
    { as: { tenant }, body: { payload: `${pan}.${secret}` }, headers: encrypted },
    { as: { tenant }, body: await sealFor(platform.messageKeys, { ...person, pan, secret }), headers: encrypted },
    { as: { tenant }, body: person, headers: { 'Encrypt-Response': 'true', 'Public-Key': `${pan}${secret}` } },
  ];
};

describe('Card data and secrets that stray into requests', () => {
  it('I11 AN-54 are refused, and neither answered nor kept anywhere', async () => {
    const handler = wire(platform);
    const answers = [];
    for (const request of await strays()) answers.push(await call(handler, createCustomer, request));
    expect(answers.map(({ status }) => Math.floor(status / 100))).toEqual(answers.map(() => 4));
    const kept = [...(await sinks()), ...answers.map(asText)];
    expect(kept.filter((text) => holds(text, pan) || holds(text, secret))).toEqual([]);
  });

  it('I11 AN-54 do not leave by an answer, an error or a defect of a use case', async () => {
    const params = () => ({ customerId: platform.ids.next('cus', tenant) });
    const careless: readonly ProbeUseCase[] = [
      async () => ({ probeId: 'p', name: 'n', secret: null, pan, raw: secret }),
      async () => {
        throw new Error(`the issuer said ${pan} and ${secret}`);
      },
      async () => {
        throw Object.assign(new Error(pan, { cause: secret }), { pan, response: { secret } });
      },
    ];
    const answers = [];
    for (const useCase of careless) {
      const request = { as: { tenant }, params: params(), body: { name: 'Asha' } };
      answers.push(await call(wireProbe(platform, { useCase }), probe, request));
    }
    expect(answers.map(({ status }) => status)).toEqual([201, 500, 500]);
    const kept = [...(await sinks()), ...answers.map(asText)];
    expect(kept.filter((text) => holds(text, pan) || holds(text, secret))).toEqual([]);
  });
});

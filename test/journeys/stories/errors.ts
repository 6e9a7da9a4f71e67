import { expect } from 'vitest';
import * as z from 'zod';
import type { Story } from '../platform.ts';
import { customerAnswer, customerBody } from '../support/actors.ts';
import { answered, backend, refused } from '../support/caller.ts';

const tooManyBytes = 256 * 1024 + 1;

const shapes: Story = {
  title: 'AN-26 what no operation understands is answered with problem details that say what is wrong',
  run: async (platform) => {
    const tenant = backend(platform, platform.demo.apiKey);
    const path = '/secure/customers';
    const text = JSON.stringify(customerBody('Leela'));
    const post = (rawBody: string, headers: Readonly<Record<string, string | null>> = {}) =>
      tenant.send({ method: 'POST', path, rawBody, headers });

    refused(await tenant.get('/secure/no-such-thing'), 404, 'not_found');
    refused(await tenant.delete('/secure/customers'), 404, 'not_found');
    refused(await post(JSON.stringify({ firstName: 'x'.repeat(tooManyBytes) })), 413, 'payload_too_large');
    refused(await post(text, { 'content-type': 'text/plain' }), 415, 'unsupported_media_type');
    refused(await post('{"firstName": '), 400, 'malformed_json');
    refused(await post('{"firstName":"a","firstName":"b"}'), 400, 'malformed_json');
    refused(await post(text, { 'idempotency-key': null }), 400, 'idempotency_key_required');
  },
};

const fields: Story = {
  title: 'AN-26 every fault of a body is named at once, unknown fields too',
  run: async (platform) => {
    const tenant = backend(platform, platform.demo.apiKey);
    const body = { ...customerBody('Leela'), phone: '12', email: 'nowhere', nickname: 'L' };
    const { invalidFields = [] } = refused(await tenant.post('/secure/customers', body), 400, 'validation_failed');
    expect(invalidFields.map(({ path }) => path).sort()).toEqual(['email', 'nickname', 'phone']);

    const query = refused(await tenant.get('/secure/customers?limit=0&page=2'), 400, 'validation_failed');
    expect(query.invalidFields?.map(({ path }) => path).sort()).toEqual(['query.limit', 'query.page']);
  },
};

const repeats: Story = {
  title: 'SH-28 a repeat with the same key answers the same, and with another body is refused',
  run: async (platform) => {
    const tenant = backend(platform, platform.demo.apiKey);
    const key = { 'idempotency-key': `customer-${crypto.randomUUID()}` };
    const body = customerBody('Hema');
    const first = await tenant.post('/secure/customers', body, key);
    const { customerId } = answered(first, 201, customerAnswer);

    const repeat = await tenant.post('/secure/customers', body, key);
    expect(repeat.headers.get('idempotent-replayed')).toBe('true');
    expect({ status: repeat.status, body: repeat.body }).toEqual({ status: first.status, body: first.body });
    const other = refused(
      await tenant.post('/secure/customers', customerBody('Hari'), key),
      422,
      'idempotency_key_reused',
    );
    expect(other.resourceId).toBe(customerId);
  },
};

const racing: Story = {
  title: 'SH-28 of several requests with one key at once, one makes the customer and the others say so or wait',
  run: async (platform) => {
    const tenant = backend(platform, platform.demo.apiKey);
    const key = { 'idempotency-key': `race-${crypto.randomUUID()}` };
    const body = customerBody('Jaya');
    const answers = await Promise.all(Array.from({ length: 4 }, () => tenant.post('/secure/customers', body, key)));
    for (const answer of answers.filter(({ status }) => status !== 201)) {
      refused(answer, 409, 'idempotency_in_progress');
    }
    const made = answers.filter(({ status }) => status === 201);
    const ids = made.map((answer) => answered(answer, 201, customerAnswer).customerId);
    expect(new Set(ids).size).toBe(1);
    const last = await tenant.post('/secure/customers', body, key);
    expect(answered(last, 201, z.looseObject({ customerId: z.literal(ids[0] ?? '') })).customerId).toBe(ids[0]);
  },
};

export const errorStories: readonly Story[] = [shapes, fields, repeats, racing];

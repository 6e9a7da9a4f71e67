import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../../functions/kernel/time/clock.ts';
import type { Resolver } from '../../../../functions/kernel/outbound/guarded-post.ts';
import { guardedSender } from '../../../../functions/webhooks/infrastructure/guarded-sender.ts';
import { publicAddresses } from '../../../../functions/kernel/outbound/public-addresses.ts';
import type { WebhookReceiver } from '../../../support/webhook-receiver.ts';
import { startReceiver } from '../../../support/webhook-receiver.ts';

let receiver: WebhookReceiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.stop());
beforeEach(() => {
  receiver.answer({ status: 204 });
});

const message = { id: 'evt_1', body: '{"a":"ü"}', secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] };

/** Answers the next addresses each time it is asked, and counts. */
const names = (...answers: readonly (readonly string[])[]) => {
  const asked: string[] = [];
  const resolve: Resolver = async (hostname) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? [];
    asked.push(hostname);
    return answer;
  };
  return { asked, resolve };
};

interface Case {
  readonly loopbackAllowed?: boolean;
  readonly resolve?: Resolver;
  readonly timeoutMs?: number;
}

const post = (url: string, { loopbackAllowed = true, ...options }: Case = {}) =>
  guardedSender({ guard: publicAddresses(loopbackAllowed), ...options }).post({
    ...message,
    at: systemClock.now(),
    url,
  });

describe('guardedSender', () => {
  it('posts the body byte by byte, and tells the status and Retry-After', async () => {
    receiver.answer({ status: 503, headers: { 'retry-after': '7' } });
    expect(await post(receiver.url)).toEqual({ kind: 'answered', status: 503, retryAfter: '7' });
    expect(receiver.received.at(-1)).toMatchObject({
      body: message.body,
      headers: { 'content-type': 'application/json', 'webhook-id': 'evt_1', host: `127.0.0.1:${receiver.port}` },
    });
  });

  it('connects to the address it has checked, under the name that was asked for', async () => {
    const { asked, resolve } = names(['127.0.0.1'], ['10.0.0.1']);
    const url = `http://hooks.example.test:${receiver.port}/named`;
    expect(await post(url, { resolve })).toMatchObject({ kind: 'answered', status: 204 });
    expect(receiver.received.at(-1)?.headers['host']).toBe(`hooks.example.test:${receiver.port}`);
    expect(asked).toEqual(['hooks.example.test']);
  });

  it('asks anew each time: a name that was public yesterday may be private today', async () => {
    const { resolve } = names(['127.0.0.1'], ['169.254.169.254']);
    const url = `http://hooks.example.test:${receiver.port}/`;
    expect(await post(url, { resolve })).toMatchObject({ kind: 'answered' });
    expect(await post(url, { resolve })).toEqual({ kind: 'failed', reason: 'address_refused' });
  });

  it('refuses a name as soon as one of its addresses is not allowed', async () => {
    const before = receiver.received.length;
    const { resolve } = names(['127.0.0.1', '10.0.0.1']);
    const url = `http://hooks.example.test:${receiver.port}/`;
    expect(await post(url, { resolve })).toEqual({ kind: 'failed', reason: 'address_refused' });
    expect(receiver.received).toHaveLength(before);
  });

  it.each(['127.0.0.1', '127.1', '2130706433', '0x7f000001', '[::1]', '[::ffff:127.0.0.1]', 'localhost'])(
    'without the setting does not call this machine as %s',
    async (host) => {
      const before = receiver.received.length;
      for (const scheme of ['http', 'https']) {
        const url = `${scheme}://${host}:${receiver.port}/`;
        expect(await post(url, { loopbackAllowed: false })).toEqual({ kind: 'failed', reason: 'address_refused' });
      }
      expect(receiver.received).toHaveLength(before);
    },
  );

  it('never speaks plain HTTP where this machine is not allowed', async () => {
    const { resolve } = names(['93.184.215.14']);
    expect(await post('http://hooks.example.test/', { resolve, loopbackAllowed: false })).toEqual({
      kind: 'failed',
      reason: 'address_refused',
    });
  });

  it('does not follow a redirect', async () => {
    receiver.answer({ status: 307, headers: { location: receiver.url } });
    const before = receiver.received.length;
    expect(await post(receiver.url)).toMatchObject({ kind: 'answered', status: 307 });
    expect(receiver.received).toHaveLength(before + 1);
  });

  it('gives up when no answer comes in time', async () => {
    receiver.answer({ status: 'never' });
    expect(await post(receiver.url, { timeoutMs: 100 })).toEqual({ kind: 'failed', reason: 'timed_out' });
  });

  it('gives up when the name server does not answer in time', async () => {
    const resolve: Resolver = () => new Promise(() => undefined);
    expect(await post('https://hooks.example.test/', { resolve, timeoutMs: 100 })).toEqual({
      kind: 'failed',
      reason: 'timed_out',
    });
  });

  it('tells a name without addresses, a closed port and a certificate it does not know from an answer', async () => {
    const unreachable = { kind: 'failed', reason: 'unreachable' };
    expect(await post('https://hooks.example.test/', { resolve: names([]).resolve })).toEqual(unreachable);
    expect(await post('https://hooks.example.test/', { resolve: () => Promise.reject(new Error('no')) })).toEqual(
      unreachable,
    );
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    expect(await post(`http://127.0.0.1:${port}/`)).toEqual(unreachable);
    expect(await post(`https://127.0.0.1:${receiver.port}/`)).toEqual(unreachable);
  });

  it('waits for the answer’s headers only: a body without end does not hold it', async () => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\n\r\n');
      const flood = setInterval(() => socket.write('x'.repeat(1_024)), 5);
      socket.on('close', () => {
        clearInterval(flood);
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(await post(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: 'answered', status: 200 });
    server.close();
    await once(server, 'close');
  });
});

import fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import { signedHeaders } from '../../../../functions/kernel/outbound/standard-signature.ts';
import { makeSigningSecret } from '../../../../functions/kernel/outbound/signing-secret.ts';
import { systemClock } from '../../../../functions/kernel/time/clock.ts';
import { systemRandom } from '../../../../functions/kernel/platform/system-random.ts';

const message = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', body: '{"test": 2432232314}' };

describe('Standard Webhooks signatures', () => {
  it('give the published vector', () => {
    const at = Temporal.Instant.fromEpochMilliseconds(1_614_265_330_000);
    expect(signedHeaders({ ...message, at, secrets: ['whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'] })).toEqual({
      'webhook-id': message.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('are accepted by the published verifier, one for each live secret', () => {
    const secrets = [makeSigningSecret(systemRandom), makeSigningSecret(systemRandom)];
    const headers = signedHeaders({ ...message, at: systemClock.now(), secrets });
    for (const secret of secrets) {
      expect(new Webhook(secret).verify(message.body, headers)).toEqual({ test: 2432232314 });
    }
  });

  it('are refused for another body, id or time, and when they are older than five minutes', () => {
    const secret = makeSigningSecret(systemRandom);
    const verifier = new Webhook(secret);
    const headers = signedHeaders({ ...message, at: systemClock.now(), secrets: [secret] });
    expect(() => verifier.verify(`${message.body} `, headers)).toThrow('No matching signature');
    expect(() => verifier.verify(message.body, { ...headers, 'webhook-id': 'evt_1' })).toThrow('No matching signature');
    const old = systemClock.now().subtract({ minutes: 6 });
    const stale = signedHeaders({ ...message, at: old, secrets: [secret] });
    expect(() => verifier.verify(message.body, stale)).toThrow('too old');
  });

  it('are those of the published library, whatever is signed with whichever secret', () => {
    const anySecret = fc.uint8Array({ minLength: 24, maxLength: 64 }).map((key) => Buffer.from(key).toString('base64'));
    fc.assert(
      fc.property(
        anySecret,
        fc.record({ id: fc.string({ unit: 'grapheme' }), body: fc.string({ unit: 'binary' }) }),
        fc.integer({ min: 0, max: 2_000_000_000_999 }),
        (key, { id, body }, time) => {
          const at = Temporal.Instant.fromEpochMilliseconds(time);
          const headers = signedHeaders({ id, at, body, secrets: [`whsec_${key}`] });
          expect(headers['webhook-signature']).toBe(new Webhook(key).sign(id, new Date(time), body));
        },
      ),
    );
  });

  it.each([
    '',
    'whsec_',
    'whsec_====',
    'MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
    'whsec_MfKQ9r8GKYqrTwjU PD8',
    'whsec_MfKQ9r8',
  ])('are not made with what is no secret: "%s"', (secret) => {
    expect(() => signedHeaders({ ...message, at: systemClock.now(), secrets: [secret] })).toThrow(
      'a signing secret is not written as Standard Webhooks writes it',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { answered, clientSettings, declared, isNamed } from '../../../../functions/kernel/platform/aws-client.ts';
import { awsError, temporarilyUnavailable } from '../../../support/aws-errors.ts';

describe('calls to AWS', () => {
  it('I5 end in time: a request that takes too long is an error, not a warning', () => {
    expect(clientSettings({ attempts: 2, requestTimeoutMs: 700 })).toEqual({
      maxAttempts: 2,
      requestHandler: { connectionTimeout: 500, requestTimeout: 700, throwOnRequestTimeout: true },
    });
  });

  it.each([
    ['throttling', awsError('ThrottlingException')],
    ['throttling by another name', awsError('TooManyRequestsException', 429)],
    ['a request limit', awsError('RequestLimitExceeded')],
    ['a broken service', awsError('Whatever', 500)],
    ['an unavailable service', awsError('ServiceUnavailableException', 503)],
    ['a timeout', Object.assign(new Error('slow'), { name: 'TimeoutError' })],
    ['a reset connection', Object.assign(new Error('reset'), { code: 'ECONNRESET' })],
    ['a missing name server', Object.assign(new Error('dns'), { code: 'EAI_AGAIN' })],
  ])('I5 take %s for a temporary failure', async (_name, error) => {
    await expect(answered(Promise.reject(error))).rejects.toMatchObject(temporarilyUnavailable);
  });

  it.each([
    ['denied access', awsError('AccessDeniedException', 403)],
    ['a wrong request', awsError('ValidationException')],
    ['a defect', new TypeError('undefined is not a function')],
  ])('I5 let %s through as it is', async (_name, error) => {
    await expect(answered(Promise.reject(error))).rejects.toBe(error);
  });

  it('I5 answer what AWS answered', async () => {
    await expect(answered(Promise.resolve(7))).resolves.toBe(7);
  });

  it('tell errors apart by name', () => {
    expect(isNamed(awsError('ConflictException'), 'NotFound', 'ConflictException')).toBe(true);
    expect(isNamed(awsError('ConflictException'), 'NotFound')).toBe(false);
    expect(isNamed('ConflictException', 'ConflictException')).toBe(false);
  });

  it('find only declared names', () => {
    expect(declared({ timers: 'url' }, 'queue', 'timers')).toBe('url');
    expect(() => declared({ timers: 'url' }, 'queue', 'constructor')).toThrow('queue constructor');
  });
});

import { describe, expect, it } from 'vitest';
import {
  DomainError,
  errorKinds,
  InvalidState,
  TemporarilyUnavailable,
} from '../../../../functions/kernel/errors/domain-error.ts';
import { defectResult, statusOfKind, violationResult } from '../../../../functions/kernel/http/problem.ts';

/** api.md section 2, written down once more on purpose. */
const statuses = {
  invalid: 400,
  unauthenticated: 401,
  payment_required: 402,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  unsupported_media_type: 415,
  unprocessable: 422,
  limited: 429,
  unavailable: 503,
};

describe('Problems (RFC 9457)', () => {
  it('every kind of violation has its own status', () => {
    expect(statusOfKind).toEqual(statuses);
    expect(errorKinds.map((kind) => statusOfKind[kind])).toEqual(Object.values(statuses));
  });

  it.each(errorKinds)('a violation of kind %s has all members of the contract', (kind) => {
    const result = violationResult(new DomainError(kind, 'some_code', { detail: 'What is wrong.' }), 'req_1');
    expect(result.statusCode).toBe(statuses[kind]);
    expect(result.headers).toMatchObject({ 'content-type': 'application/problem+json', 'x-request-id': 'req_1' });
    expect(JSON.parse(result.body)).toEqual({
      type: 'urn:nodal:problem:some_code',
      title: expect.stringMatching(/^[A-Z]/),
      status: statuses[kind],
      detail: 'What is wrong.',
      code: 'some_code',
      requestId: 'req_1',
    });
  });

  it('safe details become members, the retry hint a header', () => {
    const error = new DomainError('unprocessable', 'limit_exceeded', {
      detail: 'Too much.',
      resourceId: 'bal_1',
      decisionId: 'dec_1',
      retryAfterSeconds: 7,
      invalidFields: [{ path: 'amount', message: 'too much' }],
      members: { limit: 10, used: 9 },
    });
    const { headers, body } = violationResult(error, 'req_1');
    expect(headers['retry-after']).toBe('7');
    expect(JSON.parse(body)).toMatchObject({
      resourceId: 'bal_1',
      decisionId: 'dec_1',
      invalidFields: [{ path: 'amount', message: 'too much' }],
      limit: 10,
      used: 9,
    });
    expect(body).not.toContain('retryAfterSeconds');
  });

  it('a dependency that is not there may be tried again', () => {
    const { statusCode, headers } = violationResult(new TemporarilyUnavailable(), 'req_1');
    expect([statusCode, headers['retry-after']]).toEqual([503, '1']);
  });

  it('a wrong state may say which', () => {
    const { body } = violationResult(new InvalidState('Closed.', { state: 'closed' }), 'req_1');
    expect(JSON.parse(body)).toMatchObject({ code: 'invalid_state', state: 'closed' });
  });

  it('a defect names the request and nothing else', () => {
    const { statusCode, body } = defectResult('req_1');
    expect([statusCode, JSON.parse(body).code, JSON.parse(body).requestId]).toEqual([500, 'internal_error', 'req_1']);
  });
});

import { setTimeout as sleep } from 'node:timers/promises';
import { parseStrictJson } from '../../../kernel/crypto/strict-json.ts';
import { sameHash, keyedHash } from '../../../kernel/crypto/keyed-hash.ts';
import { DomainError } from '../../../kernel/errors/domain-error.ts';
import type { UrlAnswer, UrlInput, UrlUseCase } from '../../../kernel/operation/url-operation.ts';
import type { TenantContext } from '../../../kernel/tenancy/tenant-context.ts';
import { drawCallFault } from '../faults/fault.ts';
import type { DoorDependencies } from '../http/doors.ts';
import { withFault } from '../http/doors.ts';
import { programOf } from '../storage/program.ts';
import type { PaymentCall, PaymentRequest } from './payment-call.ts';
import { programIdOf } from './payment-desk.ts';
import { errorBody, notValid, PaymentError } from './payment-error.ts';

export const paymentSecret = 'payment-api';
/** The key id that goes with the secret: public, and the same for every program. */
const keyId = 'rzp_test_nodal';

/** A call and the ids that its route found in the path. */
export interface Found {
  readonly call: PaymentCall;
  readonly params: PaymentRequest['params'];
}

const notAllowed = (): PaymentError =>
  new PaymentError({ status: 401, description: 'Authentication failed', reason: 'authentication_failed' });

const passwordOf = (authorization: string | undefined): string => {
  const [scheme, encoded = ''] = (authorization ?? '').split(' ');
  const [name, ...password] = Buffer.from(encoded, 'base64').toString('utf8').split(':');
  if (scheme?.toLowerCase() !== 'basic' || name !== keyId) throw notAllowed();
  return password.join(':');
};

/** Basic authentication, and the account that stands for the program. */
const programFor = async ({ secrets }: DoorDependencies, headers: UrlInput['headers']): Promise<TenantContext> => {
  const given = passwordOf(headers['authorization']);
  const live = await secrets.values(paymentSecret);
  const isRight = live.map((secret) => sameHash(keyedHash(secret, secret), keyedHash(secret, given))).includes(true);
  const programId = programIdOf(headers['x-razorpay-account'] ?? '');
  if (!isRight || programId === undefined) throw notAllowed();
  return programOf(programId);
};

const readJson = (rawBody: Uint8Array): unknown => {
  if (rawBody.byteLength === 0) return {};
  try {
    return parseStrictJson(rawBody);
  } catch (error) {
    if (error instanceof DomainError) throw new PaymentError({ description: 'The request is not JSON.' });
    throw error;
  }
};

const refusals = async (work: () => Promise<UrlAnswer>): Promise<UrlAnswer> => {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PaymentError) return { status: error.words.status ?? 400, body: errorBody(error.words) };
    throw error;
  }
};

const serverError = {
  code: 'SERVER_ERROR',
  description: 'The server encountered an error.',
  reason: 'server_error',
  source: 'internal',
};
const gateway = { code: 'GATEWAY_ERROR', description: 'Gateway timeout.', reason: 'gateway_technical_error' };
const lostBodies = { http_500: errorBody(serverError), timeout: errorBody(gateway) };

/** The door of the payment provider: Basic authentication, faults, the call, its webhooks; in clear, over TLS. */
export const paymentDoor =
  (deps: DoorDependencies, find: (method: string, path: string) => Found | undefined): UrlUseCase =>
  (input) =>
    refusals(async () => {
      const program = await programFor(deps, input.headers);
      const found = find(input.method, input.path);
      if (found === undefined) {
        throw new PaymentError({ description: 'The requested URL was not found on the server.', reason: notValid });
      }
      const fault = drawCallFault(await deps.plans.of(program, 'payment'), deps.random);
      const work = async (): Promise<UrlAnswer> => {
        const { headers, query } = input;
        const request = { params: found.params, headers, query, body: readJson(input.rawBody) };
        const answer = await found.call(program, request);
        await deps.delivery.sendDue(program, 1);
        if (answer !== 'lost') return { status: 200, body: answer };
        await sleep(deps.pace.holdMs);
        return { status: 504, body: lostBodies.timeout };
      };
      return withFault(fault, () => refusals(work), { pace: deps.pace, bodies: lostBodies });
    });

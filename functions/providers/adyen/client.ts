import { BalanceAccountsApi } from '@adyen/api-library/lib/src/services/balancePlatform/balanceAccountsApi.js';
import { CardOrdersApi } from '@adyen/api-library/lib/src/services/balancePlatform/cardOrdersApi.js';
import { ManageCardPINApi } from '@adyen/api-library/lib/src/services/balancePlatform/manageCardPINApi.js';
import { PaymentInstrumentsApi } from '@adyen/api-library/lib/src/services/balancePlatform/paymentInstrumentsApi.js';
import type * as z from 'zod';
import type { IssuerRefusalReason } from '../../cards/ports/issuer-refused.ts';
import { IssuerRefused } from '../../cards/ports/issuer-refused.ts';
import type { Outcome, Patience, TimeLimit } from '../execute-loop.ts';
import { executeLoop } from '../execute-loop.ts';
import type { AdyenPlatform } from './adyen-platform.ts';
import type { AdyenProgram } from './settings.ts';
import { adyenProgram } from './settings.ts';
import { AdyenUnsuccessful, adyenTransport } from './transport.ts';

/** The parts of Adyen's Configuration API that are used, from the official library. */
export interface AdyenApis {
  readonly accounts: BalanceAccountsApi;
  readonly instruments: PaymentInstrumentsApi;
  readonly pins: ManageCardPINApi;
  readonly orders: CardOrdersApi;
}

/** One call of Adyen: what is sent, how its answer reads, how an unknown outcome is cleared up. */
export interface AdyenCall<Answer> {
  readonly call: string;
  send(apis: AdyenApis, program: AdyenProgram): Promise<unknown>;
  /** Reads the answer of the call and of its recovery. */
  readonly answer: z.ZodType<Answer>;
  /** What a refusal means, by its HTTP status; a fault of this platform's set-up is no refusal and is not here. */
  readonly refusals: Readonly<Partial<Record<number, IssuerRefusalReason>>>;
  /** Looks for what the call should have made; undefined: it was not carried out. Without it the call is sent again. */
  find?(apis: AdyenApis, program: AdyenProgram): Promise<unknown>;
}

export interface AdyenClient {
  /** @throws TemporarilyUnavailable when the outcome stays unknown; IssuerRefused when Adyen said no */
  execute<Answer>(call: AdyenCall<Answer>): Promise<Answer>;
}

type LibraryClient = ConstructorParameters<typeof PaymentInstrumentsApi>[0];

const libraryClient = (platform: AdyenPlatform, call: string, timeLimit: TimeLimit): LibraryClient => {
  const send = adyenTransport(platform, call, timeLimit);
  const client = {
    config: {},
    httpClient: {
      request: (...[endpoint, json, , , options = {}]: Parameters<LibraryClient['httpClient']['request']>) =>
        send({
          endpoint,
          json: String(json),
          method: options.method ?? 'POST',
          query: new URLSearchParams(options.params),
          idempotencyKey: options.idempotencyKey,
        }),
    },
  };
  // The library's own Client has a private member, so nothing else can have its type; the API classes use these two.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  return client as unknown as LibraryClient;
};

const apisOf = (client: LibraryClient): AdyenApis => ({
  accounts: new BalanceAccountsApi(client),
  instruments: new PaymentInstrumentsApi(client),
  pins: new ManageCardPINApi(client),
  orders: new CardOrdersApi(client),
});

const isRecoverable = ({ status, isTransient }: AdyenUnsuccessful): boolean =>
  isTransient || status === 0 || status === 408 || status === 409 || status === 429 || status >= 500;

const refused = (call: AdyenCall<unknown>, error: AdyenUnsuccessful): Outcome<never> => {
  if (isRecoverable(error)) return { kind: 'recoverable' };
  const names = (error.problem.invalidFields ?? []).map(({ name }) => name ?? '');
  if (names.some((name) => name.endsWith('balanceAccountId'))) return { kind: 'refused', code: 'account_unknown' };
  const code = call.refusals[error.status];
  if (code === undefined) throw new Error(`Adyen does not accept ${call.call}: status ${error.status}`);
  return { kind: 'refused', code };
};

const reasons: readonly IssuerRefusalReason[] = [
  'account_unknown',
  'card_unknown',
  'invalid_request',
  'not_supported',
  'pin_unknown',
  'reference_reused',
  'status_not_allowed',
];

const refuse = (code: string): IssuerRefused => new IssuerRefused(reasons.find((reason) => reason === code) ?? 'other');

/** Calls of Adyen, each through the one loop (SH-27). */
export const adyenClient = (platform: AdyenPlatform, patience: Patience): AdyenClient => {
  const ask = async <Answer>(
    call: AdyenCall<Answer>,
    name: string,
    request: () => Promise<unknown>,
  ): Promise<Outcome<Answer> | { readonly kind: 'nothing' }> => {
    try {
      const body = await request();
      if (body === undefined) return { kind: 'nothing' };
      const read = call.answer.safeParse(body);
      // The schema's own message may quote the answer, so it is left out.
      if (!read.success) throw new Error(`Adyen's answer to ${name} does not fit`);
      return { kind: 'success', answer: read.data };
    } catch (error) {
      if (error instanceof AdyenUnsuccessful) return refused(call, error);
      throw error;
    }
  };
  return {
    execute: (call) => {
      const program = adyenProgram(platform.settings);
      const apis = (name: string, limit: TimeLimit): AdyenApis => apisOf(libraryClient(platform, name, limit));
      return executeLoop(
        { clock: platform.clock, patience, refuse },
        {
          run: async (limit) => {
            const outcome = await ask(call, call.call, () => call.send(apis(call.call, limit), program));
            return outcome.kind === 'nothing' ? { kind: 'refused', code: 'other' } : outcome;
          },
          recover: async (limit) => {
            if (call.find === undefined) return { kind: 'not_done' };
            const name = `${call.call}Recovery`;
            const outcome = await ask(call, name, async () => call.find?.(apis(name, limit), program));
            return outcome.kind === 'nothing' ? { kind: 'not_done' } : outcome;
          },
        },
      );
    },
  };
};

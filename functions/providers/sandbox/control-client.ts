import type { Patience } from '../execute-loop.ts';
import { defaultPatience } from '../execute-loop.ts';
import type { ProviderCall, ProviderClient } from './client.ts';
import { providerClient } from './client.ts';
import type { Exchange, ProviderPlatform, WireExchange } from './exchange.ts';
import { signedTransport } from './transport.ts';
import { measured } from './turnaround.ts';

/** The twin said no to the control API; only the codes that a caller acts on become answers. */
export class ControlRefused extends Error {
  override name = 'ControlRefused';
  readonly code: string;
  constructor(code: string) {
    super(`the sandbox twin refused: ${code}`);
    this.code = code;
  }
}

/** Interceptor: control messages hold nothing secret and travel as plain JSON, signed. */
const plainJson =
  (next: WireExchange): Exchange =>
  async (request) => {
    const { status, text } = await next({ request, body: JSON.stringify(request.body) });
    return { status, body: status === 0 || text === '' ? undefined : JSON.parse(text) };
  };

/** A call of the control API. Every one may be repeated, so none needs a recovery. */
export const control = <Answer>(
  call: string,
  path: string,
  { body, answer }: Pick<ProviderCall<Answer>, 'body' | 'answer'>,
): ProviderCall<Answer> => ({ call, path: `/control/v1/${path}`, body, answer });

/** The client of the control API behind ISSUER_SANDBOX_URL; needs the secret `sandbox-control`. */
export const controlClient = (platform: ProviderPlatform, patience: Patience = defaultPatience): ProviderClient => {
  const exchange = measured(platform)(plainJson(signedTransport(platform, 'sandbox-control')));
  const refuse = (code: string): ControlRefused => new ControlRefused(code);
  return providerClient(platform, { provider: 'sandbox-control', exchange, refuse, patience });
};

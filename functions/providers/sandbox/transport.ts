import { sign } from '../../kernel/crypto/hmac.ts';
import type { ProviderPlatform, WireAnswer, WireExchange } from './exchange.ts';

/** The stage setting that holds the twin's base URL. */
export const baseUrlSetting = 'ISSUER_SANDBOX_URL';

export const baseUrl = ({ settings }: Pick<ProviderPlatform, 'settings'>): string => {
  const url = settings[baseUrlSetting];
  if (url === undefined || url === '') throw new Error(`setting ${baseUrlSetting} is missing`);
  return url.replace(/\/+$/, '');
};

/** No answer: refused, reset, cut off or too late. The outcome is unknown. */
export const noAnswer: WireAnswer = { status: 0, text: '' };

/** Sends and reads within a time limit; every failure of the network is `noAnswer`. */
export const send = async (
  fetch: ProviderPlatform['fetch'],
  url: string,
  init: Omit<RequestInit, 'signal'> & { readonly timeoutMs: number },
): Promise<WireAnswer> => {
  const { timeoutMs, ...request } = init;
  const exchanged = fetch(url, { ...request, signal: AbortSignal.timeout(timeoutMs) }).then(
    async (answer): Promise<WireAnswer> => ({ status: answer.status, text: await answer.text() }),
  );
  return exchanged.catch(() => noAnswer);
};

/**
 * Signs path, program and body (docs/issuer-protocol.md, Signature) and sends them.
 * @param secretName the secret that this door of the provider accepts
 */
export const signedTransport =
  (platform: ProviderPlatform, secretName: string): WireExchange =>
  async ({ request: { tenant, path, timeoutMs }, body }) => {
    const [secret] = await platform.secrets.values(secretName);
    const requestId = Buffer.from(platform.random.bytes(16)).toString('hex');
    const timestamp = String(Math.floor(platform.clock.now().epochMilliseconds / 1000));
    const signed = Buffer.from(`${timestamp}.${requestId}.${tenant.tenantId}.${path}.${body}`);
    return send(platform.fetch, `${baseUrl(platform)}${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-request-id': requestId,
        'x-program': tenant.tenantId,
        'x-timestamp': timestamp,
        'x-signature': `v1=${sign(secret, signed)}`,
      },
      body,
      timeoutMs,
    });
  };

import * as z from 'zod';
import type { Settings } from '../../kernel/platform/platform.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { RazorpayPlatform } from './razorpay-platform.ts';

/** The stage setting with the base URL of Razorpay's API, such as `https://api.razorpay.com`. */
export const razorpayUrlSetting = 'RAZORPAY_BASE_URL';

/** The stage setting with the twin's base URL; its payment side answers below `/razorpay`. */
export const twinUrlSetting = 'ISSUER_SANDBOX_URL';

/** The secret that all sandbox tenants share towards the twin. */
export const sandboxSecret = 'payment-api';

/** The secret of one live tenant; a declaration names them all as `razorpay-*`. */
export const liveSecretOf = (tenantId: string): string => `razorpay-${tenantId}`;

/** Whose money it is and how to prove that we may ask for it. */
export interface RazorpayAccount {
  /** Without a slash at the end; paths such as `/v1/orders` follow. */
  readonly baseUrl: string;
  readonly keyId: string;
  readonly keySecret: string;
  /** Sub-merchant of an aggregator: the header X-Razorpay-Account. */
  readonly accountId?: string | undefined;
  /** The page on which a payer authenticates a card; without it there are no cards. */
  readonly checkoutUrl?: string | undefined;
  /** Whether the provider makes links that open a UPI app; the twin has no app to open. */
  readonly makesIntents: boolean;
}

export type RazorpayAccounts = (tenant: TenantContext) => Promise<RazorpayAccount>;

/** What an operator puts into the secret of a live tenant (docs/providers.md). */
const liveAccount = z.strictObject({
  keyId: z.string().min(1),
  keySecret: z.string().min(1),
  accountId: z
    .string()
    .regex(/^acc_\w+$/u)
    .optional(),
  checkoutUrl: z.url({ protocol: /^https$/u }).optional(),
});

const setting = (settings: Settings, name: string): string => {
  const url = settings[name];
  if (url === undefined || url === '') throw new Error(`setting ${name} is missing`);
  return url.replace(/\/+$/u, '');
};

const readJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text, which is a secret.
    return undefined;
  }
};

const sandboxAccount = async (platform: RazorpayPlatform, { tenantId }: TenantContext): Promise<RazorpayAccount> => {
  const [keySecret] = await platform.secrets.values(sandboxSecret);
  const baseUrl = `${setting(platform.settings, twinUrlSetting)}/razorpay`;
  return {
    baseUrl,
    keyId: 'rzp_test_nodal',
    keySecret,
    accountId: tenantId.replace(/^ten_/u, 'acc_'),
    checkoutUrl: `${baseUrl}/checkout`,
    makesIntents: false,
  };
};

const liveAccountOf = async (platform: RazorpayPlatform, { tenantId }: TenantContext): Promise<RazorpayAccount> => {
  const name = liveSecretOf(tenantId);
  const [text] = await platform.secrets.values(name);
  const read = liveAccount.safeParse(readJson(text));
  // The schema's own message may quote the secret, so it is left out.
  if (!read.success) throw new Error(`secret ${name} does not fit`);
  return { ...read.data, baseUrl: setting(platform.settings, razorpayUrlSetting), makesIntents: true };
};

/**
 * The account of each tenant: one sub-merchant per sandbox program at the twin, an account of its own for a live tenant.
 * @throws Error when a live tenant's secret is missing or does not fit
 */
export const razorpayAccounts =
  (platform: RazorpayPlatform): RazorpayAccounts =>
  async (tenant) =>
    tenant.sandbox ? sandboxAccount(platform, tenant) : liveAccountOf(platform, tenant);

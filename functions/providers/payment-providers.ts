import type { BasePlatform } from '../kernel/platform/platform.ts';
import type { PaymentProvider } from '../mandates/ports/payment-provider.ts';
import { razorpayAccounts } from './razorpay/accounts.ts';
import type { RazorpayOptions } from './razorpay/payment-provider.ts';
import { razorpayProvider } from './razorpay/payment-provider.ts';
import type { RazorpayPlatform } from './razorpay/razorpay-platform.ts';
import { ringingProvider } from './unknown-statuses.ts';

/**
 * The payment provider of each tenant: the twin for sandbox programs, Razorpay with the tenant's own credentials for the
 * others. Both speak the same, so nobody behind the port can tell which. Statuses that nobody has seen before ring. Build it once per environment. A function that
 * uses it declares `uses` `fetch` and `secrets`, the settings ISSUER_SANDBOX_URL and RAZORPAY_BASE_URL, and the secrets
 * `payment-api` and `razorpay-*` (docs/providers.md).
 */
export const paymentProvider = (
  platform: RazorpayPlatform & Pick<BasePlatform, 'log'>,
  options: RazorpayOptions = {},
): PaymentProvider => ringingProvider(razorpayProvider(platform, razorpayAccounts(platform), options), platform);

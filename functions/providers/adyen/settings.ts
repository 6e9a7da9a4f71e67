import * as z from 'zod';
import type { Settings } from '../../kernel/platform/platform.ts';

/** The stage setting with the base URL of Adyen's Configuration API, such as `https://…/bcl/v2`. */
export const adyenUrlSetting = 'ADYEN_BASE_URL';

/** The stage setting with what the stage's balance platform is: JSON, see AdyenProgram. */
export const adyenProgramSetting = 'ADYEN_PROGRAM';

const programSchema = z.strictObject({
  accountHolderId: z.string().min(1),
  issuingCountry: z.string().regex(/^[A-Z]{2}$/),
  /** What Adyen agreed to issue, by network; a network that is not here is not issued. */
  brandVariants: z.partialRecord(z.enum(['visa', 'mastercard', 'rupay']), z.string().min(1)),
  /** Settings of plastics: printer, envelope, carrier. Without it only virtual cards are made. */
  cardProfileId: z.string().min(1).optional(),
});

/** What Adyen knows the platform's cards by; none of it is secret. */
export type AdyenProgram = z.output<typeof programSchema>;

/** A stage that Adyen is not configured for has a name there that by RFC 2606 never resolves. */
export const isAdyenConnected = (settings: Settings): boolean => {
  const url = settings[adyenUrlSetting];
  return url !== undefined && URL.canParse(url) && !new URL(url).hostname.endsWith('.invalid');
};

/** @returns without a slash at the end. @throws Error when the stage has none */
export const adyenUrl = (settings: Settings): string => {
  const url = settings[adyenUrlSetting];
  if (url === undefined) throw new Error(`setting ${adyenUrlSetting} is missing`);
  return url.replace(/\/+$/, '');
};

/** @throws Error when the setting is missing or does not fit */
export const adyenProgram = (settings: Settings): AdyenProgram => {
  const parsed = programSchema.safeParse(JSON.parse(settings[adyenProgramSetting] ?? 'null'));
  if (!parsed.success) throw new Error(`setting ${adyenProgramSetting} does not fit: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
};

import type { UseRules } from '../../policies/card-controls.ts';
import { isAbroad } from '../../policies/card-rules.ts';
import type { AuthorizationRequest } from './network-message.ts';

/**
 * Whether the program's rules have to be weighed with what is stored: it has limits or lists of merchants, or it
 * switched off what is asked for. Otherwise they are met by the request alone.
 */
export const mustWeigh = (
  { channel, merchant }: Pick<AuthorizationRequest, 'channel' | 'merchant'>,
  { rules, currency }: { readonly rules?: UseRules | undefined; readonly currency: Parameters<typeof isAbroad>[0] },
): boolean => {
  if (rules === undefined) return false;
  const { limits, mcc, off = [] } = rules;
  if (limits.length > 0 || (mcc?.allow ?? mcc?.block) !== undefined) return true;
  return off.includes(channel) || (off.includes('international') && isAbroad(currency, merchant.country));
};

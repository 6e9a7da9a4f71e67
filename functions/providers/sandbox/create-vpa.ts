import * as z from 'zod';
import type { ProviderCall } from './client.ts';

const answer = z.object({ vpa: z.string().min(3).max(255) }).transform(({ vpa }) => vpa);

/** Makes an account's UPI ID; its repeat answers the same, so an unknown outcome is asked again. */
export const createVpa = (accountExternalId: string): ProviderCall<string> => ({
  call: 'createVpa',
  path: '/issuer/v1/vpas',
  body: { accountId: accountExternalId },
  answer,
});

import type { IssuerReason } from '../domain/issuer-reason.ts';
import { issuerReasons } from '../domain/issuer-reason.ts';

/** An issuer's word for why a status changed. One that is not known is no reason to refuse the status: it reads `other`. */
export const issuerReasonOf = (word: string): IssuerReason => issuerReasons.find((known) => known === word) ?? 'other';

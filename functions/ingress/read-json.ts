import { parseStrictJson } from '../kernel/crypto/strict-json.ts';
import { DomainError } from '../kernel/errors/domain-error.ts';

/** @returns undefined for an authentic body that is no acceptable JSON: it is kept like an event of an unknown type */
export const readJson = (raw: Uint8Array): unknown => {
  try {
    return parseStrictJson(raw);
  } catch (error) {
    if (error instanceof DomainError) return undefined;
    throw error;
  }
};

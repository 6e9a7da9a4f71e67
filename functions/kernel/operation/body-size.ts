import { DomainError } from '../errors/domain-error.ts';

/** Largest request body: 256 KB, as the caller sent it. */
const maxBodyBytes = 256 * 1024;

/** @throws payload_too_large */
export const checkBodySize = (bytes: number): void => {
  if (bytes > maxBodyBytes) {
    throw new DomainError('too_large', 'payload_too_large', { detail: `A body may have ${maxBodyBytes} bytes.` });
  }
};

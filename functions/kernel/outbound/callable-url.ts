import { DomainError } from '../errors/domain-error.ts';
import type { AddressGuard } from './address-guard.ts';

/** What a URL must be to be called for a tenant. */
export interface UrlRules {
  /** Plain HTTP to this machine, for the local platform and tests alone. */
  readonly loopbackAllowed: boolean;
  /** False for a host that is an address which must not be called; names are judged when they are resolved. */
  readonly isAllowedHost: (hostname: string) => boolean;
}

const loopbackHost = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/u;

/** True for a host that names this machine, in the form in which URL writes it. */
export const isLoopbackHost = (hostname: string): boolean => loopbackHost.test(hostname);

/**
 * What is wrong with an endpoint's URL, or undefined.
 * @param text an absolute http or https URL
 */
export const faultOfUrl = (text: string, rules: UrlRules): string | undefined => {
  const { protocol, hostname, username, password, hash } = new URL(text);
  const loopback = isLoopbackHost(hostname);
  if (loopback && !rules.loopbackAllowed) return 'must not name this machine';
  if (protocol !== 'https:' && !loopback) return 'must begin with https://';
  if (username !== '' || password !== '') return 'must not hold credentials';
  if (hash !== '') return 'must not have a fragment';
  return rules.isAllowedHost(hostname) ? undefined : 'must not be a private or reserved address';
};

/**
 * @param path of the member that names the URL, for the problem
 * @throws validation_failed when the platform would not call the URL
 */
export const requireCallable = (url: string, guard: AddressGuard, path: string): void => {
  const fault = faultOfUrl(url, {
    loopbackAllowed: guard.loopbackAllowed,
    isAllowedHost: (hostname) => guard.allowsHost(hostname),
  });
  if (fault === undefined) return;
  throw new DomainError('invalid', 'validation_failed', {
    detail: 'The request has faults.',
    invalidFields: [{ path, message: fault }],
  });
};

/** What a URL must be to receive events. */
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

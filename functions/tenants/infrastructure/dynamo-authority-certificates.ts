import { lookupKey } from '../../kernel/persistence/keys.ts';
import type { Item, Key, Table } from '../../kernel/persistence/table.ts';
import type { CertificateAuthority, RandomSource } from '../../kernel/platform/platform.ts';
import type { Clock } from '../../kernel/time/clock.ts';
import { authorityValidity, serialBytes, serialNumberOf } from '../domain/client-certificate.ts';
import type { AuthorityCertificate, AuthorityCertificates } from '../ports/certificate-authority.ts';
import { authorityCertificateItem } from './authority-items.ts';
import { authorityCertificate } from './x509-certificates.ts';

interface Dependencies {
  readonly table: Table;
  readonly certificateAuthority: CertificateAuthority;
  readonly random: RandomSource;
  /** Real time. */
  readonly clock: Clock;
}

const keyOf = (kid: string): Key => ({ pk: lookupKey('PLATFORM', 'AUTHORITY', kid), sk: 'AUTHORITY' });

const decode = (item: Item): AuthorityCertificate => authorityCertificateItem.decode(item);

/**
 * Keeps the authority's certificates in the table. A signature of the key service differs each time, so the first one
 * written is the certificate; who makes one at the same time takes that one.
 */
export const dynamoAuthorityCertificates = (dependencies: Dependencies): AuthorityCertificates => {
  const { table, certificateAuthority, random, clock } = dependencies;
  const made = async (kid: string): Promise<AuthorityCertificate> => {
    const validity = authorityValidity(clock.now());
    const serialNumber = serialNumberOf(random.bytes(serialBytes));
    const pem = await authorityCertificate(certificateAuthority, { kid, serialNumber, validity });
    const own = { kid, pem, notAfter: validity.notAfter };
    const outcome = await table.write({
      kind: 'put',
      item: authorityCertificateItem.encode(keyOf(kid), own),
      condition: { text: 'attribute_not_exists(pk)' },
    });
    if (outcome.ok) return own;
    const first = outcome.old ?? (await table.get(keyOf(kid)));
    if (first === undefined) throw new Error(`the certificate of authority ${kid} is there and cannot be read`);
    return decode(first);
  };
  const find = async (kid: string): Promise<AuthorityCertificate> => {
    const item = await table.get(keyOf(kid));
    return item === undefined ? made(kid) : decode(item);
  };
  return {
    current: () => find(certificateAuthority.current),
    all: () => Promise.all(certificateAuthority.accepted.map(find)),
  };
};

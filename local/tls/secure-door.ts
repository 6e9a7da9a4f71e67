import type { Platform } from '../../functions/kernel/platform/platform.ts';
import { dynamoAuthorityCertificates } from '../../functions/tenants/infrastructure/dynamo-authority-certificates.ts';
import { publishTruststore } from '../../functions/tenants/publish-truststore/operation.ts';
import type { LocalTruststore } from '../certificate-authority.ts';
import type { MutualTls } from '../gateway/server.ts';
import { loopbackCertificate } from './server-certificate.ts';

/** The API behind mutual TLS. */
export interface SecureDoor {
  /** `https://127.0.0.1:<port>/api/v1.0` */
  readonly baseUrl: string;
  /** Whom callers must trust to believe that it is this server, PEM. */
  readonly serverAuthority: string;
}

/**
 * Opens the door that `secure.<domainName>` is on AWS: with the truststore that a deployment publishes.
 * @param open starts the server and answers its base URL
 */
export const openSecureDoor = async (
  open: (mutualTls: MutualTls) => Promise<string>,
  platform: Platform,
  truststore: LocalTruststore,
): Promise<SecureDoor> => {
  await publishTruststore({ authority: dynamoAuthorityCertificates(platform), truststore })();
  const trusted = truststore.current();
  if (trusted === undefined) throw new Error('no truststore was published');
  const { key, certificate, authority } = await loopbackCertificate(platform.clock);
  const baseUrl = await open({ key, cert: certificate, ca: trusted });
  return { baseUrl, serverAuthority: authority };
};

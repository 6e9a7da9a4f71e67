import type { DeploymentUseCase } from '../../kernel/operation/deployment-operation.ts';
import type { Truststore } from '../../kernel/platform/platform.ts';
import type { AuthorityCertificates } from '../ports/certificate-authority.ts';

interface Dependencies {
  readonly authority: Pick<AuthorityCertificates, 'all'>;
  readonly truststore: Truststore;
}

/**
 * Publishes the truststore (AN-13): the authority's own certificates under all of its accepted keys, so that what an
 * older key signed is let in until it is taken off the list.
 *
 * Out: the truststore's version, by which the door is told that it changed.
 */
export const publishTruststore =
  ({ authority, truststore }: Dependencies): DeploymentUseCase =>
  async () => {
    const certificates = await authority.all();
    return { Version: await truststore.publish(certificates.map(({ pem }) => pem).join('')) };
  };

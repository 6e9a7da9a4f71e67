import type { BasePlatform, Capabilities } from '../kernel/platform/platform.ts';
import { dynamoDeviceAssertions } from './infrastructure/dynamo-device-assertions.ts';
import { dynamoInstallationStore } from './infrastructure/dynamo-installation-store.ts';
import { joseAssertionProofs } from './infrastructure/jose-assertion-proofs.ts';
import type { DeviceAssertions } from './ports/device-assertions.ts';

/** The device proof, for the handlers of other subdomains; it writes the nonce. */
export const wireDeviceAssertions = (
  platform: Pick<BasePlatform, 'clock' | 'random'> & Pick<Capabilities, 'table'>,
): DeviceAssertions => {
  const installations = dynamoInstallationStore(platform.table);
  const proofs = joseAssertionProofs({ installations, clock: platform.clock });
  return dynamoDeviceAssertions({ table: platform.table, random: platform.random, proofs, installations });
};

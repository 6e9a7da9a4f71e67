import type { Table } from '../../kernel/persistence/table.ts';
import type { RandomSource } from '../../kernel/platform/platform.ts';
import { assertionRefused } from '../domain/device-errors.ts';
import type { AssertionProofs } from '../ports/assertion-proofs.ts';
import type { DeviceAssertions } from '../ports/device-assertions.ts';
import type { InstallationStore } from '../ports/installation-store.ts';
import { nonceItem } from './device-items.ts';
import { nonceToItem } from './nonce-writes.ts';

interface Dependencies {
  readonly table: Table;
  readonly random: RandomSource;
  readonly proofs: AssertionProofs;
  readonly installations: Pick<InstallationStore, 'partition'>;
}

/** Proofs for other subdomains: the nonce is used up by a write of its own, before what the proof is for. */
export const dynamoDeviceAssertions = (deps: Dependencies): DeviceAssertions => ({
  verify: async ({ tenant }, { customerId, assertion: text }) => {
    const proved = await deps.proofs.prove(tenant, text);
    if (proved?.installation.customerId !== customerId) throw assertionRefused();
    const { installationId } = proved.installation;
    const useId = Buffer.from(deps.random.bytes(12)).toString('base64url');
    const item = nonceToItem(deps.installations.partition(tenant, installationId), proved.assertion, useId);
    const written = await deps.table.write({ kind: 'put', item, condition: { text: 'attribute_not_exists(pk)' } });
    // The client repeats a write whose answer got lost, and then meets its own.
    const isOurs = !written.ok && written.old !== undefined && nonceItem.decode(written.old).useId === useId;
    if (!written.ok && !isOurs) throw assertionRefused();
    return { installationId };
  },
});

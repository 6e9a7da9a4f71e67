import type { CustomerDirectory } from '../../customers/ports/customer-directory.ts';
import type { AdmittingUseCase } from '../../kernel/operation/http/admit.ts';
import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import { realNow } from '../../kernel/time/clock.ts';
import type { SessionTermsDirectory } from '../../tenants/ports/session-terms.ts';
import { pairingCodeInvalid } from '../domain/device-errors.ts';
import { deviceRecord } from '../domain/device-events.ts';
import type { Installation } from '../domain/installation.ts';
import { end, install } from '../domain/installation.ts';
import type { PairingCode } from '../domain/pairing-code.ts';
import type { InstallationStore } from '../ports/installation-store.ts';
import type { FoundCode, PairingStore } from '../ports/pairing-store.ts';
import type { SecretHasher } from '../ports/secret-hasher.ts';
import type { pairDevice as declaration } from './declaration.ts';

interface Dependencies {
  readonly customers: CustomerDirectory;
  readonly terms: SessionTermsDirectory;
  readonly pairings: PairingStore;
  readonly installations: InstallationStore;
  readonly hasher: Pick<SecretHasher, 'candidates'>;
  readonly unitOfWork: UnitOfWork;
}

const findCode = async ({ pairings, hasher }: Dependencies, text: string): Promise<FoundCode> => {
  for (const hash of await hasher.candidates('pairing-code', text)) {
    const found = await pairings.find(hash);
    if (found !== undefined) return found;
  }
  throw pairingCodeInvalid();
};

const formerOn = async (
  { installations }: Dependencies,
  tenant: TenantContext,
  device: Pick<Installation, 'customerId' | 'deviceId'>,
): Promise<Installation | undefined> => {
  const formerId = await installations.activeOn(tenant, device);
  return formerId === undefined ? undefined : installations.find(tenant, formerId);
};

const pair =
  (deps: Dependencies, code: PairingCode): HttpUseCase<typeof declaration> =>
  async ({ context, body }) => {
    const { installations, pairings, unitOfWork } = deps;
    const { tenant } = context;
    const now = realNow(context.clock);
    const { customerId, installationId } = code;
    const { deviceId, name, publicKeyJwk: key } = body;
    const [customer, terms, former] = await Promise.all([
      deps.customers.find(tenant, customerId),
      deps.terms.find(tenant),
      formerOn(deps, tenant, { customerId, deviceId }),
    ]);
    if (customer === undefined || customer.status === 'closed' || customer.status === 'suspended') {
      throw pairingCodeInvalid();
    }
    if (terms?.isOpen !== true) throw pairingCodeInvalid();
    const installation = install({ installationId, customerId, deviceId, name, key }, now);
    // One's own repeat may have been faster: what it paired is replaced by nothing, and the write tells that the code was used.
    const isOther = former !== undefined && former.installationId !== installationId;
    const replaced = isOther ? end(former, 'replaced', now) : undefined;
    const record = (of: Installation, type: 'device.paired' | 'device.unpaired') =>
      deviceRecord(installations.partition(tenant, of.installationId), of, type);
    const work = {
      writes: [pairings.use(code, now), ...installations.pair(tenant, installation, replaced)],
      records: [
        record(installation, 'device.paired'),
        ...(replaced === undefined ? [] : [record(replaced, 'device.unpaired')]),
      ],
    };
    return unitOfWork.commit(context, work, { installationId });
  };

/**
 * Pairs a device (AN-05, AN-06).
 *
 * In: a pairing code, the device's own id and its public key. Out: the installation's id.
 * 1. Find the code by its keyed hash; it alone says which tenant's and customer's device this is. Used and old codes are
 *    found too, so that a repeat with the same idempotency key hears the first answer.
 * 2. The customer is neither closed nor suspended, and its tenant is not suspended.
 * 3. Commit the code's only use, the installation, the end of the one that was active on the device, records
 *    `device.paired` and `device.unpaired`, and the idempotency key together; refused when the code was used or is too
 *    old at that very moment.
 */
export const pairDevice = (deps: Dependencies): AdmittingUseCase<typeof declaration> => ({
  admit: async ({ pairingCode }) => {
    const { tenant, code } = await findCode(deps, pairingCode);
    const { customerId, installationId } = code;
    return { tenant, caller: { kind: 'customer', customerId, installationId }, run: pair(deps, code) };
  },
});

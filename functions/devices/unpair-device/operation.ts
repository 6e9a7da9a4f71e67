import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { isVisible } from '../../kernel/operation/visibility.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import { realNow } from '../../kernel/time/clock.ts';
import { deviceNotFound } from '../domain/device-errors.ts';
import { deviceRecord } from '../domain/device-events.ts';
import { end } from '../domain/installation.ts';
import type { InstallationStore } from '../ports/installation-store.ts';
import type { unpairDevice as declaration } from './declaration.ts';

interface Dependencies {
  readonly installations: InstallationStore;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Unpairs a device (AN-06).
 *
 * In: one of the customer's installations, the one that asks too. Out: nothing; whatever it signs from now on is
 * refused, and its sessions end with it: the authorizer looks at the installation on every request.
 * 1. Find it; one that is not active any more is gone.
 * 2. Commit its end, its device's freedom, record `device.unpaired` and the idempotency key together.
 */
export const unpairDevice =
  ({ installations, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params }) => {
    const { tenant, clock } = context;
    const found = await installations.find(tenant, params.installationId);
    if (found?.status !== 'active' || !isVisible(context, found)) throw deviceNotFound();
    const ended = end(found, 'unpaired', realNow(clock));
    const record = deviceRecord(installations.partition(tenant, ended.installationId), ended, 'device.unpaired');
    const work = { writes: installations.unpair(tenant, ended), records: [record] };
    return unitOfWork.commit(context, work, undefined);
  };

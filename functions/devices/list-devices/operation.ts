import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import { presentDevice } from '../answers.ts';
import type { InstallationStore } from '../ports/installation-store.ts';
import type { listDevices as declaration } from './declaration.ts';

interface Dependencies {
  readonly installations: Pick<InstallationStore, 'listActive'>;
}

/** Lists the devices that can open sessions, in no particular order, and says which one asks. */
export const listDevices =
  ({ installations }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, params, query }) => {
    const { tenant, caller } = context;
    const here = caller.kind === 'customer' ? caller.installationId : undefined;
    const { data, nextCursor } = await installations.listActive(tenant, params.customerId, query);
    return { data: data.map((installation) => presentDevice(installation, here)), nextCursor };
  };

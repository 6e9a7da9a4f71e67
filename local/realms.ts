import { dynamoTable } from '../functions/kernel/persistence/dynamo-table.ts';
import { idGenerator } from '../functions/kernel/ids/ids.ts';
import type {
  BasePlatform,
  Capabilities,
  HttpFetch,
  KeyRing,
  Platform,
} from '../functions/kernel/platform/platform.ts';
import { awsFetch } from '../functions/kernel/platform/aws-fetch.ts';
import { systemRandom } from '../functions/kernel/platform/system-random.ts';
import type { Clock } from '../functions/kernel/time/clock.ts';
import { localKeyRing } from './key-ring.ts';
import { namePrefix } from './synthesis/blueprint.ts';
import type { CountedClient } from './table-client.ts';

/** Physical names of the realms' tables. */
export const tableNames = { platform: namePrefix, sandbox: `${namePrefix}-sandbox` } as const;

/** A key ring that counts its unwraps: each is a KMS call on AWS. */
export interface CountedKeyRing {
  readonly keys: KeyRing;
  calls(): number;
}

export const countedKeyRing = (kid: string): CountedKeyRing => {
  const ring = localKeyRing(kid);
  let calls = 0;
  return {
    keys: {
      current: () => ring.current(),
      unwrap: (wrapped) => {
        calls += 1;
        return ring.unwrap(wrapped);
      },
    },
    calls: () => calls,
  };
};

/** What both realms share. */
export type SharedPorts = Omit<Platform, 'table' | 'messageKeys' | 'ids' | 'random' | 'fetch' | 'usagePlans' | 'clock'>;

const ambient = (
  clock: Clock,
  fetch: HttpFetch,
): Pick<BasePlatform, 'clock' | 'random' | 'ids'> & Pick<Capabilities, 'fetch' | 'usagePlans'> => ({
  clock,
  random: systemRandom,
  ids: idGenerator(clock, systemRandom),
  fetch,
  // Every usage key is throttled alike by the local gateway, known or not.
  usagePlans: { register: async () => undefined },
});

export interface RealmParts {
  readonly clock: Clock;
  readonly client: CountedClient;
  readonly keys: KeyRing;
  /** Plain HTTP when absent. */
  readonly fetch?: HttpFetch | undefined;
}

/** The environment of a realm's operations: the provider twin has a table and keys of its own. */
export const realm = (name: 'platform' | 'sandbox', shared: SharedPorts, own: RealmParts): Platform => ({
  ...shared,
  ...ambient(own.clock, own.fetch ?? awsFetch()),
  table: dynamoTable(own.client.client, tableNames[name], own.clock),
  messageKeys: own.keys,
});

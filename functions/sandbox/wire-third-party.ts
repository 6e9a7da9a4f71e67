import { announcedDebits } from '../card-mandates/announced-debits.ts';
import { dynamoCardMandates } from '../card-mandates/infrastructure/dynamo-card-mandate-store.ts';
import { dynamoCardStore } from '../cards/infrastructure/dynamo-card-store.ts';
import { pager } from '../kernel/persistence/page.ts';
import { unitOfWork } from '../kernel/persistence/unit-of-work.ts';
import type { BasePlatform, Capabilities } from '../kernel/platform/platform.ts';
import { sandboxNetwork } from '../providers/sandbox/sandbox-network.ts';

/** A third party and the card network that it goes through. */
export const wireThirdParty = (platform: BasePlatform & Pick<Capabilities, 'table' | 'secrets' | 'fetch'>) => {
  const { table, secrets } = platform;
  const cards = dynamoCardStore(table, pager(secrets));
  return {
    debits: announcedDebits({ cards, mandates: dynamoCardMandates(table) }),
    network: sandboxNetwork(platform),
    unitOfWork: unitOfWork(platform),
  };
};

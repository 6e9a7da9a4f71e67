import type { UrlUseCase } from '../../../kernel/operation/url-operation.ts';
import type { Table } from '../../../kernel/persistence/table.ts';
import type { RandomSource } from '../../../kernel/platform/platform.ts';
import type { Call } from '../http/call.ts';
import type { Commit } from '../storage/commit.ts';
import { cardSecretCalls } from './card-secrets.ts';
import type { CardVault } from './card-vault.ts';
import { pinCalls } from './pins.ts';

interface Dependencies {
  readonly table: Table;
  readonly commit: Commit;
  readonly vault: CardVault;
  readonly random: RandomSource;
}

/** Routes of what only the issuer keeps of a card: PIN, CVV, 3-D Secure. */
export const secretRoutes = (
  deps: Dependencies,
  issuer: (call: Call) => UrlUseCase,
): readonly (readonly [string, UrlUseCase])[] => {
  const pins = pinCalls(deps);
  const secrets = cardSecretCalls(deps);
  return [
    ['POST /issuer/v1/cards/pin', issuer(pins.set)],
    ['POST /issuer/v1/cards/pin/read', issuer(pins.read)],
    ['POST /issuer/v1/cards/cvv/reset', issuer(secrets.resetCvv)],
    ['POST /issuer/v1/cards/three-ds', issuer(secrets.setThreeDs)],
  ];
};

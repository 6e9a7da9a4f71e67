import type { HttpUseCase } from '../../kernel/operation/http/exchange.ts';
import type { UnitOfWork } from '../../kernel/persistence/unit-of-work.ts';
import type { ReceiverCardIssuer } from '../ports/receiver-card-issuer.ts';
import type { ReceiverCardStore } from '../ports/receiver-card-store.ts';
import type { tokenizeReceiverCard as declaration } from './declaration.ts';

interface Dependencies {
  readonly issuer: Pick<ReceiverCardIssuer, 'tokenize'>;
  readonly receivers: ReceiverCardStore;
  readonly unitOfWork: UnitOfWork;
}

/**
 * Makes a token for a receiver's card (AN-08).
 *
 * In: a card number, encrypted by the caller. Out: its token, the same whenever the number is the same.
 * 1. Hand the number to the issuer, encrypted to its key: nothing here keeps it, in no form (AN-54).
 * 2. Commit the token and the key together. Whether the card is the program's own shows when money is sent.
 */
export const tokenizeReceiverCard =
  ({ issuer, receivers, unitOfWork }: Dependencies): HttpUseCase<typeof declaration> =>
  async ({ context, body }) => {
    const { tenant, clock } = context;
    const { token, ...card } = await issuer.tokenize(tenant, body.pan);
    const writes = [receivers.put(tenant, { cardNumberToken: token, ...card, createdAt: clock.now() })];
    return unitOfWork.commit(context, { writes, records: [] }, { cardNumberToken: token });
  };

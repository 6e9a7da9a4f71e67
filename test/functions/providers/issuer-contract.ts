import { describe, expect, it } from 'vitest';
import type { AccountIssuer } from '../../../functions/balances/ports/account-issuer.ts';
import type { IssuerReason } from '../../../functions/cards/domain/issuer-reason.ts';
import type { CardOrder, IssuerProcessor } from '../../../functions/cards/ports/issuer-processor.ts';
import { IssuerRefused } from '../../../functions/cards/ports/issuer-refused.ts';
import type { IssuerCardSecrets } from '../../../functions/cards/ports/issuer-secrets.ts';
import type { IssuerCardStatus } from '../../../functions/cards/ports/issuer-status.ts';
import { PinBlock } from '../../../functions/cards/ports/pin-block.ts';
import { TemporarilyUnavailable } from '../../../functions/kernel/errors/domain-error.ts';
import type { ProviderSample } from '../../../functions/kernel/observability/meter.ts';
import type { TenantContext } from '../../../functions/kernel/tenancy/tenant-context.ts';
import { cardNumbersIn } from '../../support/card-numbers.ts';

type Issuing = IssuerProcessor & AccountIssuer & IssuerCardStatus & Pick<IssuerCardSecrets, 'setPin' | 'readPin'>;

/** One issuer as the contract meets it. */
export interface IssuerBench {
  readonly issuer: Issuing;
  readonly tenant: TenantContext;
  readonly network: CardOrder['network'];
  readonly samples: readonly ProviderSample[];
  /** The next request is carried out and its answer never comes. */
  loseNextAnswer(): Promise<void>;
  /** The next `count` requests are not carried out. */
  failNext(count: number): Promise<void>;
  cardsMade(reference: string): Promise<number>;
  /** A block that the app made for this issuer. */
  sealPin(): PinBlock;
  /** Whether a revealed block is the sealed one, to who may open it. */
  isSamePin(sealed: PinBlock, revealed: PinBlock): boolean;
  /** Everything that was written to the log. */
  logged(): string;
}

let turn = 0;

/** An order on an account of its own. */
export const orderAt = async ({ issuer, tenant, network }: IssuerBench): Promise<CardOrder> => {
  turn += 1;
  const account = await issuer.openAccount(tenant, {
    reference: `bal_contract_${turn}`,
    currency: 'EUR',
    holderName: 'ASHA RAO',
  });
  return {
    reference: `crd_contract_${turn}`,
    accountExternalId: account.externalId,
    bin: '411111',
    network,
    displayName: 'ASHA RAO',
    initialStatus: 'inactive',
    threeDs: { phone: '+919812345678', password: 'Right1' },
  };
};

/** What every issuer keeps, whatever its protocol. */
export const issuerContract = (name: string, start: () => IssuerBench): void => {
  describe(`The contract of an issuing processor, kept by ${name}`, () => {
    it('AL-04 AL-05 opens one account per reference and makes one card on it per reference', async () => {
      const bench = start();
      const { issuer, tenant } = bench;
      const order = await orderAt(bench);
      const card = await issuer.createVirtualCard(tenant, order);
      expect(card.externalId).not.toBe('');
      expect(card.issuerStatus).toBe('inactive');
      expect(cardNumbersIn(card.data.pan)).toEqual([card.data.pan]);
      expect(await issuer.createVirtualCard(tenant, order)).toEqual(card);
      expect(await bench.cardsMade(order.reference)).toBe(1);
    });

    it('SH-27 I5 recovers a card whose answer was lost, and makes no second one', async () => {
      const bench = start();
      const order = await orderAt(bench);
      await bench.loseNextAnswer();
      const card = await bench.issuer.createVirtualCard(bench.tenant, order);
      expect(await bench.cardsMade(order.reference)).toBe(1);
      expect((await bench.issuer.createVirtualCard(bench.tenant, order)).externalId).toBe(card.externalId);
    });

    it('SH-27 says that the outcome is unknown when nothing is answered', async () => {
      const bench = start();
      const order = await orderAt(bench);
      await bench.failNext(8);
      await expect(bench.issuer.createVirtualCard(bench.tenant, order)).rejects.toThrow(TemporarilyUnavailable);
      await bench.failNext(0);
      await bench.issuer.createVirtualCard(bench.tenant, order);
      expect(await bench.cardsMade(order.reference)).toBe(1);
    });

    it('AL-05 fingerprints are equal for equal numbers only', async () => {
      const bench = start();
      const first = await bench.issuer.createVirtualCard(bench.tenant, await orderAt(bench));
      const second = await bench.issuer.createVirtualCard(bench.tenant, await orderAt(bench));
      expect(first.fingerprint).not.toBe(second.fingerprint);
      expect(first.fingerprint).not.toContain(first.data.pan);
    });

    it('AL-32 AN-54 reveals the data of the card that was made, and of no other', async () => {
      const bench = start();
      const { issuer, tenant } = bench;
      const card = await issuer.createVirtualCard(tenant, await orderAt(bench));
      expect(await issuer.readCardData(tenant, card.externalId)).toEqual(card.data);
      const refused = issuer.readCardData(tenant, 'PI_unknown');
      await expect(refused).rejects.toThrow(IssuerRefused);
      await expect(refused).rejects.toMatchObject({ reason: 'card_unknown' });
    });

    it('an account that is not there refuses the card by name', async () => {
      const bench = start();
      const order = { ...(await orderAt(bench)), accountExternalId: 'BA_unknown' };
      await expect(bench.issuer.createVirtualCard(bench.tenant, order)).rejects.toMatchObject({
        reason: 'account_unknown',
      });
    });

    const reasons: readonly IssuerReason[] = ['lost', 'stolen', 'suspectedFraud', 'other'];
    it.each(reasons)('AL-14 AL-11 a suspension for the reason %s is told back as the issuer has it', async (reason) => {
      const bench = start();
      const { issuer, tenant } = bench;
      const { externalId } = await issuer.createVirtualCard(tenant, await orderAt(bench));
      expect((await issuer.changeStatus(tenant, { externalId, status: 'active' })).issuerStatus).toBe('active');
      const word = await issuer.changeStatus(tenant, { externalId, status: 'suspended', reason });
      expect(word).toMatchObject({ issuerStatus: 'suspended', reason });
      expect(await issuer.readStatus(tenant, externalId)).toMatchObject({ issuerStatus: 'suspended', reason });
    });

    it('AL-14 the status that the card has already is no change', async () => {
      const bench = start();
      const { issuer, tenant } = bench;
      const { externalId } = await issuer.createVirtualCard(tenant, await orderAt(bench));
      await issuer.changeStatus(tenant, { externalId, status: 'active' });
      expect((await issuer.changeStatus(tenant, { externalId, status: 'active' })).issuerStatus).toBe('active');
    });

    it('AL-12 a closed card stays closed', async () => {
      const bench = start();
      const { issuer, tenant } = bench;
      const { externalId } = await issuer.createVirtualCard(tenant, await orderAt(bench));
      await issuer.changeStatus(tenant, { externalId, status: 'closed' });
      await expect(issuer.changeStatus(tenant, { externalId, status: 'active' })).rejects.toMatchObject({
        reason: 'status_not_allowed',
      });
      expect((await issuer.readStatus(tenant, externalId)).issuerStatus).toBe('closed');
    });

    it('AL-31 AN-56 passes a PIN on and back without opening it', async () => {
      const bench = start();
      const { issuer, tenant } = bench;
      const { externalId } = await issuer.createVirtualCard(tenant, await orderAt(bench));
      await expect(issuer.readPin(tenant, externalId)).rejects.toMatchObject({ reason: 'pin_unknown' });
      const sealed = bench.sealPin();
      await issuer.setPin(tenant, { externalId, pinBlock: sealed });
      const { pinBlock } = await issuer.readPin(tenant, externalId);
      expect(bench.isSamePin(sealed, pinBlock)).toBe(true);
    });

    it('M-37 measures every request with its status', async () => {
      const bench = start();
      await bench.issuer.createVirtualCard(bench.tenant, await orderAt(bench));
      expect(bench.samples.length).toBeGreaterThanOrEqual(2);
      for (const sample of bench.samples) {
        expect(sample).toEqual({
          provider: expect.any(String),
          call: expect.stringMatching(/^[a-z][A-Za-z]+$/),
          status: expect.any(Number),
          latencyMs: expect.any(Number),
        });
      }
    });

    it('I11 no error, log line or measure holds card data, PIN or key', async () => {
      const bench = start();
      const { issuer, tenant } = bench;
      const card = await issuer.createVirtualCard(tenant, await orderAt(bench));
      const sealed = bench.sealPin();
      await issuer.setPin(tenant, { externalId: card.externalId, pinBlock: sealed });
      const errors = await Promise.allSettled([
        issuer.readCardData(tenant, 'PI_unknown'),
        issuer.setPin(tenant, { externalId: 'PI_unknown', pinBlock: sealed }),
        issuer.setPin(tenant, { externalId: card.externalId, pinBlock: new PinBlock('1234') }),
      ]);
      const written = `${bench.logged()} ${JSON.stringify(bench.samples)} ${errors
        .map((outcome) => (outcome.status === 'rejected' ? String((outcome.reason as Error).stack) : ''))
        .join()}`;
      expect(written).toContain('IssuerRefused');
      for (const secret of [card.data.pan, sealed.handOver(), 'Right1']) expect(written).not.toContain(secret);
    });
  });
};

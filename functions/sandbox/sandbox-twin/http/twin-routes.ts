import type { UrlUseCase } from '../../../kernel/operation/url-operation.ts';
import type { Capabilities, BasePlatform } from '../../../kernel/platform/platform.ts';
import { bankAccountCalls } from '../bank/bank-accounts.ts';
import { returnTransfer } from '../bank/bank-returns.ts';
import { bankTransferCalls } from '../bank/bank-transfers.ts';
import { controlCalls } from '../control/control-calls.ts';
import { deliverKycResult } from '../control/kyc-results.ts';
import { programClocks } from '../control/program-clock.ts';
import { delivery } from '../events/delivery.ts';
import { eventLog } from '../events/event-log.ts';
import { outbox } from '../events/outbox.ts';
import { webhookSender } from '../events/webhook.ts';
import { faultPlans } from '../faults/fault-plans.ts';
import { accountCalls } from '../issuer/accounts.ts';
import { cardCalls } from '../issuer/cards.ts';
import { cardStatusCalls } from '../issuer/card-status.ts';
import { cardVault } from '../issuer/card-vault.ts';
import { moneyRoutes } from '../issuer/money-routes.ts';
import { plasticRoutes } from '../issuer/plastic-routes.ts';
import { secretRoutes } from '../issuer/secret-routes.ts';
import { caseCalls } from '../kyc/cases.ts';
import { networkRoutes } from '../network/network-routes.ts';
import { ordering } from '../network/ordering.ts';
import { paymentApi, paymentBase, paymentControl } from '../razorpay/payment-routes.ts';
import { committer } from '../storage/commit.ts';
import type { Pace } from './doors.ts';
import { controlDoor, encryptionKeyDoor, providerDoor } from './doors.ts';
import { Refusal, refusalBody } from './refusal.ts';

export type TwinPlatform = Pick<BasePlatform, 'clock' | 'random'> &
  Pick<Capabilities, 'table' | 'messageKeys' | 'secrets' | 'fetch'>;

export interface TwinSettings {
  /** Full URL that webhooks are sent to. */
  readonly eventsUrl: string;
  /** Full URL that the payment provider's webhooks are sent to. */
  readonly paymentEventsUrl: string;
  /** Full URL that the card network's requests are sent to. */
  readonly authorizationsUrl: string;
  readonly pace: Pace;
}

const assemble = (platform: TwinPlatform, settings: TwinSettings) => {
  const { eventsUrl, paymentEventsUrl, authorizationsUrl, pace } = settings;
  const { table, clock, random, secrets, fetch } = platform;
  const commit = committer(table, random);
  const clocks = programClocks(table, clock);
  const plans = faultPlans(table);
  const events = outbox({ realTime: clock, clocks, plans, random, reorderMs: pace.reorderMs });
  const doors = { url: eventsUrl, paymentUrl: paymentEventsUrl };
  const send = webhookSender({ fetch, secrets, realTime: clock, ...doors, timeoutMs: pace.webhookTimeoutMs });
  const sending = delivery({ table, commit, realTime: clock, send, retryDelayMs: pace.retryDelayMs });
  return {
    accounts: accountCalls({ table, commit }),
    cards: cardCalls({ table, commit, vault: cardVault(platform), outbox: events, clocks, random }),
    statuses: cardStatusCalls({ table, commit, outbox: events, clocks }),
    secrets: { table, commit, vault: cardVault(platform), random },
    cases: caseCalls({ table, commit, secrets, clocks }),
    bank: { ...bankTransferCalls({ table, commit }), accounts: bankAccountCalls({ table, commit }) },
    bankReturn: returnTransfer({ table, commit, outbox: events, delivery: sending }),
    money: { table, commit, vault: cardVault(platform), outbox: events, delivery: sending },
    payments: { table, commit, clocks, outbox: events, plans, random, secrets, vault: cardVault(platform) },
    ordering: ordering({ table, commit, realTime: clock, clocks, delivery: sending }),
    network: { platform, commit, clocks, plans, outbox: events, delivery: sending, authorizationsUrl },
    eventsOf: eventLog(table),
    control: controlCalls({ table, clocks, plans, delivery: sending }),
    kycResult: deliverKycResult({ table, commit, outbox: events, clocks, delivery: sending }),
    doors: { ...platform, plans, delivery: sending, pace },
  };
};

/** Every route of the twin: `<method> <path>` to what answers it (docs/issuer-protocol.md). */
const routes = (
  platform: TwinPlatform,
  { settings, parts }: { readonly settings: TwinSettings; readonly parts: ReturnType<typeof assemble> },
): ReadonlyMap<string, UrlUseCase> => {
  const { accounts, cards, statuses, cases, bank, eventsOf, control, kycResult, bankReturn, doors } = parts;
  const provider = providerDoor(doors);
  const controlled = controlDoor(doors);
  const encryptionKey = encryptionKeyDoor(platform.messageKeys);
  return new Map([
    ['GET /issuer/v1/encryption-key', encryptionKey],
    ['POST /issuer/v1/accounts', provider('issuer', accounts.open)],
    ['POST /issuer/v1/accounts/find', provider('issuer', accounts.find)],
    ['POST /issuer/v1/cards', provider('issuer', cards.create)],
    ['POST /issuer/v1/cards/find', provider('issuer', cards.find)],
    ['POST /issuer/v1/cards/read', provider('issuer', cards.read)],
    ['POST /issuer/v1/cards/status', provider('issuer', statuses.change)],
    ['POST /issuer/v1/cards/status/read', provider('issuer', statuses.read)],
    ...secretRoutes(parts.secrets, (call) => provider('issuer', call)),
    ...plasticRoutes({ ...parts.money, cards }, (call) => provider('issuer', call)),
    ['POST /issuer/v1/events/list', provider('issuer', eventsOf('issuer'))],
    ['GET /kyc/v1/encryption-key', encryptionKey],
    ['POST /kyc/v1/cases/otp', provider('kyc', cases.startOtp)],
    ['POST /kyc/v1/cases/otp/submit', provider('kyc', cases.submitOtp)],
    ['POST /kyc/v1/cases/video', provider('kyc', cases.startVideoCall)],
    ['POST /kyc/v1/cases/find', provider('kyc', cases.find)],
    ['POST /kyc/v1/events/list', provider('kyc', eventsOf('kyc'))],
    ['GET /bank/v1/encryption-key', encryptionKey],
    ['POST /bank/v1/accounts', provider('bank', bank.accounts.open)],
    ['POST /bank/v1/accounts/find', provider('bank', bank.accounts.find)],
    ['POST /bank/v1/collections', provider('bank', bank.collect)],
    ['POST /bank/v1/payouts', provider('bank', bank.pay)],
    ['POST /bank/v1/transfers/find', provider('bank', bank.find)],
    ['POST /bank/v1/events/list', provider('bank', eventsOf('bank'))],
    ['POST /control/v1/bank-returns', controlled(bankReturn)],
    ...moneyRoutes(parts.money, { issuer: (call) => provider('issuer', call), control: controlled }),
    ...networkRoutes({ ...parts.network, decisionTimeoutMs: settings.pace.decisionTimeoutMs }, controlled),
    ...paymentControl(parts.payments, parts.ordering, controlled),
    ['POST /control/v1/clock', controlled(control.setClock)],
    ['POST /control/v1/faults', controlled(control.setFaults)],
    ['POST /control/v1/kyc-results', controlled(kycResult)],
    ['POST /control/v1/pending', controlled(control.pending)],
    ['POST /control/v1/events', controlled(control.events)],
  ]);
};

/** The twin as one use case behind a URL. */
export const twinRoutes = (platform: TwinPlatform, settings: TwinSettings): UrlUseCase => {
  const parts = assemble(platform, settings);
  const known = routes(platform, { settings, parts });
  const payments = paymentApi(parts.payments, parts.doors);
  return async (input) => {
    const isPayment = input.path.startsWith(`${paymentBase}/`);
    const serve = isPayment ? payments : known.get(`${input.method} ${input.path}`);
    if (serve === undefined) return { status: 404, body: refusalBody('route_unknown') };
    try {
      return await serve(input);
    } catch (error) {
      if (error instanceof Refusal) return { status: error.status, body: refusalBody(error.code) };
      throw error;
    }
  };
};

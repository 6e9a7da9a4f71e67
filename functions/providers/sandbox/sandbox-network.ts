import * as z from 'zod';
import type { Money } from '../../kernel/money/money.ts';
import { toWire } from '../../kernel/money/money.ts';
import type { TenantContext } from '../../kernel/tenancy/tenant-context.ts';
import type { Patience } from '../execute-loop.ts';
import { defaultPatience } from '../execute-loop.ts';
import { control, controlClient, ControlRefused } from './control-client.ts';
import type { ProviderPlatform } from './exchange.ts';

const decision = z.object({
  decision: z.enum(['approved', 'declined']),
  actionCode: z.string(),
  responseCode: z.string(),
  approvedAmount: z.int(),
  authorizationId: z.string().optional(),
  decisionId: z.string().optional(),
  mandateId: z.string().optional(),
  debitId: z.string().optional(),
});
const takenNotice = z.object({
  decision: z.enum(['approved', 'declined']),
  reason: z.string(),
  debitId: z.string().optional(),
});
const sentMessage = z.object({ messageId: z.string(), eventId: z.string() });
const countedTries = z.object({ wrongTries: z.int(), blocked: z.boolean() });
const changedStatus = z.object({ cardId: z.string(), status: z.string() });

const refusals = [
  'card_unknown',
  'authorization_unknown',
  'currency_mismatch',
  'status_not_allowed',
  'single_message',
] as const;

type NetworkRefusal = (typeof refusals)[number];
type Sent = z.output<typeof sentMessage>;

/** An order; its other members travel as they are. */
interface Order {
  readonly reference: string;
  readonly amount?: Money;
}

/** Each order is carried out once per reference; a repeat is the same message and answers the same. */
export interface SandboxNetwork {
  authorize(tenant: TenantContext, order: Order): Promise<z.output<typeof decision> | NetworkRefusal>;
  increment(tenant: TenantContext, order: Order): Promise<z.output<typeof decision> | NetworkRefusal>;
  registerMandate(tenant: TenantContext, order: Order): Promise<z.output<typeof decision> | NetworkRefusal>;
  announceDebit(tenant: TenantContext, order: Order): Promise<z.output<typeof takenNotice> | NetworkRefusal>;
  debitUnderMandate(tenant: TenantContext, order: Order): Promise<z.output<typeof decision> | NetworkRefusal>;
  send(tenant: TenantContext, message: Order): Promise<Sent | NetworkRefusal>;
  changeCardStatus(tenant: TenantContext, order: Order): Promise<'changed' | NetworkRefusal>;
  enterWrongPin(tenant: TenantContext, order: Order): Promise<z.output<typeof countedTries> | NetworkRefusal>;
}

/** What the caller acts on becomes an answer; any other refusal is a defect of this adapter. */
const orRefusal = async <Answer>(work: Promise<Answer>): Promise<Answer | NetworkRefusal> => {
  try {
    return await work;
  } catch (error) {
    const code = error instanceof ControlRefused ? refusals.find((known) => known === error.code) : undefined;
    if (code === undefined) throw error;
    return code;
  }
};

const onWire = ({ amount, ...order }: Order) => ({
  ...order,
  ...(amount === undefined ? {} : { amount: toWire(amount) }),
});

/**
 * The twin's card network behind ISSUER_SANDBOX_URL; needs the secret `sandbox-control`.
 * All of them throw TemporarilyUnavailable when the twin does not answer, or when the network got no decision on an
 * increment.
 */
export const sandboxNetwork = (platform: ProviderPlatform, patience: Patience = defaultPatience): SandboxNetwork => {
  const client = controlClient(platform, patience);
  const decided = (call: string, path: string) => (tenant: TenantContext, order: Order) =>
    orRefusal(client.execute(tenant, control(call, path, { body: onWire(order), answer: decision })));
  return {
    authorize: decided('authorize', 'authorizations'),
    increment: decided('increment', 'increments'),
    registerMandate: decided('registerMandate', 'mandate-registrations'),
    debitUnderMandate: decided('debitUnderMandate', 'mandate-debits'),
    announceDebit: (tenant, order) =>
      orRefusal(
        client.execute(
          tenant,
          control('announceDebit', 'mandate-notices', { body: onWire(order), answer: takenNotice }),
        ),
      ),
    send: (tenant, message) =>
      orRefusal(
        client.execute(
          tenant,
          control('sendCardMessage', 'card-messages', { body: onWire(message), answer: sentMessage }),
        ),
      ),
    enterWrongPin: (tenant, order) =>
      orRefusal(
        client.execute(tenant, control('enterWrongPin', 'pin-failures', { body: onWire(order), answer: countedTries })),
      ),
    changeCardStatus: async (tenant, order) => {
      const call = control('changeCardStatus', 'card-statuses', { body: onWire(order), answer: changedStatus });
      const changed = await orRefusal(client.execute(tenant, call));
      return typeof changed === 'string' ? changed : 'changed';
    },
  };
};

import type { TenantContext } from '../../../../../functions/kernel/tenancy/tenant-context.ts';
import { controlCall } from '../../../../support/sealed-call.ts';
import type { TwinServer } from '../../../../support/twin-server.ts';

type Json = Readonly<Record<string, unknown>>;

/** What the payment provider answers; a test reads the members of its call. */
export interface PaymentReply {
  readonly status: number;
  readonly body: Json & {
    readonly id: string;
    readonly status: string;
    readonly razorpay_payment_id: string;
    readonly items: readonly Json[];
    readonly count: number;
    readonly order_id?: string;
    readonly notification: { readonly status: string; readonly delivered_at: number | null };
    readonly error: { readonly code: string; readonly reason: string; readonly field: string | null };
  };
}

interface Asked {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A client of the provider's own: nothing of the platform's adapter. */
export const paymentClient = (twin: TwinServer, program: TenantContext) => {
  const account = program.tenantId.replace('ten_', 'acc_');
  const call = async (path: string, { method, body, headers = {} }: Asked = {}): Promise<PaymentReply> => {
    const [secret] = await twin.platform.secrets.values('payment-api');
    const basic = Buffer.from(`rzp_test_nodal:${secret}`).toString('base64');
    const answer = await fetch(`${twin.url}/razorpay/v1${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${basic}`,
        'x-razorpay-account': account,
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as PaymentReply['body'] };
  };
  const control = (path: string, body: Json) =>
    controlCall(twin, { path: `/control/v1/${path}`, program: program.tenantId, body });
  let made = 0;
  const next = (): string => {
    made += 1;
    return `${account.slice(-8)}-${String(made)}`;
  };

  const customer = async () =>
    (
      await call('/customers', {
        body: { name: 'Asha Rao', email: `p${next()}@example.in`, contact: '+919812345678', fail_existing: '0' },
      })
    ).body.id;
  const registration = async (method = 'upi', expireAt = 4_000_000_000) => {
    const mandate = `mdt_${next()}`;
    const customerId = await customer();
    const { body } = await call('/orders', {
      body: {
        ...{ amount: 100, currency: 'INR', customer_id: customerId, method, receipt: next(), notes: { mandate } },
        token: { max_amount: 500_000, frequency: 'monthly', expire_at: expireAt },
      },
    });
    return { mandate, customerId, orderId: body.id };
  };
  const authenticate = (mandate: string, outcome = 'success', reference = next()) =>
    control('payer-authentications', { reference, mandate, outcome });
  return {
    account,
    call,
    control,
    next,
    customer,
    registration,
    authenticate,
    /** A mandate that is registered: its customer and its token. */
    mandate: async (method = 'upi', expireAt = 4_000_000_000) => {
      const { mandate, customerId, orderId } = await registration(method, expireAt);
      await authenticate(mandate);
      const { body } = await call(`/customers/${customerId}/tokens`);
      return { mandate, customerId, orderId, tokenId: String(body.items[0]?.['id']), method };
    },
    /** An order that notifies of a debit. */
    notice: async (tokenId: string, more: Json = {}) => {
      const debit = `dbt_${next()}`;
      const order = {
        ...{ amount: 49_900, currency: 'INR', receipt: next(), payment_capture: true },
        ...{ notes: { debit }, notification: { token_id: tokenId }, ...more },
      };
      return { debit, reply: await call('/orders', { body: order }) };
    },
    debit: (mandate: { customerId: string; tokenId: string }, orderId: string, more: Json = {}) =>
      call('/payments/create/recurring', {
        body: {
          ...{ email: 'asha@example.in', contact: '+919812345678', amount: 49_900, currency: 'INR' },
          ...{ order_id: orderId, customer_id: mandate.customerId, token: mandate.tokenId, recurring: '1' },
          ...more,
        },
      }),
    advance: (seconds: number) => control('clock', { offsetSeconds: seconds }),
    events: () => twin.paymentEvents.filter(({ body }) => body.account_id === account),
  };
};

export type PaymentClient = ReturnType<typeof paymentClient>;

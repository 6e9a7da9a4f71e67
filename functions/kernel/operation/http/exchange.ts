import type { APIGatewayProxyEvent } from 'aws-lambda';
import type * as z from 'zod';
import type { CallerKey } from '../../crypto/jwe-encrypt.ts';
import type { StoredAnswer } from '../../idempotency/idempotency-item.ts';
import type { Log } from '../../observability/log.ts';
import type { TenantContext } from '../../tenancy/tenant-context.ts';
import type { Clock } from '../../time/clock.ts';
import type { Caller, IdempotencySlot, OperationContext, PlatformContext } from '../context.ts';
import type { HttpDeclaration, Route } from '../declaration.ts';

/** One request on its way through the chain: each step fills in what it found. */
export interface Exchange {
  readonly declaration: HttpDeclaration;
  readonly event: APIGatewayProxyEvent;
  readonly requestId: string;
  readonly startedAtMs: number;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  log: Log;
  route?: Route;
  caller?: Caller;
  /** undefined until resolved, and for good when the addressed tenant does not exist: 404 at its turn. */
  tenant?: TenantContext;
  clock: Clock;
  idempotencyKey?: string;
  /** What the caller asked to be encrypted. */
  encryptResponseTo?: CallerKey;
  /** The decrypted JSON body; undefined when there is none. */
  body: unknown;
  parsedBody: unknown;
  parsedQuery: unknown;
  /** What is done for a caller whom the body proved. */
  admitted?: (input: unknown) => Promise<unknown>;
  idempotency?: IdempotencySlot;
  /** Gives the reserved key back after a failure without effect. */
  release?: () => Promise<void>;
  /** What an equal request, which was faster, has answered meanwhile. */
  lookAgain?: () => Promise<StoredAnswer | undefined>;
  /** The first answer, when this is a repeat. */
  replay?: StoredAnswer;
  answer: unknown;
}

type OutputOf<Schema extends z.ZodType | null> = Schema extends z.ZodType ? z.output<Schema> : undefined;

export interface HttpInput<Declaration extends HttpDeclaration> {
  readonly context: Declaration['scope'] extends 'tenant' ? OperationContext : PlatformContext;
  readonly params: Readonly<Record<keyof Declaration['params'] & string, string>>;
  readonly query: z.output<Declaration['query']>;
  readonly body: OutputOf<Declaration['body']>;
  /** The declared headers that came, by their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
}

export type HttpAnswer<Declaration extends HttpDeclaration> = Declaration['answer'] extends z.ZodType
  ? z.input<Declaration['answer']>
  : undefined;

/** The use case of an HTTP operation. */
export type HttpUseCase<Declaration extends HttpDeclaration> = (
  input: HttpInput<Declaration>,
) => Promise<HttpAnswer<Declaration>>;

/** Fills in, for a replay, what was not stored (card data). */
export type Reread<Declaration extends HttpDeclaration> = (
  input: HttpInput<Declaration>,
  stored: HttpAnswer<Declaration>,
) => Promise<HttpAnswer<Declaration>>;

/** What is not declared cannot leave: the answer's schema writes the answer. */
export const serialise = (declaration: HttpDeclaration, answer: unknown): unknown =>
  declaration.answer === null ? undefined : declaration.answer.parse(answer);

/** Parameters of the path; on the customer surface the customer is always the session's own. */
export const parametersOf = ({
  event,
  caller,
}: Pick<Exchange, 'event' | 'caller'>): Readonly<Record<string, string>> => ({
  ...Object.fromEntries(Object.entries(event.pathParameters ?? {}).map(([name, value]) => [name, value ?? ''])),
  ...(caller?.kind === 'customer' ? { customerId: caller.customerId } : {}),
});

/** What a step found missing is a defect of the chain's order, not of the request. */
export const established = <Value>(value: Value | undefined, name: string): Value => {
  if (value === undefined) throw new Error(`the chain has not established ${name}`);
  return value;
};

import type * as z from 'zod';
import type { Capability } from '../platform/platform.ts';
import type { IdPrefix } from '../ids/ids.ts';

/** The doors of the platform (api.md section 1). */
export type Surface = 'secure' | 'customer' | 'admin' | 'sandbox';

/** Base path of each surface below the API stage `/api`. */
export const surfacePaths = {
  secure: '/v1.0/secure',
  customer: '/v1.0/customers',
  admin: '/v1.0/admin',
  sandbox: '/v1.0/sandbox',
} as const satisfies Record<Surface, string>;

export type StaffRole = 'Admin' | 'Manager' | 'Employee';

export type HttpMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Route {
  readonly surface: Surface;
  readonly method: HttpMethod;
  /** Relative to the surface, with `{name}` parameters. */
  readonly path: string;
  /** True for the few routes that need no credential. */
  readonly open?: true;
  /** Admin surface: groups that may call it. Default: reads all three, changes Admin and Manager. */
  readonly roles?: readonly StaffRole[];
  /** Admin surface: only platform operators, not tenant staff. */
  readonly operatorOnly?: true;
}

/** Which directions must be JWE (api.md section 4, column Enc). Any caller may ask for more. */
export type Encryption = 'none' | 'response' | 'both';

/**
 * How a repeat is recognised. `transactional`: the key commits with the effect, for operations whose whole effect is
 * one transaction. `reserved`: the key is reserved first because something outside is called; a concurrent repeat
 * gets 409. `none`: reads.
 */
export type Idempotency = 'none' | 'transactional' | 'reserved';

/**
 * How long a key is kept (domain.md 2.12). `day`: 24 hours. `object`: as long as what it created, which for money is
 * for good: a repeat that comes late must not move it again.
 */
export type KeyRetention = 'day' | 'object';

/** A path parameter: an id with this prefix and the tenant's tag, or free `text`. */
export type PathParameter = IdPrefix | 'text';

interface Common {
  /** lowerCamelCase; its kebab-case form names the folder, the function, the metric and the log code. */
  readonly operationId: string;
  readonly subdomain: string;
  readonly summary: string;
  /** `sandbox`: runs on the provider twin's own table and keys, apart from the platform's. */
  readonly realm?: 'sandbox';
  /** What the function may use; decides its role, its environment variables and its clients. */
  readonly uses: readonly Capability[];
  /** What it may do with the table. */
  readonly access: 'none' | 'read' | 'write';
  /** Stage settings it reads (kernel/config/settings.ts). */
  readonly settings?: readonly string[];
  /** Secrets it reads, by name; `name-*` stands for one of that name per tenant, which somebody puts there. */
  readonly secrets?: readonly string[];
  /** Queues it sends to, by name. */
  readonly sendsTo?: readonly string[];
  /** Operations it invokes, by operationId; `*` for the timer dispatcher. */
  readonly invokes?: readonly string[];
  /** Workflows it starts or answers, by name. */
  readonly workflows?: readonly string[];
  /** Events its records stand for. */
  readonly emits: readonly string[];
  /** Codes of DomainErrors it can answer, besides those of its chain. */
  readonly errors: readonly string[];
  readonly memoryMb?: number;
  readonly timeoutSeconds?: number;
}

export interface HttpDeclaration<
  Params extends Readonly<Record<string, PathParameter>> = Readonly<Record<string, PathParameter>>,
  Query extends z.ZodType = z.ZodType,
  Body extends z.ZodType | null = z.ZodType | null,
  Answer extends z.ZodType | null = z.ZodType | null,
  Scope extends 'tenant' | 'platform' = 'tenant' | 'platform',
> extends Common {
  readonly kind: 'http';
  /** `tenant`: runs for one tenant, found from the caller or, for operators, from the path. `platform`: for none. */
  readonly scope: Scope;
  readonly routes: readonly [Route, ...Route[]];
  readonly status: 200 | 201 | 202 | 204;
  readonly params: Params;
  readonly query: Query;
  /** Headers of its own that the use case reads, in lower case; they may be missing. */
  readonly headers?: readonly string[];
  /** null: the operation takes no body. */
  readonly body: Body;
  /** null: 204. Everything not declared here cannot leave. */
  readonly answer: Answer;
  readonly encryption: Encryption;
  readonly idempotency: Idempotency;
  /**
   * With `reserved`: whether this request calls something outside. The key of one that does not commits with its effect,
   * as if the operation were `transactional`, and costs no reservation. Default: every request does.
   */
  reserves?(body: Body extends z.ZodType ? z.output<Body> : undefined): boolean;
  /** Default `day`. */
  readonly keyRetention?: KeyRetention;
  /**
   * The body holds card data. A plain hash of it, kept to recognise a repeat, could be guessed back into the number, so it
   * is kept under the secret `person-pepper`, which the declaration names among its secrets.
   */
  readonly secretBody?: true;
  /** Dotted paths of the answer that are null in the stored answer and so in a replay: shown once, or card data. */
  readonly notStored?: readonly string[];
}

export interface QueueDeclaration<Message extends z.ZodType = z.ZodType> extends Common {
  readonly kind: 'queue';
  /** The queue this operation consumes; it exists because this declaration does. */
  readonly queue: string;
  readonly message: Message;
  /** Bus events that a rule with its own DLQ puts on the queue, `*` for all; none when senders address the queue. */
  readonly eventTypes?: readonly string[];
  /** Events of AWS itself that rules on the account's own bus put on the queue. */
  readonly awsEvents?: readonly AwsEvents[];
}

/** Events that a service of AWS publishes on the account's own bus. */
export interface AwsEvents {
  readonly source: `aws.${string}`;
  readonly detailTypes: readonly [string, ...string[]];
  /**
   * The message's members: a JSON path such as `$.detail.messageId`, or a constant. Nothing else of the event reaches
   * the queue: such events name the people that they are about.
   */
  readonly pick: Readonly<Record<string, string>>;
}

export interface StreamDeclaration extends Common {
  readonly kind: 'stream';
  readonly batchSize: number;
}

export interface ScheduleDeclaration extends Common {
  readonly kind: 'schedule';
  readonly everyMinutes: number;
}

/** A state of a workflow. */
export interface TaskDeclaration<
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> extends Common {
  readonly kind: 'task';
  readonly workflow: string;
  readonly input: Input;
  readonly output: Output;
}

/** Run by the timer dispatcher when a timer item of this operation is due. */
export interface TimerDeclaration<Payload extends z.ZodType = z.ZodType> extends Common {
  readonly kind: 'timer';
  readonly payload: Payload;
}

/** A Function URL for a provider. */
export interface UrlDeclaration extends Common {
  readonly kind: 'url';
  /** Name under which the URL is published, such as `issuer-events`. */
  readonly url: string;
}

/** Run by CloudFormation while a stage is deployed, once and again whenever what it depends on changes. */
export interface DeploymentDeclaration extends Common {
  readonly kind: 'deployment';
  /** Facts that it answers → the path under which the deployment publishes them. */
  readonly publishes: Readonly<Record<string, string>>;
}

export interface AuthorizerDeclaration extends Common {
  readonly kind: 'authorizer';
  readonly surfaces: readonly Surface[];
  /** API Gateway result cache; 0 is off. */
  readonly cacheSeconds: number;
  /** The header that carries the credential. */
  readonly identitySource: 'x-api-key' | 'Authorization';
}

export type Declaration =
  | HttpDeclaration
  | QueueDeclaration
  | StreamDeclaration
  | ScheduleDeclaration
  | TaskDeclaration
  | TimerDeclaration
  | UrlDeclaration
  | DeploymentDeclaration
  | AuthorizerDeclaration;

/** Keeps the literal types of a declaration, so that use case and chain are typed by it. */
export const declareHttp = <
  const Params extends Readonly<Record<string, PathParameter>>,
  Query extends z.ZodType,
  Body extends z.ZodType | null,
  Answer extends z.ZodType | null,
  const Scope extends 'tenant' | 'platform',
>(
  declaration: Omit<HttpDeclaration<Params, Query, Body, Answer, Scope>, 'kind'>,
): HttpDeclaration<Params, Query, Body, Answer, Scope> => ({ kind: 'http', ...declaration });

export const declareQueue = <Message extends z.ZodType>(
  declaration: Omit<QueueDeclaration<Message>, 'kind'>,
): QueueDeclaration<Message> => ({ kind: 'queue', ...declaration });

export const declareStream = (declaration: Omit<StreamDeclaration, 'kind'>): StreamDeclaration => ({
  kind: 'stream',
  ...declaration,
});

export const declareSchedule = (declaration: Omit<ScheduleDeclaration, 'kind'>): ScheduleDeclaration => ({
  kind: 'schedule',
  ...declaration,
});

export const declareTask = <Input extends z.ZodType, Output extends z.ZodType>(
  declaration: Omit<TaskDeclaration<Input, Output>, 'kind'>,
): TaskDeclaration<Input, Output> => ({ kind: 'task', ...declaration });

export const declareTimer = <Payload extends z.ZodType>(
  declaration: Omit<TimerDeclaration<Payload>, 'kind'>,
): TimerDeclaration<Payload> => ({ kind: 'timer', ...declaration });

export const declareUrl = (declaration: Omit<UrlDeclaration, 'kind'>): UrlDeclaration => ({
  kind: 'url',
  ...declaration,
});

export const declareDeployment = (declaration: Omit<DeploymentDeclaration, 'kind'>): DeploymentDeclaration => ({
  kind: 'deployment',
  ...declaration,
});

export const declareAuthorizer = (declaration: Omit<AuthorizerDeclaration, 'kind'>): AuthorizerDeclaration => ({
  kind: 'authorizer',
  ...declaration,
});

/** True of `name-*`: secrets that no deployment makes, one per tenant. */
export const isPerTenant = (secret: string): boolean => secret.endsWith('-*');

/** `createCustomer` → `create-customer`: folder, physical function name, metric and log code share it. */
export const kebab = (operationId: string): string =>
  operationId.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Groups that may call an admin route (api.md section 2: reads all three, changes Admin and Manager). */
export const rolesOf = (route: Route): readonly StaffRole[] =>
  route.roles ?? (route.method === 'GET' ? ['Admin', 'Manager', 'Employee'] : ['Admin', 'Manager']);

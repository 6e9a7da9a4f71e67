import type { Item } from '../functions/kernel/persistence/table.ts';
import type { StaffRole } from '../functions/kernel/operation/declaration.ts';
import type { MailMessage, SmsMessage } from '../functions/kernel/platform/platform.ts';
import type { BusEvent } from './bus.ts';
import type { RateLimit } from './gateway/rate-limit.ts';
import type { LocalMeter } from './meter.ts';
import type { DeadLetter } from './queue.ts';
import type { SecureDoor } from './tls/secure-door.ts';
import type { TableCounts } from './table-client.ts';
import type { StoredExecution } from './workflows/stored-execution.ts';

/** How a local platform is started. */
export interface PlatformOptions {
  /** Port of the API on 127.0.0.1; 0, the default, takes any free one. */
  readonly port?: number;
  /** File that keeps the tables over restarts; in memory when absent. */
  readonly dataFile?: string | undefined;
  /** A DynamoDB that is already there. */
  readonly tableEndpoint?: string | undefined;
  /** File for log lines; in memory only when absent. */
  readonly logFile?: string | undefined;
  /** File for the mails that would be sent; in memory only when absent. */
  readonly mailFile?: string | undefined;
  /** File for the text messages that would be sent; in memory only when absent. */
  readonly smsFile?: string | undefined;
  /** Of every tenant; api.md's 100 a second by default. */
  readonly rateLimit?: RateLimit;
  /** Opens the API behind mutual TLS too. */
  readonly tls?: boolean;
  /** Pause before every retry of a workflow, instead of the definition's. */
  readonly workflowRetryMs?: number;
  /** First pause before a failed queue message is delivered again. */
  readonly queueBackoffMs?: number;
  /** How long a request to the provider twin may take, instead of what its caller says. */
  readonly twinPatienceMs?: number;
}

/** Running totals since the start. */
export interface PlatformCounts {
  /** HTTP requests answered by the platform. */
  readonly httpRequests: number;
  /** DynamoDB calls of the platform, and their units. */
  readonly table: TableCounts;
  /** The provider twin's own. */
  readonly sandboxTable: TableCounts;
  /** Unwraps of message keys: one KMS call each on AWS. */
  readonly keyCalls: number;
}

/** A platform in this process. */
export interface LocalPlatform {
  /** `http://127.0.0.1:<port>/api/v1.0` */
  readonly baseUrl: string;
  /** The API behind mutual TLS; undefined unless it was asked for. */
  readonly secureDoor: SecureDoor | undefined;
  /** Full URL that the issuing processor posts its events to. */
  readonly issuerIngressUrl: string;
  /** Full URL that the issuing processor asks for decisions at. */
  readonly authorizationIngressUrl: string;
  /** Full URL that the payment provider posts its events to. */
  readonly paymentIngressUrl: string;
  /** Base URL of the provider twin. */
  readonly sandboxUrl: string;
  /** Where the platform's table is, for what reads it from outside. */
  readonly tableAt: { readonly endpoint: string; readonly table: string };
  readonly operatorToken: string;
  readonly managerToken: string;
  readonly employeeToken: string;
  /** An ID token of any member of staff; `tenant: null` leaves the claim out. */
  staffToken(staff: { role: StaffRole; tenant: string | null; subject?: string }): Promise<string>;
  /** Live values of a secret: tests sign as the provider does. */
  secret(name: string): Promise<string>;
  counts(): PlatformCounts;
  readonly meter: LocalMeter;
  /** Log lines, JSON. */
  logs(): readonly string[];
  /** Events that went over the bus. */
  events(): readonly BusEvent[];
  /** Mails that were sent: none leaves this process. */
  mails(): readonly MailMessage[];
  /** Text messages that were sent: none leaves this process. */
  textMessages(): readonly SmsMessage[];
  deadLetters(): readonly DeadLetter[];
  /** Sends the dead letters of a queue again. @returns how many */
  redrive(queue: string): Promise<number>;
  executions(): readonly Readonly<StoredExecution>[];
  /** Runs a recurring operation now, beside its schedule. @throws what the operation throws */
  runScheduled(operationId: string): Promise<void>;
  /** One-time schedules that wait. */
  schedules(): readonly { readonly name: string; readonly dueAtEpochSeconds: number }[];
  /** Every stored item of the platform's table. */
  items(): Promise<readonly Item[]>;
  /** Every stored item of the provider twin's table. */
  sandboxItems(): Promise<readonly Item[]>;
  /** Resolves when queues, stream, workflows and requests have come to rest. @throws Error after `timeoutMs` */
  idle(timeoutMs?: number): Promise<void>;
  /** Stops taking requests, lets what is under way finish, stops everything that was started. */
  stop(): Promise<void>;
}

import type { Clock } from '../time/clock.ts';
import type { IdGenerator } from '../ids/ids.ts';
import type { Table } from '../persistence/table.ts';
import type { RandomSource } from './random-source.ts';
import type { Log } from '../observability/log.ts';
import type { Meter } from '../observability/meter.ts';

export type { RandomSource };

/** RSA key-wrapping algorithms of JOSE that callers may use (AN-16). */
export type KeyWrapAlgorithm = 'RSA-OAEP-256' | 'RSA-OAEP';

/** A public key that callers encrypt to. */
export interface PublishedKey {
  readonly kid: string;
  /** SubjectPublicKeyInfo, DER. */
  readonly spki: Uint8Array;
}

/** RSA keys whose private part stays in KMS. A ring has one current key and any number of older, accepted ones. */
export interface KeyRing {
  /** The key to publish and to assume when a JWE names none. */
  current(): Promise<PublishedKey>;
  /**
   * Unwraps a content key.
   * @param wrapped.kid a key id of this ring; undefined means the current key
   * @returns the content key, or undefined when the key is unknown, revoked or the ciphertext is not for it
   * @throws TemporarilyUnavailable when the key service does not answer
   */
  unwrap(wrapped: {
    kid: string | undefined;
    algorithm: KeyWrapAlgorithm;
    ciphertext: Uint8Array;
  }): Promise<Uint8Array | undefined>;
}

/** ECDSA P-256 keys of the platform's own certificate authority; their private parts stay in KMS. */
export interface CertificateAuthority {
  /** Key id that new certificates are signed with. */
  readonly current: string;
  /** Key ids whose certificates are accepted: the current one, and older ones until theirs have expired. */
  readonly accepted: readonly string[];
  /**
   * @returns SubjectPublicKeyInfo, DER
   * @throws TemporarilyUnavailable when the key service does not answer
   */
  publicKey(kid: string): Promise<Uint8Array>;
  /**
   * Signs the SHA-256 digest of a message; the key service sees no more than that.
   * @returns r and s, 32 bytes each
   * @throws TemporarilyUnavailable when the key service does not answer
   */
  sign(kid: string, message: Uint8Array): Promise<Uint8Array>;
}

/** Where the door with mutual TLS reads which authorities it trusts. */
export interface Truststore {
  /**
   * Replaces what is trusted.
   * @param pem certificates of authorities
   * @returns the version by which the door is told
   * @throws TemporarilyUnavailable when the store does not answer
   */
  publish(pem: string): Promise<string>;
}

/** Named secrets (peppers, signing secrets), cached for minutes. */
export interface SecretStore {
  /**
   * Live values of a secret, newest first; more than one during rotation.
   * @throws TemporarilyUnavailable when the store does not answer
   */
  values(name: string): Promise<readonly [string, ...string[]]>;
}

/** A message for a queue; the body holds ids and raw provider bytes, never clear card data. */
export interface QueueMessage {
  readonly queue: string;
  readonly body: string;
  /** 0 to 900 seconds. */
  readonly delaySeconds?: number;
  /** Whose message it is: a queue that is busy with one group takes the others' messages first. */
  readonly group?: string;
  /** Message attributes, strings only. */
  readonly attributes?: Readonly<Record<string, string>>;
}

export interface QueueSender {
  /** Resolves once the queue holds the message. */
  send(message: QueueMessage): Promise<void>;
}

/** An event for the bus; `detail` is the envelope of kernel/events. */
export interface BusEntry {
  readonly source: string;
  readonly detailType: string;
  readonly detail: string;
}

export interface EventBus {
  /** Publishes up to 10 entries. @returns for each entry whether the bus accepted it */
  publish(entries: readonly BusEntry[]): Promise<readonly boolean[]>;
}

/** One-time schedules, by name. */
export interface ScheduleService {
  /** Creates, or replaces when the name exists. Sends `body` to the queue at `dueAt` (real time, epoch seconds). */
  create(schedule: { name: string; dueAtEpochSeconds: number; queue: string; body: string }): Promise<void>;
  /** Deletes; an unknown name is no error. */
  delete(name: string): Promise<void>;
}

/** Step Functions. */
export interface WorkflowEngine {
  /** Starts an execution; a second start with the same name is the same execution. */
  start(execution: { workflow: string; name: string; input: Readonly<Record<string, unknown>> }): Promise<void>;
  /** @returns false when the token is no longer waited for */
  succeed(token: string, output: Readonly<Record<string, unknown>>): Promise<boolean>;
  /** @returns false when the token is no longer waited for */
  fail(token: string, failure: { error: string; cause: string }): Promise<boolean>;
}

/** Calls another operation's function and waits for its answer. */
export interface OperationInvoker {
  /** @throws Error when the function failed */
  invoke(operationId: string, payload: unknown): Promise<unknown>;
}

/** The tenant's place in the gateway: a key value in its usage plan, for rate limits (design.md section 6). */
export interface UsagePlans {
  /** Makes the gateway key that `usageIdentifierKey` names. */
  register(usageKey: { name: string; value: string }): Promise<void>;
}

/** A plain-text mail. Addresses are personal data: they go nowhere else. */
export interface MailMessage {
  /** 1 to 50 addresses; each sees the others. */
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Receipts are wanted: whether it was delivered, or came back. */
  readonly tracked?: true;
}

/** A message that a carrier has taken. */
export interface SentMessage {
  /** The carrier's name for it, by which receipts speak of it. */
  readonly messageId: string;
}

/** Sends mail from the stage's own address. */
export interface MailSender {
  /**
   * Resolves once the mail service has taken the mail. It may be sent twice when no answer came.
   * @throws TemporarilyUnavailable when the service does not answer, or sends no more for the moment
   * @throws MessageRefused when it refuses the mail for good
   */
  send(mail: MailMessage): Promise<SentMessage>;
}

/** A text message. The number is personal data: it goes nowhere else. */
export interface SmsMessage {
  /** E.164. */
  readonly to: string;
  readonly text: string;
  /** Which of the registered texts it is: carriers in India take no other. */
  readonly template: string;
}

/** Sends text messages from the stage's own sender. */
export interface SmsSender {
  /**
   * Resolves once the carrier has taken the message. It may be sent twice when no answer came.
   * @throws TemporarilyUnavailable when the service does not answer, or sends no more for the moment
   * @throws MessageRefused when it refuses the message for good
   */
  send(message: SmsMessage): Promise<SentMessage>;
}

export type HttpFetch = (url: string, init: RequestInit) => Promise<Response>;

/** Named settings of the stage, such as `SANDBOX_ISSUER_URL`; parsed once, missing ones fail at start. */
export type Settings = Readonly<Record<string, string>>;

/** What every function has. */
export interface BasePlatform {
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly ids: IdGenerator;
  readonly log: Log;
  readonly meter: Meter;
  readonly settings: Settings;
}

/** What functions may ask for; a handler names only what it needs. */
export interface Capabilities {
  readonly table: Table;
  readonly messageKeys: KeyRing;
  readonly certificateAuthority: CertificateAuthority;
  readonly truststore: Truststore;
  readonly secrets: SecretStore;
  readonly queues: QueueSender;
  readonly bus: EventBus;
  readonly schedules: ScheduleService;
  readonly workflows: WorkflowEngine;
  readonly operations: OperationInvoker;
  readonly usagePlans: UsagePlans;
  readonly mail: MailSender;
  readonly sms: SmsSender;
  readonly fetch: HttpFetch;
}

export type Capability = keyof Capabilities;

/** The whole environment; the local platform provides all of it, a Lambda only its declared part. */
export type Platform = BasePlatform & Capabilities;
